// What `npm start` says.

/** @typedef {{ title: string, how: string }} Suggestion */

/** What a newcomer can try, in this order. @type {Suggestion[]} */
const suggestions = [
  { title: 'Ask', how: 'type a question into the Parley panel, or press one of its suggestions' },
  { title: 'Stop', how: 'press Esc or Stop while it answers; the demo says below that the request really ended' },
  { title: 'Explain', how: 'select findByTitle in src/search.ts, right-click, Parley > Explain Selection' },
  {
    title: 'Generate',
    how: 'F1, "Parley: Generate Inline…", say "group the books by author"; then Accept or Reject above the code',
  },
  { title: 'Hide', how: 'hide the side bar mid-answer (Ctrl+B, Cmd+B on a Mac) and show it again: the answer went on' },
  { title: 'Models', how: 'click the name below the input and choose slow, long, thinking, or one of these:' },
  { title: '', how: 'limited     429 at first: a countdown with Cancel, then the answer' },
  {
    title: '',
    how: 'overloaded  503 always: with "parley.parameters": {"fallback_models": ["demo/quick"]} quick answers',
  },
  { title: '', how: 'cut, short  broken off, or at a length limit: Continue goes on where it ended' },
  { title: '', how: 'picky       set a temperature (gear): it is refused, left out, and you are told' },
  { title: '', how: 'json        choose Answer as: JSON (gear): what comes is checked' },
  { title: 'Cost', how: 'F1, "Parley: Show Usage and Cost" (the prices of the demo are invented)' },
  { title: 'Own key', how: 'F1, "Parley: Add API Key…"' },
];

/**
 * The page of text below the progress lines.
 * @param {{ address: string | undefined, demoUrl: string }} facts `address` undefined: desktop VS Code shows it
 */
export function welcome({ address, demoUrl }) {
  const where = address
    ? `VS Code with Parley is running. Open\n\n    ${address}\n`
    : 'Desktop VS Code is opening, with Parley and its own settings.\n';
  const list = suggestions.map(({ title, how }) => `  ${title.padEnd(9)} ${how}`).join('\n');
  return `
${where}
Try this:
${list}

The answers come from the demo provider at ${demoUrl}:
prepared text, no model behind it. Each request is one line below. Ctrl+C stops everything.
`;
}

/** How to reach the page from another machine. @param {number} port */
export function sshHint(port) {
  return `You are connected over SSH. On your own machine run
    ssh -L ${port}:127.0.0.1:${port} <this machine>
and open the address there.
`;
}

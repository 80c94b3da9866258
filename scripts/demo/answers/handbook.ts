import { type Status, statuses } from './statusCodes.ts';

/** About 30 kB of Markdown with headings, tables, lists and code in several languages, to scroll through. */
export function handbook(): string {
  const rows = statuses.map(({ code, name, meaning }) => `| ${code} | ${name} | ${meaning} |`);
  const overview = ['| Code | Name | Meaning |', '| ---: | --- | --- |', ...rows].join('\n');
  const intro = `# HTTP status codes, for programs that call\n\n${statuses.length} codes, what the server says by each, and what to do about it.\n\n${overview}`;
  return [intro, ...statuses.map(chapter)].join('\n\n');
}

function chapter(status: Status): string {
  const { code, name, meaning, advice } = status;
  const side = sideOf(code);
  return `## ${code} ${name}

${meaning}. ${side.sentence}

- **What to do:** ${advice}.
- **Try again?** ${side.again}
- **Tell the person?** ${side.tell}

> *In a message:* “The server answered **${code} ${name}**. ${side.message}”

*In a log:* \`${code} ${name.toUpperCase()} GET /v1/models 12 ms, attempt 1 of ${side.again.startsWith('Yes') || code >= 500 ? 3 : 1}\`

${example(status)}`;
}

interface Side {
  readonly sentence: string;
  readonly again: string;
  readonly tell: string;
  readonly message: string;
}

function sideOf(code: number): Side {
  if (code < 300) return sides.fine;
  if (code < 400) return sides.elsewhere;
  if (code >= 500) return sides.server;
  return [408, 425, 429].includes(code) ? sides.later : sides.caller;
}

const sides = {
  fine: {
    sentence: 'Nothing went wrong.',
    again: 'There is no reason to.',
    tell: 'Only the result.',
    message: 'All is well, and there is nothing for you to do.',
  },
  elsewhere: {
    sentence: 'Nothing went wrong; the way is longer.',
    again: 'At the other address.',
    tell: 'Only if a secret would travel along.',
    message: 'It points to another address; check it before a key is sent there.',
  },
  later: {
    sentence: 'The caller is early, late or fast; the request itself is right.',
    again: 'Yes, later.',
    tell: 'If it takes longer than a few seconds.',
    message: 'Trying again in a moment; you can also cancel and switch to another model.',
  },
  caller: {
    sentence: 'The reason lies with the caller.',
    again: 'Not the same request.',
    tell: 'Yes, in one sentence and with one way on.',
    message: 'Sending the same again will not help; look at what it says about the request.',
  },
  server: {
    sentence: 'The reason lies with the server.',
    again: 'A few times, with growing pauses.',
    tell: 'Yes, when the tries are used up.',
    message: 'It is not your fault; your text is kept, and you can try again.',
  },
} satisfies Record<string, Side>;

/** The languages take turns, so that every highlighter is seen. */
function example({ code, name }: Status): string {
  const examples = [
    `\`\`\`ts\nif (response.status === ${code}) {\n  log.info(\`${name} after \${elapsed} ms\`, { id: response.headers.get('x-request-id') });\n}\n\`\`\``,
    `\`\`\`python\nif response.status_code == ${code}:  # ${name}\n    log.info("%s after %d ms", response.reason, elapsed)\n\`\`\``,
    `\`\`\`sh\ncurl -sS -o /dev/null -w '%{http_code}\\n' "$ADDRESS" | grep -qx ${code} && echo '${name.replace("'", '’')}'\n\`\`\``,
    `\`\`\`go\nif response.StatusCode == ${code} { // ${name}\n\tlog.Printf("%s after %s", response.Status, time.Since(start))\n}\n\`\`\``,
    `\`\`\`json\n{ "status": ${code}, "reason": ${JSON.stringify(name)} }\n\`\`\``,
  ];
  return examples[code % examples.length] ?? '';
}

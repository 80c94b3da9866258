/** What can be open at the end of a text that is still being written, and how it is closed. */
const delimiters = ['**', '*', '`'] as const;
type Delimiter = (typeof delimiters)[number];

/** Longer texts are left alone: it is looked through with every delta. In UTF-16 units. */
const longest = 16_384;

/**
 * A text under way as it will read once its emphasis, code or link is closed: "**Not" is shown as "**Not**", a delimiter
 * at the very end waits until it is known what it delimits. Without this, asterisks would flicker with every bold word.
 * Only what is most likely meant that way is touched; the finished text is never changed.
 */
export function healed(text: string): string {
  if (text.length > longest || isInCode(text)) return text;
  const start = text.lastIndexOf('\n\n') + 1;
  const shown = withoutDangling(text);
  const words = shown.trimEnd();
  return words + closing(words.slice(start)) + shown.slice(words.length);
}

/** Whether the end is in a fence that is open, or in indented code. */
function isInCode(text: string): boolean {
  const fences = text.match(/^[ \t>]*(?:[-*+]|\d+[.)])?[ \t]*(?:`{3,}|~{3,})/gm) ?? [];
  return fences.length % 2 === 1 || /^(?: {4}|\t)/.test(text.slice(text.lastIndexOf('\n') + 1));
}

/** Leaves out a delimiter at the end that stands after words of its line. */
function withoutDangling(text: string): string {
  const dangling = /(?<=\S.*)(?<![*`\\])(?:\*{1,3}|`)$/.exec(text.slice(text.lastIndexOf('\n') + 1))?.[0] ?? '';
  const before = text.slice(0, text.length - dangling.length);
  const wanted = closing(before.slice(before.lastIndexOf('\n\n') + 1));
  // What closes something stays; half of what would does not.
  const closes = wanted.startsWith(dangling) && wanted[dangling.length] !== dangling[0];
  return closes ? text : before;
}

/** What would close everything that is open at the end of a paragraph. */
function closing(paragraph: string): string {
  const open = openDelimiters(paragraph);
  const link = /(?<!!)\[[^\][]+\]\([^\s()]*$/.test(paragraph) ? ')' : '';
  return link + open.reverse().join('');
}

function openDelimiters(paragraph: string): Delimiter[] {
  const open: Delimiter[] = [];
  for (const { 0: run, index } of paragraph.matchAll(/\\.|`+|\*+/g)) {
    const delimiter = delimiters.find((one) => one === run);
    if (!delimiter || (open.at(-1) === '`' && delimiter !== '`')) continue;
    const before = paragraph[index - 1] ?? ' ';
    const after = paragraph[index + run.length] ?? ' ';
    if (open.at(-1) === delimiter) open.pop();
    else if (delimiter === '`' ? after !== ' ' : opens(before, after)) open.push(delimiter);
  }
  return open;
}

/** Emphasis begins before a word, and not within one. Globs and products are left alone. */
function opens(before: string, after: string): boolean {
  return /[\p{L}\p{N}"'`“(]/u.test(after) && !/[\p{L}\p{N}]/u.test(before);
}

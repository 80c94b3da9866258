/** What a line of a model's answer looks like: a fence, code, a sentence. */

/** The first line of a fenced block. */
export interface Opening {
  readonly mark: '`' | '~';
  /** How many marks: a closing fence has at least as many. */
  readonly length: number;
  /** Characters of white space before the marks. */
  readonly indent: number;
}

const fence = /^([ \t]*)(`{3,}|~{3,})(.*)$/;
const fenceAfterColon = /^.*[:：][ \t]*(`{3,})([\w+#.-]*)[ \t]*$/;
export const startsThinking = /^\s*<(think|thinking)>/;
export const endsThinking = /<\/(think|thinking)>/;

/** The fence a line is, with what stands behind it; undefined if it is none. */
export function readOpening(line: string): (Opening & { readonly info: string }) | undefined {
  const match = fence.exec(line);
  if (!match) return undefined;
  const [, indent = '', marks = '', rest = ''] = match;
  const mark = marks.startsWith('~') ? '~' : '`';
  if (mark === '`' && rest.includes('`')) return undefined;
  return { mark, length: marks.length, indent: indent.length, info: rest.trim() };
}

/** An opening fence before any code: on its own line, or right after the colon of "Here it is:". */
export function readFirstOpening(line: string): (Opening & { readonly info: string }) | undefined {
  const own = readOpening(line);
  if (own) return own;
  const match = fenceAfterColon.exec(line);
  return match ? { mark: '`', length: match[1]?.length ?? 3, indent: 0, info: match[2] ?? '' } : undefined;
}

/** A fence that stands as deep as code under it could: CommonMark's limit of three columns more than the opening one. */
export function isFenceOf(line: Opening, opening: Opening): boolean {
  return line.mark === opening.mark && line.length >= opening.length && line.indent <= opening.indent + 3;
}

/** The first marks of the closing fence, and nothing else. */
export function isCutFence(line: string, opening: Opening): boolean {
  const marks = line.trim();
  return marks !== '' && marks.length < opening.length && marks === opening.mark.repeat(marks.length);
}

/** Info strings of fences that hold prose. */
export const proseInfo = new Set(['', 'md', 'markdown', 'text', 'txt', 'plaintext', 'rst', 'latex', 'tex']);

/** Lines that no sentence looks like. Strict on purpose: a line that is missed only delays the code to the end of the answer. */
const plainCode: readonly RegExp[] = [
  /[;{}[(]$|=>$|^[)\]}]/,
  /^(\/\/|\/\*|#!|#include\b|@\w+|<\?|<!|--\s|"""|''')/,
  /^<\/?[A-Za-z][\w.-]*(\s[^>]*)?>/,
  /^(async )?def \w+\(|^class \w+[(:]|^from [\w.]+ import\b|^import [\w.]+( as \w+)?$/,
  /^[\w.$[\]'"]+ ?(:=|[-+*/|&]?=)[^=]/,
  /^[\w.$]+\(.*\)$/,
];

const listItem = /^\s*([-*+>]|\d+[.)])\s/;
const indented = /^(\t| {4})\s*\S/;

/** Whether a line can be nothing but code. `before` is what the answer said so far: an indented line is code only at the very beginning. */
export function isPlainCode(line: string, before: string): boolean {
  if (listItem.test(line)) return false;
  const code = line.trim();
  return plainCode.some((pattern) => pattern.test(code)) || (before.trim() === '' && indented.test(line));
}

/** The second paragraph of prose, unless it announces what follows. */
export function beginsSecondParagraph(line: string, before: string): boolean {
  return /\S\s*\n\s*\n$/.test(before) && line.trim() !== '' && !/[:：]\s*$/.test(line);
}

/** A whole answer that is sentences: it begins with a word, has at least four and ends like a sentence. */
export function isProse(text: string): boolean {
  const trimmed = text.trim();
  const words = trimmed.split(/\s+/).length;
  return trimmed === '' || (/^[\p{L}"'“‘*]/u.test(trimmed) && words >= 4 && /[.!?:…。！？]["'”’*)]*$/u.test(trimmed));
}

/** One line wrapped in backticks, `like this`, is that line. */
export function unwrap(text: string): string {
  const match = /^(`+)([^`\n][^\n]*?)\1$/.exec(text.trim());
  return match?.[2]?.trim() ?? text;
}

import {
  beginsSecondParagraph,
  isCutFence,
  isFenceOf,
  isPlainCode,
  isProse,
  type Opening,
  proseInfo,
  readFirstOpening,
  readOpening,
  unwrap,
} from '../../../src/core/code/answerLines.ts';
import type { ContentKind, Extraction } from '../../../src/core/code/fences.ts';

/** What `CodeExtractor` promises, read off the whole answer without any state: the reference its tests compare it with. */
export function extractAtOnce(answer: string, content: ContentKind): Extraction {
  const text = dropThinking(answer.replace(/\r\n?/g, '\n'));
  if (text === undefined) return { type: 'prose', text: '' };
  const lines = text.split('\n');
  const opens = lines.findIndex((line, index) => index < codeBegins(lines, content) && isOpening(line, content));
  if (opens >= 0) return fromFence(lines, opens);
  if (codeBegins(lines, content) < lines.length) return { type: 'code', code: trim(text), blocksLeftOut: 0 };
  const prose = text.trim() === '' || (content === 'code' && isProse(text));
  if (prose) return { type: 'prose', text: text.trim() };
  return { type: 'code', code: trim(unwrap(text)), blocksLeftOut: 0 };
}

/** Leading thinking, however often; undefined if it never ends. */
function dropThinking(text: string): string | undefined {
  let rest = text;
  for (;;) {
    if (!/^\s*<(think|thinking)>/.test(rest)) return rest;
    const end = /<\/(think|thinking)>([^\n]*)\n?/.exec(rest);
    if (!end) return undefined;
    const behind = end[2] ?? '';
    const after = rest.slice(end.index + end[0].length);
    rest = behind.trim() === '' ? after : `${behind}${end[0].endsWith('\n') ? '\n' : ''}${after}`;
  }
}

function isOpening(line: string, content: ContentKind): boolean {
  const opening = readFirstOpening(line);
  return opening !== undefined && (content === 'code' || proseInfo.has(opening.info));
}

/** Index of the line that decides for code without a fence; the number of lines if none does. */
function codeBegins(lines: readonly string[], content: ContentKind): number {
  const decides = content === 'code' ? isPlainCode : beginsSecondParagraph;
  const index = lines.findIndex(
    (line, at) => !isOpening(line, content) && decides(line, `${lines.slice(0, at).join('\n')}\n`),
  );
  return index < 0 ? lines.length : index;
}

function fromFence(lines: readonly string[], opens: number): Extraction {
  const opening = readFirstOpening(lines[opens] ?? '');
  if (!opening) throw new Error('no fence there');
  const closes = closingLine(lines, opens, opening);
  let inside = lines.slice(opens + 1, closes);
  if (closes === lines.length && isCutFence(inside.at(-1) ?? '', opening)) inside = inside.slice(0, -1);
  const code = inside.map((line) => line.replace(new RegExp(`^[ \\t]{0,${opening.indent}}`), '')).join('\n');
  return { type: 'code', code: trim(code), blocksLeftOut: countBlocks(lines.slice(closes + 1)) };
}

function closingLine(lines: readonly string[], opens: number, opening: Opening): number {
  const nesting = [opening];
  for (let at = opens + 1; at < lines.length; at += 1) {
    const found = readOpening(lines[at] ?? '');
    const innermost = nesting.at(-1);
    if (!found || !innermost || !isFenceOf(found, innermost)) continue;
    if (found.info !== '') nesting.push(found);
    else nesting.pop();
    if (nesting.length === 0) return at;
  }
  return lines.length;
}

function countBlocks(lines: readonly string[]): number {
  const opens = lines.findIndex((line) => readOpening(line));
  const opening = readOpening(lines[opens] ?? '');
  if (!opening) return 0;
  const closes = lines.findIndex((line, at) => {
    const found = readOpening(line);
    return at > opens && found !== undefined && found.info === '' && isFenceOf(found, opening);
  });
  return 1 + (closes < 0 ? 0 : countBlocks(lines.slice(closes + 1)));
}

/** Without blank lines before and white space after. */
function trim(code: string): string {
  const start = code.search(/\S/);
  return start < 0 ? '' : code.slice(code.lastIndexOf('\n', start) + 1).trimEnd();
}

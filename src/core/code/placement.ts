import type { Span } from './generatedRanges.ts';

/** How the document is indented. */
export interface IndentStyle {
  /** Columns of one level, ≥ 1. */
  readonly tabSize: number;
  readonly insertSpaces: boolean;
}

/** Where generated code goes and what white space belongs to the place. Line breaks are '\n'. */
export interface Placement {
  /** What is replaced; empty for an insertion. The line break a selection ends with stays where it is. */
  readonly target: Span;
  /** Whether a line of code begins at the place, or text of the line stands before it. */
  readonly begins: 'line' | 'inLine';
  /** The indentation of the place; '' where none can be known (an empty line, the middle of a line). */
  readonly base: string;
  /** How much of `base` stands in the document before the code, so that the first line must not bring it again. */
  readonly present: string;
  /** Written before the code: a new line, where the cursor stands behind a line that is complete. */
  readonly head: string;
  /** Written behind the code: a new line, where the cursor stands before the text of a line. */
  readonly tail: string;
  readonly tabSize: number;
}

/** The spaces and tabs a line begins with. */
export function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** A line after which code goes on a line of its own: a statement, the beginning of a block, a comment that says what follows. */
const complete = /[;{}]$|\)\s*:$|^\s*(else|try|finally)\s*:$|^\s*(\/\/|#|--|\/\*|\*)/;

function linesAround(text: string, start: number, end: number): { before: string; after: string } {
  const lineEnd = text.slice(end).search(/\r?\n/);
  const after = lineEnd < 0 ? text.slice(end) : text.slice(end, end + lineEnd);
  return { before: text.slice(0, start).split('\n').at(-1) ?? '', after };
}

/** Reads off a document (line breaks '\n' or '\r\n') where code goes that is generated over the span `start` to `end` (offsets). */
export function placementOf(text: string, start: number, end: number, style: IndentStyle): Placement {
  const selected = text.slice(start, end).replace(/\r?\n$/, '');
  const target = { start, end: start + selected.length };
  const { before, after } = linesAround(text, start, target.end);
  const plain: Placement = {
    target,
    begins: 'inLine',
    base: '',
    present: '',
    head: '',
    tail: '',
    tabSize: style.tabSize,
  };
  if (before.trim() !== '') return selected === '' && after.trim() === '' ? behind(before, plain, style) : plain;
  const lines = (before + selected + (selected === '' ? after : '')).split(/\r?\n/);
  const base = indentOf(lines.find((line) => line.trim() !== '') ?? before);
  const tail = selected === '' && after.trim() !== '' ? `\n${before}` : '';
  return { ...plain, begins: 'line', base, present: before, tail };
}

function behind(line: string, plain: Placement, style: IndentStyle): Placement {
  const text = line.trimEnd();
  if (!complete.test(text)) return plain;
  const level = style.insertSpaces ? ' '.repeat(style.tabSize) : '\t';
  const base = indentOf(line) + (/[{:]$/.test(text) ? level : '');
  return { ...plain, begins: 'line', base, present: base, head: `\n${base}` };
}

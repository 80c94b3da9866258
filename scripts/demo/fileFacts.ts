import type { QuotedFile } from './question.ts';

/** A function or class that a file declares. */
export interface Declaration {
  readonly kind: 'function' | 'class';
  readonly name: string;
  /** In the file, from 1. */
  readonly line: number;
  /** First sentence of the comment above or below it, '' if there is none. */
  readonly summary: string;
  /** Its own text, up to the end of its indented block. */
  readonly code: string;
}

/** What can be counted without understanding anything. */
export interface FileFacts {
  readonly lines: number;
  readonly characters: number;
  readonly imports: number;
  readonly declarations: readonly Declaration[];
  /** Lines on which a loop begins, in the file, from 1. */
  readonly loops: readonly number[];
}

const declarationPatterns: readonly { readonly kind: Declaration['kind']; readonly pattern: RegExp }[] = [
  { kind: 'class', pattern: /^\s*(?:export\s+)?(?:abstract\s+)?(?:class|interface|struct)\s+(\w+)/ },
  { kind: 'function', pattern: /^\s*(?:export\s+)?(?:default\s+)?(?:async\s+)?function\*?\s+(\w+)/ },
  { kind: 'function', pattern: /^\s*(?:export\s+)?const\s+(\w+)\s*=\s*(?:async\s*)?\([^)]*\)[^=]*=>/ },
  { kind: 'function', pattern: /^\s*(?:async\s+)?def\s+(\w+)/ },
  { kind: 'function', pattern: /^\s*(?:pub\s+)?fn\s+(\w+)/ },
  { kind: 'function', pattern: /^func\s+(?:\([^)]*\)\s*)?(\w+)/ },
];

/** Counts what a quoted file contains. */
export function factsAbout(file: QuotedFile): FileFacts {
  const lines = file.text.replace(/\n$/, '').split('\n');
  return {
    lines: lines.length,
    characters: file.text.length,
    imports: lines.filter((line) => /^\s*(?:import|from|#include|use|require)\b/.test(line)).length,
    declarations: lines.flatMap((_line, index) => declarationAt(lines, index, file.firstLine)),
    loops: lines.flatMap((line, index) => (/^\s*(?:for|while|loop|do)\b/.test(line) ? [file.firstLine + index] : [])),
  };
}

function declarationAt(lines: readonly string[], index: number, firstLine: number): Declaration[] {
  const line = lines[index] ?? '';
  for (const { kind, pattern } of declarationPatterns) {
    const name = pattern.exec(line)?.[1];
    if (name === undefined) continue;
    const code = blockAt(lines, index);
    return [{ kind, name, line: firstLine + index, summary: summaryOf(lines, index), code }];
  }
  return [];
}

/** The line and what is indented deeper below it, with the closing bracket. */
function blockAt(lines: readonly string[], start: number): string {
  const depth = indentOf(lines[start] ?? '');
  let end = start + 1;
  while (end < lines.length && (lines[end]?.trim() === '' || indentOf(lines[end] ?? '') > depth)) end += 1;
  if (/^\s*[})\]]/.test(lines[end] ?? '') && indentOf(lines[end] ?? '') === depth) end += 1;
  return lines.slice(start, end).join('\n').trimEnd();
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** The nearest of: the comment line above, the doc string below. */
function summaryOf(lines: readonly string[], index: number): string {
  const above = /^\s*(?:\/\*\*|\/\/\/?|#)\s*(.+?)\s*(?:\*\/)?$/.exec(lines[index - 1] ?? '')?.[1];
  const below = /^\s*"""(.+?)(?:""")?$/.exec(lines[index + 1] ?? '')?.[1];
  return (above ?? below ?? '').replace(/\.\s.*$/, '.');
}

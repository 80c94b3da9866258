import type { QuotedFile } from './question.ts';

/** A mistake of the sample workspace, as it stands in a quoted file. */
export interface FoundBug {
  readonly title: string;
  readonly explanation: string;
  /** In the file, from 1. */
  readonly line: number;
  readonly wrong: string;
  readonly right: string;
}

interface KnownBug {
  readonly title: string;
  readonly explanation: string;
  /** Its first group is the wrong code, on one line. */
  readonly pattern: RegExp;
  readonly right: string;
}

/** The demo provider knows these because they were put there, not because it understands code. */
const knownBugs: readonly KnownBug[] = [
  {
    title: 'The loop never ends',
    explanation:
      'When `candidate < title`, `low` moves to `middle`. As soon as `high` is `low + 1`, `middle` equals `low`, nothing changes any more, and `while (low <= high)` goes on for ever. The middle has been looked at already, so `low` has to move past it.',
    pattern: /\b(low = middle;)/,
    right: 'low = middle + 1;',
  },
  {
    title: 'One page too many',
    explanation:
      'When `total` is a multiple of `perPage` (9 books, 3 per page), the division leaves nothing over and `+ 1` adds a page that is empty. With `total` 0 it says 1. Rounding up gives the right number in every case.',
    pattern: /(Math\.floor\(total \/ perPage\) \+ 1)/,
    right: 'Math.ceil(total / perPage)',
  },
];

/** The known mistakes in a quoted file, in the order of their lines. */
export function bugsIn(file: QuotedFile): readonly FoundBug[] {
  return knownBugs
    .flatMap(({ title, explanation, pattern, right }) => {
      const found = pattern.exec(file.text);
      const wrong = found?.[1];
      if (!found || wrong === undefined) return [];
      const line = file.firstLine + file.text.slice(0, found.index).split('\n').length - 1;
      return [{ title, explanation, line, wrong, right }];
    })
    .sort((one, other) => one.line - other.line);
}

/** A text with its known mistakes mended. */
export function mended(text: string): string {
  return knownBugs.reduce((mending, { pattern, right }) => mending.replace(pattern, right), text);
}

/** What the functions of the sample workspace do, step by step; written beforehand, found by name. */
const explanations: Readonly<Record<string, readonly string[]>> = {
  findByTitle: [
    'It is a **binary search**: `low` and `high` are the ends of the part of the list in which the title may still be.',
    'Each round looks at the book in the `middle`. If that is the one, its place is the answer.',
    'If the title there comes before the wanted one, the search goes on above it, else below it; what is left becomes half as long each time.',
    'When nothing is left, the title is not in the list, and the answer is `-1`.',
    'It relies on the list being sorted by title, and compares by code units: `"emma"` comes after `"Villette"`.',
  ],
  search: [
    'The text is trimmed and made lower case once, before the list is looked through.',
    'A book stays if its title and author, joined by a space, contain the text. So `"austen"` finds both of her books.',
    'An empty text finds every book: every string contains the empty one.',
  ],
  available: ['It keeps the books without a due date: those that nobody has borrowed.'],
  pageCount: [
    '`total / perPage` is how many pages the entries fill, most often with a fraction.',
    '`Math.floor` drops the fraction, and `+ 1` counts the page that is not full.',
  ],
  pageOf: [
    'Pages are counted from 1, so page 1 begins at entry 0: `(page - 1) * perPage`.',
    '`slice` takes `perPage` entries from there, or fewer at the end. A page behind the end is an empty list, not an error.',
  ],
  days_overdue: ['It subtracts two dates, which gives a `timedelta`, takes its days, and never goes below 0.'],
  fine: [
    'Each day costs `FINE_PER_DAY`, and `HIGHEST_FINE` is the most that one loan can cost.',
    'It counts in `float`; for money that is added up, whole pence would be safer.',
  ],
  report: [
    'The loans are gone through in the order in which they were due.',
    'Only those with a fine make a line: the reader, the title, the days, and the amount with two digits.',
  ],
};

/** The steps of a function of the sample, or none. */
export function stepsOf(name: string): readonly string[] {
  return Object.hasOwn(explanations, name) ? (explanations[name] ?? []) : [];
}

/** One book on the shelf. */
export interface Book {
  readonly title: string;
  readonly author: string;
  readonly year: number;
  /** The day it has to be back, as YYYY-MM-DD; undefined while it stands on the shelf. */
  readonly dueOn?: string;
}

/** The catalogue, sorted by title. */
export const books: readonly Book[] = [
  { title: 'Emma', author: 'Jane Austen', year: 1815 },
  { title: 'Frankenstein', author: 'Mary Shelley', year: 1818, dueOn: '2026-11-30' },
  { title: 'Ivanhoe', author: 'Walter Scott', year: 1819 },
  { title: 'Kidnapped', author: 'Robert Louis Stevenson', year: 1886 },
  { title: 'Middlemarch', author: 'George Eliot', year: 1871, dueOn: '2026-10-12' },
  { title: 'Persuasion', author: 'Jane Austen', year: 1817 },
  { title: 'Silas Marner', author: 'George Eliot', year: 1861 },
  { title: 'The Moonstone', author: 'Wilkie Collins', year: 1868 },
  { title: 'Villette', author: 'Charlotte Brontë', year: 1853, dueOn: '2026-11-24' },
];

/** The books that are on the shelf now. */
export function available(all: readonly Book[]): readonly Book[] {
  return all.filter((book) => book.dueOn === undefined);
}

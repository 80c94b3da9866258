import type { Book } from './books.ts';

/** Where a title stands in a list that is sorted by title, or -1. */
export function findByTitle(books: readonly Book[], title: string): number {
  let low = 0;
  let high = books.length - 1;
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    const candidate = books[middle].title;
    if (candidate === title) return middle;
    if (candidate < title) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return -1;
}

/** The books whose title or author contains the text, whatever its case. */
export function search(books: readonly Book[], text: string): readonly Book[] {
  const wanted = text.trim().toLowerCase();
  return books.filter((book) => `${book.title} ${book.author}`.toLowerCase().includes(wanted));
}

import { books } from './books.ts';
import { pageCount, pageOf } from './pages.ts';
import { findByTitle } from './search.ts';

const perPage = 3;

const pages = pageCount(books.length, perPage);
for (let page = 1; page <= pages; page += 1) {
  console.log(`Page ${page} of ${pages}`);
  for (const book of pageOf(books, page, perPage)) {
    console.log(`  ${book.title} (${book.author}, ${book.year})`);
  }
}

const wanted = 'Ivanhoe';
console.log(`${wanted} is number ${findByTitle(books, wanted) + 1} on the shelf.`);

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { mended } from '../../scripts/demo/knownBugs.ts';
import { sample } from './demoClient.ts';

type Books = typeof import('../../scripts/sampleWorkspace/src/books.ts').books;

/** More looks at the list than any search of nine books needs. */
const patience = 1000;

describe('the sample workspace', () => {
  const folder = path.join(os.tmpdir(), `parley-sample-${process.pid}`);
  const asItIs = path.join(sample, 'src');
  const corrected = path.join(folder, 'src');

  before(() => {
    mkdirSync(corrected, { recursive: true });
    writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
    for (const name of ['books.ts', 'search.ts', 'pages.ts']) {
      writeFileSync(path.join(corrected, name), mended(readFileSync(path.join(asItIs, name), 'utf8')));
    }
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const load = (where: string, name: string) => import(pathToFileURL(path.join(where, name)).href);

  /** Where each book of the catalogue is found; "never" for a search that loses its patience. */
  const places = async (where: string): Promise<readonly (number | 'never')[]> => {
    const { books } = (await load(where, 'books.ts')) as { books: Books };
    const { findByTitle } = await load(where, 'search.ts');
    return books.map(({ title }) => {
      let looks = 0;
      const get = (list: Books, key: string) => {
        looks += 1;
        if (looks > patience) throw new RangeError('never');
        return Reflect.get(list, key);
      };
      try {
        return findByTitle(new Proxy(books, { get }), title);
      } catch (error) {
        if (error instanceof RangeError) return 'never';
        throw error;
      }
    });
  };

  it('has a search that never ends, until it is mended', async () => {
    assert.ok((await places(asItIs)).includes('never'));
    assert.equal((await places(asItIs)).at(-1), 'never', 'Villette, as its README says');
    assert.deepEqual(await places(corrected), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('has a page too many, until it is mended', async () => {
    const counts = async (where: string) => {
      const { pageCount } = await load(where, 'pages.ts');
      return [pageCount(9, 3), pageCount(10, 3), pageCount(0, 3)];
    };
    assert.deepEqual(await counts(asItIs), [4, 4, 1]);
    assert.deepEqual(await counts(corrected), [3, 4, 0]);
  });
});

import assert from 'node:assert/strict';
import { type PlaceFacts, refusalOf } from '../../../src/host/editor/inlineRefusal.ts';

const good: PlaceFacts = { editor: 'file', access: 'writable', workspace: 'trusted', selected: 10 };
const refusal = (change: Partial<PlaceFacts>) => refusalOf({ ...good, ...change }, 1_000);

describe('a place where code is to be generated', () => {
  it('is good in a writable file of a trusted workspace', () => assert.equal(refusal({}), undefined));
  for (const [change, words] of [
    [{ workspace: 'untrusted' }, /not trusted/],
    [{ workspace: 'untrusted', editor: 'none' }, /not trusted/],
    [{ editor: 'none' }, /Open a file/],
    [{ editor: 'notebookCell' }, /notebook/],
    [{ editor: 'diff' }, /diff view/],
    [{ editor: 'embedded' }, /files only/],
    [{ access: 'readOnly' }, /read-only/],
    [{ selected: 1_001 }, /1,001 characters, at most 1,000/],
  ] as const) {
    it(`is none with ${JSON.stringify(change)}`, () => assert.match(refusal(change) ?? '', words));
  }
});

import assert from 'node:assert/strict';
import { catalog } from '../../../src/core/models/catalog.ts';
import { guessKey, recognizeKey } from '../../../src/core/models/recognizeKey.ts';

const hex = '0123456789abcdef0123456789abcdef';

function guessed(pasted: string): readonly string[] {
  return guessKey(pasted, catalog).map(({ id }) => id);
}

describe('a key that nothing names', () => {
  it('may be one of Azure, old or new', () => {
    assert.deepEqual(guessed(hex), ['azure']);
    assert.deepEqual(guessed(` ${hex}\n`), ['azure']);
    assert.deepEqual(guessed('aB3'.repeat(28)), ['azure']);
  });

  it('is no guess where its length or its letters are others', () => {
    for (const one of ['', hex.slice(1), `${hex}0`, hex.toUpperCase(), `${hex.slice(1)}g`, 'a-3'.repeat(28)])
      assert.deepEqual(guessed(one), [], one);
  });

  it('is not named by what only begins like a key', () => {
    assert.deepEqual(recognizeKey(hex, catalog), []);
  });
});

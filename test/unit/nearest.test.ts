import assert from 'node:assert/strict';
import fc from 'fast-check';
import { distance } from 'fastest-levenshtein';
import { parameterNames } from '../../src/core/chat/params.ts';
import { catalog } from '../../src/core/models/catalog.ts';
import { editDistance, nearest } from '../../src/core/models/nearest.ts';

describe('nearest', () => {
  const ids = catalog.map(({ id }) => id);
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ['opnai', ids, 'openai'],
    ['antropic', ids, 'anthropic'],
    ['OpenRouter', ids, 'openrouter'],
    ['lm-studio', ids, 'lmstudio'],
    ['temprature', parameterNames, 'temperature'],
    ['maxTokens', parameterNames, 'max_tokens'],
    ['top-p', parameterNames, 'top_p'],
    ['claude-sonet-5-5', ['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-haiku-5-5'], 'claude-sonnet-5-5'],
    ['haiku', ['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-haiku-5-5'], 'claude-haiku-5-5'],
  ];
  for (const [typed, known, meant] of cases) {
    it(`takes ${typed} for ${meant}`, () => {
      assert.equal(nearest(typed, known)[0], meant);
    });
  }

  it('finds nothing where nothing is alike', () => {
    for (const typed of ['zzzzzzzz', '', '---', 'x']) assert.deepEqual(nearest(typed, ids), []);
  });

  it('gives at most as many as asked, best first', () => {
    assert.deepEqual(nearest('gpt-6', ['gpt-6-luna', 'gpt-5', 'gpt-6', 'gpt-6-sol'], 2), ['gpt-6', 'gpt-5']);
    assert.deepEqual(nearest('gpt-6', ['gpt-6'], 0), []);
  });

  it('counts edits like Levenshtein, except that a swap is one', () => {
    assert.equal(editDistance('openai', 'opneai', 5), 1);
    fc.assert(
      fc.property(
        fc.string({ maxLength: 12, unit: fc.constantFrom('a', 'b', 'c') }),
        fc.string({ maxLength: 12, unit: fc.constantFrom('a', 'b', 'c') }),
        (a, b) => {
          const edits = editDistance(a, b, 20);
          assert.ok(edits <= distance(a, b));
          assert.ok(edits * 2 >= distance(a, b));
          assert.equal(edits, editDistance(b, a, 20));
          assert.equal(edits === 0, a === b);
          for (const most of [0, 1, 3]) assert.equal(editDistance(a, b, most), Math.min(edits, most + 1));
        },
      ),
    );
  });
});

import assert from 'node:assert/strict';
import { healed } from '../../../src/webview/markdown/healed.ts';

const cases: readonly (readonly [written: string, shown: string])[] = [
  ['The **fi', 'The **fi**'],
  ['The **fix** is', 'The **fix** is'],
  ['The **', 'The '],
  ['The **fix**', 'The **fix**'],
  ['The **fix*', 'The **fix**'],
  ['an *em', 'an *em*'],
  ['an *em*', 'an *em*'],
  ['Use `con', 'Use `con`'],
  ['Use `', 'Use '],
  ['Use `const`', 'Use `const`'],
  ['**Use `a', '**Use `a`**'],
  ['`**a', '`**a`'],
  ['See [docs](https://exa', 'See [docs](https://exa)'],
  ['See [docs](https://example.com)', 'See [docs](https://example.com)'],
  ['**bold\n', '**bold**\n'],
  ['**bold', '**bold**'],
  ['done **a**.\n\nnext *b', 'done **a**.\n\nnext *b*'],
  ['unclosed **a\n\nnext', 'unclosed **a\n\nnext'],
  ['2 * 3', '2 * 3'],
  ['a*b', 'a*b'],
  ['src/**/*.ts', 'src/**/*.ts'],
  ['* item', '* item'],
  ['*', '*'],
  ['**', '**'],
  ['- **a', '- **a**'],
  ['\\*not', '\\*not'],
  ['```ts\nconst a = 2 **b', '```ts\nconst a = 2 **b'],
  ['- x\n  ```\n  a `b', '- x\n  ```\n  a `b'],
  ['    code *a', '    code *a'],
  ['```', '```'],
  ['a ``b', 'a ``b'],
  ['', ''],
];

describe('webview: text under way', () => {
  for (const [written, shown] of cases) {
    it(`shows ${JSON.stringify(written)} as ${JSON.stringify(shown)}`, () => {
      assert.equal(healed(written), shown);
    });
  }
});

import assert from 'node:assert/strict';
import { withJsonFenced } from '../../../src/webview/markdown/bareJson.ts';

const fenced = (text: string) => withJsonFenced(text, 'complete').text;

describe('webview: JSON without a fence', () => {
  for (const [what, text] of [
    ['an object', '{"a": 1}'],
    ['an object over several lines', '{\n  "a": "b \\" }",\n  "c": [1]\n}\n'],
    ['a list of objects', '[\n  {"a": {}}\n]'],
    ['what was cut', '{"a": [1, 2'],
  ] as const) {
    it(`puts ${what} into one`, () => assert.equal(fenced(text), `\`\`\`json\n${text}`));
  }

  for (const text of [
    '',
    '{',
    '{}',
    '{ name }',
    '{"quoted"} words',
    '[link](https://a.example)',
    'See {"a": 1}',
    '[1]',
  ]) {
    it(`leaves ${JSON.stringify(text)} as it is`, () => assert.equal(fenced(text), text));
  }

  it('ends it where the value ends, and leaves the prose behind it', () => {
    const shown = withJsonFenced('{"a": "}"}\n\n**Done.**', 'complete');
    assert.equal(shown.text, '```json\n{"a": "}"}\n```\n\n\n\n**Done.**');
    assert.equal(shown.text.slice(shown.at(12)), '**Done.**');
    assert.equal(shown.text.slice(shown.at(1), shown.at(4)), '"a"');
  });

  it('takes all for JSON while more may come', () => {
    assert.equal(withJsonFenced('{"a": 1}\n\nDone', 'open').text, '```json\n{"a": 1}\n\nDone');
  });
});

import assert from 'node:assert/strict';
import { readPastedKey } from '../../../src/core/models/pastedKey.ts';

const key = 'sk-proj-Ab3_dEf-4567890xyzXYZ';

describe('a pasted key', () => {
  const spellings: readonly (readonly [pasted: string, variable: string | undefined])[] = [
    [key, undefined],
    [`  ${key}\n`, undefined],
    [`"${key}"`, undefined],
    [`'${key}'`, undefined],
    [`\`${key}\``, undefined],
    [`“${key}”`, undefined],
    [`${key},`, undefined],
    [`\ufeff${key}\u200b`, undefined],
    [`Bearer ${key}`, undefined],
    [`OPENAI_API_KEY=${key}`, 'OPENAI_API_KEY'],
    [`export OPENAI_API_KEY="${key}"`, 'OPENAI_API_KEY'],
    [`export OPENAI_API_KEY='${key}';`, 'OPENAI_API_KEY'],
    [`set OPENAI_API_KEY=${key}`, 'OPENAI_API_KEY'],
    [`$env:OPENAI_API_KEY = "${key}"`, 'OPENAI_API_KEY'],
    [`"apiKey": "${key}",`, 'apiKey'],
    [`Authorization: Bearer ${key}`, 'Authorization'],
    [`x-api-key: ${key}`, 'x-api-key'],
  ];
  for (const [pasted, variable] of spellings) {
    it(`is found in ${JSON.stringify(pasted)}`, () => {
      assert.deepEqual(readPastedKey(pasted), { type: 'key', key, variable });
    });
  }

  it('keeps = and : that belong to it', () => {
    for (const one of ['c2VjcmV0LXRva2Vu==', 'key-0123456789:secret-part', '3f2a:9bc01234567'])
      assert.deepEqual(readPastedKey(one), { type: 'key', key: one, variable: undefined });
  });

  it('is missing in nothing', () => {
    for (const one of ['', ' \n', '""', '\u200b']) assert.deepEqual(readPastedKey(one), { type: 'empty' });
  });

  const wrong: readonly (readonly [what: string, pasted: string, says: RegExp])[] = [
    ['a line break inside', 'sk-proj-abc\ndef', /space or a line break/],
    ['two keys', `${key} ${key}`, /space or a line break/],
    ['a letter no key has', 'sk-proj-Straße4567890', /character that no API key has/],
    ['a shortened key', 'sk-proj-Ab3…wXyZ', /shortened key/],
    ['a starred key', 'sk-****************wXyZ', /shortened key/],
    ['a whole file', 'x'.repeat(5000), /too long/],
  ];
  for (const [what, pasted, says] of wrong) {
    it(`is refused for ${what}, in words that do not repeat it`, () => {
      const reading = readPastedKey(pasted);
      assert.equal(reading.type, 'wrong');
      assert.match(reading.sentence, says);
      assert.ok(!reading.sentence.includes('wXyZ') && !reading.sentence.includes('sk-'));
    });
  }
});

import assert from 'node:assert/strict';
import { catalog } from '../../src/core/models/catalog.ts';
import { recognizeKey } from '../../src/core/models/recognizeKey.ts';

describe('recognizeKey', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['sk-ant-api03-abc', ['anthropic']],
    ['sk-proj-abc', ['openai']],
    ['sk-or-v1-abc', ['openrouter']],
    ['sk-abcdef', ['openai', 'deepseek', 'moonshot', 'alibaba']],
    ['gsk_abc', ['groq']],
    ['xai-abc', ['xai']],
    ['AIzaSyAbc', ['google']],
    ['fw_abc', ['fireworks']],
    ['  sk-ant-api03-abc\n', ['anthropic']],
    ['0123456789abcdef0123456789abcdef', []],
    ['sk-ant-', ['openai', 'deepseek', 'moonshot', 'alibaba']],
    ['', []],
  ];
  for (const [key, ids] of cases) {
    it(`takes ${JSON.stringify(key)} for ${ids.join(' or ') || 'nothing it knows'}`, () => {
      assert.deepEqual(
        recognizeKey(key, catalog).map(({ id }) => id),
        ids,
      );
    });
  }
});

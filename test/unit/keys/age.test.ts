import assert from 'node:assert/strict';
import { describeAge } from '../../../src/core/text/age.ts';

const hour = 3_600_000;

describe('the age of a key', () => {
  const table: readonly (readonly [ms: number, text: string])[] = [
    [-5_000, 'just now'],
    [59_999, 'just now'],
    [60_000, '1 minute ago'],
    [2 * hour - 1, '1 hour ago'],
    [3 * 24 * hour, '3 days ago'],
    [65 * 24 * hour, '2 months ago'],
    [800 * 24 * hour, '2 years ago'],
  ];
  for (const [ms, text] of table)
    it(`of ${ms} ms is "${text}"`, () => assert.equal(describeAge(1e12, 1e12 + ms), text));
});

import assert from 'node:assert/strict';
import { compact, grouped } from '../../src/core/text/figures.ts';

describe('figures', () => {
  it('group thousands', () => {
    const cases = { 0: '0', 999: '999', 1000: '1,000', 1204: '1,204', 1234567: '1,234,567' };
    for (const [count, shown] of Object.entries(cases)) assert.equal(grouped(Number(count)), shown);
  });

  it('are short where only the size matters', () => {
    const cases = {
      950: '950',
      1000: '1K',
      8192: '8.2K',
      128000: '128K',
      999499: '999K',
      999500: '1M',
      1048576: '1M',
      1050000: '1.1M',
    };
    for (const [count, shown] of Object.entries(cases)) assert.equal(compact(Number(count)), shown);
  });
});

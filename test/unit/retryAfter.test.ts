import assert from 'node:assert/strict';
import { retryAfterMs, retryDelayMs } from '../../src/core/classify/retryAfter.ts';

const now = Date.parse('2026-11-21T10:00:00Z');
const wait = (headers: Record<string, string>) => retryAfterMs(new Headers(headers), now);

describe('retryAfterMs', () => {
  const forms: readonly (readonly [Record<string, string>, number | undefined])[] = [
    [{}, undefined],
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': ' 7 ' }, 7_000],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': '1.5' }, 1_500],
    [{ 'retry-after': '86400' }, 86_400_000],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after': 'abc' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{ 'retry-after': '1e3' }, undefined],
    [{ 'retry-after': 'Infinity' }, undefined],
    [{ 'retry-after': '9'.repeat(400) }, undefined],
    [{ 'retry-after': 'Sat, 21 Nov 2026 10:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Sat, 21 Nov 2026 09:00:00 GMT' }, 0],
    [{ 'retry-after': 'Sat, 99 Foo 2026' }, undefined],
    [{ 'retry-after-ms': '250' }, 250],
    [{ 'retry-after-ms': '250.4' }, 251],
    [{ 'retry-after-ms': '-1', 'retry-after': '2' }, 2_000],
    [{ 'retry-after-ms': '250', 'retry-after': '9' }, 250],
  ];
  for (const [headers, expected] of forms) {
    it(`reads ${JSON.stringify(headers).slice(0, 70)} as ${expected}`, () => {
      assert.equal(wait(headers), expected);
    });
  }

  it("measures a date by the server's own clock, so that ours may be wrong", () => {
    const headers = { date: 'Sat, 21 Nov 2026 08:00:00 GMT', 'retry-after': 'Sat, 21 Nov 2026 08:00:12 GMT' };
    assert.equal(wait(headers), 12_000);
  });

  it('reads the delay in an error body', () => {
    assert.equal(retryDelayMs('17s'), 17_000);
    assert.equal(retryDelayMs('0.5s'), 500);
    for (const wrong of ['17', '-1s', 's', 17, null, undefined]) assert.equal(retryDelayMs(wrong), undefined);
  });
});

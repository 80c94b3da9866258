import assert from 'node:assert/strict';
import type { Usage } from '../../../../src/core/chat/events.ts';
import { costOf, estimateCost } from '../../../../src/core/models/cost.ts';
import type { PriceList } from '../../../../src/core/models/prices.ts';
import { knownModel } from '../../../../src/core/models/snapshot.ts';

const today = '2026-11-21';
const million = 1_000_000;

function pricesOf(provider: string, model: string): PriceList {
  const prices = knownModel(provider, model, today)?.prices;
  assert.ok(prices);
  return prices;
}

const plain: PriceList = { input: 2, output: 10, cacheRead: 0.2, cacheWrite: 2.5 };

/** What is used, at which prices, and what a person works out on paper. */
const bills: readonly (readonly [string, Usage, PriceList, number])[] = [
  ['a million each way', { input: million, output: million }, plain, 12],
  ['a usual question', { input: 1_200, output: 350 }, plain, 0.0059],
  ['what was read from the cache is in the input', { input: 1_000, output: 0, cacheRead: 900 }, plain, 0.00038],
  ['what was written to it too', { input: 1_000, output: 0, cacheRead: 400, cacheWrite: 500 }, plain, 0.00153],
  ['reasoning is in the output', { input: 0, output: 1_000, reasoning: 800 }, plain, 0.01],
  ['reasoning with a price of its own', { input: 0, output: 1_000, reasoning: 800 }, { ...plain, reasoning: 5 }, 0.006],
  ['nothing', { input: 0, output: 0 }, plain, 0],
  ['what is free', { input: 5_000, output: 5_000 }, { input: 0, output: 0 }, 0],
  [
    'Luna at the last token of its first tier',
    { input: 272_000, output: 1_000 },
    pricesOf('openai', 'gpt-6-luna'),
    0.0277,
  ],
  ['Luna one token above', { input: 272_001, output: 1_000 }, pricesOf('openai', 'gpt-6-luna'), 0.0551502],
  [
    'Terra above with a cache',
    { input: 300_000, output: 2_000, cacheRead: 250_000, cacheWrite: 10_000 },
    pricesOf('openai', 'gpt-6.1-terra'),
    0.145, // 40 000 × 2 + 250 000 × 0.1 + 10 000 × 2.5 + 2 000 × 7.5
  ],
  [
    'Gemini Pro above 200 000',
    { input: 250_000, output: 1_000, cacheRead: 100_000 },
    pricesOf('google', 'gemini-3.1-pro-preview'),
    0.658, // 150 000 × 4 + 100 000 × 0.4 + 1 000 × 18
  ],
  [
    'Sonnet with a cache',
    { input: 100_000, output: 4_000, cacheRead: 80_000, cacheWrite: 15_000 },
    pricesOf('anthropic', 'claude-sonnet-5-5'),
    0.1035, // 5 000 × 2 + 80 000 × 0.2 + 15 000 × 2.5 + 4 000 × 10
  ],
  [
    'DeepSeek, mostly from the cache',
    { input: 100_000, output: 1_000, cacheRead: 90_000 },
    pricesOf('deepseek', 'deepseek-v4-pro'),
    0.00554625, // 10 000 × 0.435 + 90 000 × 0.003625 + 1 000 × 0.87
  ],
];

describe('what a call cost', () => {
  for (const [what, usage, prices, usd] of bills) {
    it(`${what}: $${usd}`, () => {
      const cost = costOf(usage, prices);
      assert.equal(cost.type, 'estimated');
      assert.ok(cost.type === 'estimated' && Math.abs(cost.usd - usd) < 1e-9, JSON.stringify(cost));
    });
  }

  it('is what the provider says, where it does', () => {
    assert.deepEqual(costOf({ input: million, output: 1, reportedUsd: 0.25 }, plain), { type: 'reported', usd: 0.25 });
    assert.deepEqual(costOf({ reportedUsd: 0 }, undefined), { type: 'reported', usd: 0 });
  });

  const unknown: readonly (readonly [string, Usage, PriceList | undefined])[] = [
    ['no price', { input: 1, output: 1 }, undefined],
    ['no price for output', { input: 1, output: 1 }, { input: 1 }],
    ['no price for what the cache gave', { input: 10, output: 1, cacheRead: 5 }, { input: 1, output: 1 }],
    ['no price for what the cache took', { input: 10, output: 1, cacheWrite: 5 }, { input: 1, output: 1 }],
    ['no count of output', { input: 1 }, plain],
    ['no count of input', { output: 1 }, plain],
    ['no count of reasoning that has its own price', { input: 1, output: 1 }, { ...plain, reasoning: 5 }],
    ['a tier without a price', { input: 200, output: 1 }, { ...plain, tiers: [{ aboveInput: 100, input: 4 }] }],
  ];
  for (const [what, usage, prices] of unknown) {
    it(`is unknown, never 0: ${what}`, () => assert.deepEqual(costOf(usage, prices), { type: 'unknown' }));
  }

  it('is known where what has no price was not used', () => {
    assert.deepEqual(costOf({ input: million, output: 0, cacheRead: 0 }, { input: 3 }), { type: 'estimated', usd: 3 });
  });

  it('goes by the highest tier that is exceeded, in whatever order they stand', () => {
    const tiers = [
      { aboveInput: 100, input: 4, output: 0 },
      { aboveInput: 1_000, input: 8, output: 0 },
      { aboveInput: 10, input: 2, output: 0 },
    ];
    const inputs = [10, 11, 100, 101, 1_000, 1_001];
    const rates = inputs.map((input) => {
      const cost = costOf({ input, output: 0 }, { input: 1, output: 0, tiers });
      return cost.type === 'estimated' ? Math.round((cost.usd * million) / input) : undefined;
    });
    assert.deepEqual(rates, [1, 2, 2, 4, 4, 8]);
  });
});

describe('what a request may cost', () => {
  it('counts all input as written to the cache and all output as reasoning, where that is dearer', () => {
    assert.equal(estimateCost(million, million, plain), 12.5);
    assert.equal(estimateCost(million, million, { input: 2, output: 10, reasoning: 30 }), 32);
    assert.equal(estimateCost(million, million, { input: 2, output: 10, reasoning: 5, cacheWrite: 1 }), 12);
  });

  it('goes by the tier of its input', () => {
    assert.equal(estimateCost(300_000, 0, pricesOf('openai', 'gpt-6-astra')), 7.5); // 300 000 × 25
  });

  it('is unknown where a price is', () => {
    assert.equal(estimateCost(1, 1, undefined), undefined);
    assert.equal(estimateCost(1, 1, { output: 1 }), undefined);
  });
});

import assert from 'node:assert/strict';
import { catalogRow } from '../../../../src/core/models/catalog.ts';
import { isChatModel } from '../../../../src/core/models/chatModel.ts';
import file from '../../../../src/core/models/models.json' with { type: 'json' };
import { retirement } from '../../../../src/core/models/retired.ts';
import { knownModel, knownModelIds } from '../../../../src/core/models/snapshot.ts';

const today = '2026-11-21';
const day = /^\d{4}-\d{2}-\d{2}$/;

describe('the snapshot of models', () => {
  it('has a row for each model once, of providers there are', () => {
    for (const [provider, rows] of Object.entries(file.models)) {
      assert.ok(catalogRow(provider), provider);
      const ids = rows.map(([id]) => id);
      assert.equal(new Set(ids).size, ids.length, provider);
      assert.deepEqual(knownModelIds(provider), ids);
    }
    assert.deepEqual(knownModelIds('nobody'), []);
    assert.deepEqual(knownModelIds('constructor'), []);
  });

  it('has what its columns say', () => {
    assert.match(file.asOf, day);
    for (const row of Object.values(file.models).flat() as readonly (readonly unknown[])[]) {
      const [id, name, contextWindow, maxInput, maxOutput, price, input, more = {}] = row;
      const at = String(id);
      assert.ok(row.length === 7 || row.length === 8, at);
      assert.ok(typeof name === 'string' && name !== '', at);
      for (const tokens of [contextWindow, maxInput, maxOutput]) {
        assert.ok(tokens === null || (Number.isSafeInteger(tokens) && Number(tokens) > 0), at);
      }
      if (contextWindow !== null) assert.ok(Number(maxInput) <= Number(contextWindow), at);
      assert.ok(Array.isArray(price) && price.length <= 4, at);
      assert.ok(
        price.every((one) => one === null || (typeof one === 'number' && one >= 0)),
        at,
      );
      assert.match(String(input), /^(?:image)? ?(?:audio)? ?(?:pdf)?$/, at);
      assert.deepEqual(
        Object.keys(more as object).filter((key) => !['tools', 'asOf', 'tiers', 'later'].includes(key)),
        [],
        at,
      );
    }
  });

  it('has models for chat alone, and none that is gone', () => {
    for (const [provider, rows] of Object.entries(file.models)) {
      for (const [id] of rows) {
        assert.ok(typeof id === 'string' && isChatModel({ id }), String(id));
        assert.notEqual(retirement(provider, id, today)?.type, 'gone', id);
      }
    }
  });

  it('is small enough to be read at the first request', () => {
    assert.ok(JSON.stringify(file).length < 60_000);
  });

  it('gives what is known of a model', () => {
    const known = knownModel('openai', 'gpt-6.1-terra', today);
    assert.deepEqual(known, {
      name: 'GPT-6.1 terra',
      contextWindow: 1_050_000,
      maxInput: 922_000,
      maxOutput: 128_000,
      prices: {
        input: 1,
        output: 5,
        cacheRead: 0.05,
        cacheWrite: 1.25,
        tiers: [{ aboveInput: 272_000, input: 2, output: 7.5, cacheRead: 0.1, cacheWrite: 2.5 }],
        asOf: '2026-11-21',
      },
      rules: { image: 'yes', pdf: 'yes' },
    });
  });

  it('knows a dated version by the name without the day', () => {
    assert.equal(knownModel('anthropic', 'claude-haiku-4-5-20251001', today)?.contextWindow, 200_000);
    assert.equal(knownModel('openai', 'gpt-4o-2024-11-20', today)?.prices?.input, 2.5);
    assert.equal(knownModel('openai', 'gpt-99', today), undefined);
  });

  it('says since when its prices hold, and what is unknown', () => {
    assert.equal(knownModel('groq', 'openai/gpt-oss-20b', today)?.prices?.asOf, '2026-07-02');
    assert.equal(knownModel('nvidia', 'openai/gpt-oss-20b', today)?.prices, undefined);
    assert.equal(knownModel('openai', 'gpt-5.6-sol', today)?.prices?.cacheRead, undefined);
  });

  it('changes a price on the day that was announced', () => {
    const prices = (on: string) => knownModel('google', 'gemini-3.8-flash', on)?.prices;
    assert.deepEqual([prices('2026-12-31')?.input, prices('2026-12-31')?.output], [0.75, 3.75]);
    assert.deepEqual([prices('2027-01-01')?.input, prices('2027-01-01')?.output], [1.5, undefined]);
  });
});

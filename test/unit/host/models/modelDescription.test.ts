import assert from 'node:assert/strict';
import { automaticRefs } from '../../../../src/core/models/automatic.ts';
import { modelFacts } from '../../../../src/core/models/modelFacts.ts';
import { readProviderSettings } from '../../../../src/core/models/providerSettings.ts';
import { automaticWords } from '../../../../src/host/models/automaticWords.ts';
import {
  chatModels,
  knownFigures,
  listedFigures,
  modelDescription,
} from '../../../../src/host/models/modelDescription.ts';

function described(provider: string, model: string, today: string): string {
  const entry = readProviderSettings({}).entries.find(({ row }) => row.id === provider);
  assert.ok(entry);
  return modelDescription(model, knownFigures(modelFacts({ entry, model, today })));
}

describe('the line about a model', () => {
  it('says name, window, price and end as far as the list tells', () => {
    const prices = { input: 1.25, output: 10 };
    const listed = { id: 'm', name: 'Model', contextWindow: 128_000, prices, retiresOn: '2027-01-31' };
    const line = modelDescription('m', listedFigures(listed));
    assert.equal(line, 'Model · 128K tokens · $1.25 in, $10.00 out per M · retires on 2027-01-31');
  });

  it('says nothing of what is not known, and no name twice', () => {
    assert.equal(modelDescription('m', listedFigures({ id: 'm', name: 'm' })), '');
    assert.equal(modelDescription('m', listedFigures({ id: 'm', maxInput: 12_345 })), '12.3K tokens');
    assert.equal(modelDescription('m', listedFigures({ id: 'm', prices: { input: 2 } })), '$2.00 in per M');
    assert.equal(modelDescription('m', listedFigures({ id: 'm', prices: { cacheRead: 1 } })), '');
  });

  it('calls free what costs nothing, and tells where the price grows', () => {
    assert.equal(modelDescription('m', listedFigures({ id: 'm', prices: { input: 0, output: 0 } })), 'free');
    const tiers = [{ aboveInput: 200_000, input: 2, output: 4 }];
    const line = modelDescription('m', listedFigures({ id: 'm', prices: { input: 1, output: 2, tiers } }));
    assert.equal(line, 'from $1.00 in, $2.00 out per M');
  });

  it('says what the snapshot knows, and whether a model is going or gone', () => {
    const sonnet = described('anthropic', 'claude-sonnet-5-5', '2026-11-21');
    assert.match(sonnet, /^Claude Sonnet 5\.5 · 1M tokens · \$[\d.]+ in, \$[\d.]+ out per M$/);
    assert.match(described('openai', 'gpt-4', '2026-10-22'), /retires on 2026-10-23$/);
    assert.match(described('openai', 'gpt-4', '2026-10-23'), /retired on 2026-10-23$/);
  });
});

describe('the models offered for chat', () => {
  const ids = (models: readonly { readonly id: string }[]) => models.map(({ id }) => id);

  it('leave out what is for something else, and tell how many', () => {
    const models = [
      { id: 'chat' },
      { id: 'text-embedding-3' },
      { id: 'x', use: 'other' },
      { id: 'whisper-1' },
    ] as const;
    const { shown, others } = chatModels(models, []);
    assert.deepEqual(ids(shown), ['chat']);
    assert.equal(others, 3);
  });

  it('have whatever the user named', () => {
    assert.deepEqual(ids(chatModels([{ id: 'my-image-model' }, { id: 'a' }], ['my-image-model']).shown), [
      'my-image-model',
      'a',
    ]);
  });
});

describe('the words for automatic models', () => {
  it('are there for each of them, each their own, in one line', () => {
    const words = automaticRefs.map(automaticWords);
    assert.equal(new Set(words).size, automaticRefs.length);
    for (const one of words) assert.match(one, /^.{10,70}$/);
  });

  it('are none for other models', () => {
    for (const ref of ['parley/constructor', 'parley/', 'openai/cheapest', '', 'xarley/cheapest'])
      assert.equal(automaticWords(ref), '');
  });
});

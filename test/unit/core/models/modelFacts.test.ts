import assert from 'node:assert/strict';
import { isChatModel } from '../../../../src/core/models/chatModel.ts';
import { type ModelQuestion, modelFacts, readModelOverrides } from '../../../../src/core/models/modelFacts.ts';
import { readProviderSettings } from '../../../../src/core/models/providerSettings.ts';

const today = '2026-11-21';

function ask(provider: string, model: string, more: Partial<ModelQuestion> = {}, settings: unknown = undefined) {
  const entry = readProviderSettings(settings).entries.find(({ row }) => row.id === provider);
  assert.ok(entry);
  return modelFacts({ entry, model, today, ...more });
}

describe('what is known of a model', () => {
  it('comes from the snapshot where nobody says more', () => {
    const facts = ask('anthropic', 'claude-sonnet-5-5');
    assert.deepEqual([facts.contextWindow, facts.maxInput, facts.maxOutput], [1_000_000, undefined, 128_000]);
    assert.equal(facts.prices?.cacheWrite, 2.5);
    assert.equal(facts.name, 'Claude Sonnet 5.5');
    assert.equal(facts.retired, undefined);
  });

  it('is the wire API’s standard and the provider’s rules for a model nobody knows', () => {
    const { capabilities, contextWindow, prices } = ask('mistral', 'made-by-me');
    assert.equal(capabilities.names.seed, 'random_seed');
    assert.equal(capabilities.takes.logit_bias, 'no');
    assert.equal(capabilities.tools, 'unknown');
    assert.deepEqual([contextWindow, prices], [undefined, undefined]);
  });

  it('lets the provider’s own list win over the snapshot and the family, field by field', () => {
    const listed = {
      id: 'claude-opus-5-5',
      contextWindow: 2_000_000,
      rules: { efforts: ['low', 'high'], takes: { temperature: 'yes' } },
      prices: { input: 3, output: 15 },
      use: 'chat',
      retiresOn: '2028-01-01',
    } as const;
    const facts = ask('anthropic', 'claude-opus-5-5', { listed });
    assert.deepEqual([facts.contextWindow, facts.maxOutput], [2_000_000, 128_000]);
    assert.deepEqual(facts.capabilities.efforts, ['low', 'high']);
    assert.equal(facts.capabilities.takes.temperature, 'yes');
    assert.equal(facts.capabilities.takes.top_p, 'no');
    assert.equal(facts.prices, listed.prices);
    assert.deepEqual([facts.use, facts.retired?.type], ['chat', 'going']);
  });

  it('lets the user win over everything', () => {
    const overrides = readModelOverrides({
      'openai/gpt-6-luna': {
        wireApi: 'openai-chat',
        contextWindow: 64_000,
        prices: { input: 1, output: 2 },
        takes: { temperature: 'yes' },
        image: 'no',
      },
    });
    assert.deepEqual(overrides.problems, []);
    const listed = { id: 'gpt-6-luna', contextWindow: 5, rules: { image: 'yes' } } as const;
    const facts = ask('openai', 'gpt-6-luna', { listed, override: overrides.models.get('openai/gpt-6-luna') });
    assert.equal(facts.wireApi, 'openai-chat');
    assert.equal(facts.capabilities.names.max_tokens, 'max_completion_tokens');
    assert.deepEqual([facts.contextWindow, facts.maxOutput, facts.prices], [64_000, 128_000, { input: 1, output: 2 }]);
    assert.deepEqual([facts.capabilities.takes.temperature, facts.capabilities.image], ['yes', 'no']);
  });

  it('uses another wire API only where the provider speaks it', () => {
    assert.equal(ask('openai', 'gpt-6-luna').wireApi, 'openai-responses');
    assert.equal(ask('openrouter', 'openai/gpt-6-luna').wireApi, 'openai-chat');
    assert.equal(ask('openai', 'gpt-6-luna', {}, { openai: { wireApi: 'openai-chat' } }).wireApi, 'openai-chat');
    assert.equal(ask('mine', 'gpt-6-luna', {}, { mine: { baseUrl: 'http://127.0.0.1:9/v1' } }).wireApi, 'openai-chat');
  });

  it('takes the wire API’s own names, not those of the provider’s other one', () => {
    assert.equal(ask('openai', 'gpt-6-luna').capabilities.names.max_tokens, 'max_output_tokens');
    assert.equal(ask('azure', 'gpt-5.1').capabilities.names.max_tokens, 'max_output_tokens');
    assert.equal(ask('azure', 'my-deployment').capabilities.names.max_tokens, 'max_completion_tokens');
  });

  it('knows no prices of a model that somebody else serves', () => {
    assert.equal(ask('openrouter', 'anthropic/claude-sonnet-5.5').prices, undefined);
  });
});

describe('parley.modelOverrides', () => {
  const wrong: readonly (readonly [unknown, RegExp])[] = [
    ['text', /must be an object of model names\.$/],
    [[], /must be an object of model names\.$/],
    [{ gpt: {} }, /"gpt" is not a model; write provider\/model\.$/],
    [{ 'a/b': 5 }, /"a\/b" must be an object\.$/],
    [{ 'a/b': { contextwindow: 5 } }, /unknown field "contextwindow"\. Did you mean contextWindow\?$/],
    [{ 'a/b': { contextWindow: 0 } }, /contextWindow must be a whole number of tokens above 0\.$/],
    [{ 'a/b': { maxOutput: '8k' } }, /maxOutput must be a whole number/],
    [{ 'a/b': { wireApi: 'soap' } }, /wireApi must be one of "openai-chat"/],
    [{ 'a/b': { image: true } }, /image must be one of "yes", "no", "unknown"\.$/],
    [{ 'a/b': { takes: { temprature: 'no' } } }, /takes names "temprature", which is no parameter\.$/],
    [{ 'a/b': { takes: { seed: 'maybe' } } }, /takes must be one of "yes", "no", "effortNone" for seed\.$/],
    [{ 'a/b': { names: { seed: 'a b' } } }, /names must be the field's name on the wire for seed\.$/],
    [{ 'a/b': { efforts: ['huge'] } }, /efforts must be a list of none, minimal/],
    [{ 'a/b': { prices: 3 } }, /prices are wrong: they must be an object of prices\.$/],
    [{ 'a/b': { prices: { input: -1 } } }, /prices are wrong: input must be USD per million tokens, 0 or more\.$/],
    [{ 'a/b': { prices: { in: 1 } } }, /prices are wrong: there is no field "in"\.$/],
    [{ 'a/b': { prices: { tiers: [{ input: 1 }] } } }, /tiers have an entry without aboveInput\.$/],
    [{ 'a/b': { prices: { tiers: 1 } } }, /tiers must be a list\.$/],
    [{ 'a/b': { temperatureMost: 3 } }, /temperatureMost must be a number from 0 to 2\.$/],
    [{ 'a/b': { apiVersion: 'new' } }, /apiVersion must be a day/],
    [{ 'a/b': { __proto__: null, constructor: 1 } }, /unknown field "constructor"/],
  ];
  for (const [value, sentence] of wrong) {
    it(`refuses ${JSON.stringify(value)}`, () => {
      const { problems } = readModelOverrides(value);
      assert.equal(problems.length, 1);
      assert.match(problems[0] ?? '', /^parley\.modelOverrides/);
      assert.match(problems[0] ?? '', sentence);
    });
  }

  it('takes what is right beside what is wrong', () => {
    const { models, problems } = readModelOverrides({
      'a/b': { contextWindow: 9, image: 1 },
      'a/c/d': { tools: 'no' },
    });
    assert.equal(problems.length, 1);
    assert.deepEqual(models.get('a/b'), { contextWindow: 9, rules: {} });
    assert.deepEqual(models.get('a/c/d'), { rules: { tools: 'no' } });
  });

  it('may be empty', () => {
    for (const value of [undefined, null, {}]) assert.deepEqual(readModelOverrides(value).problems, []);
  });

  it('takes prices with tiers', () => {
    const prices = { input: 1, output: 2, tiers: [{ aboveInput: 100, input: 2, output: 4 }], asOf: '2026-11-01' };
    const { models, problems } = readModelOverrides({ 'a/b': { prices } });
    assert.deepEqual(problems, []);
    assert.deepEqual(models.get('a/b')?.prices, prices);
  });
});

describe('a model for chat', () => {
  it('is what the provider says it is, else what its id sounds like', () => {
    assert.equal(isChatModel({ id: 'gpt-6-luna' }), true);
    assert.equal(isChatModel({ id: 'text-embedding-3-large' }), false);
    assert.equal(isChatModel({ id: 'gemini-2.5-flash-image' }), false);
    assert.equal(isChatModel({ id: 'my-embedding-talker', use: 'chat' }), true);
    assert.equal(isChatModel({ id: 'gpt-6-luna', use: 'other' }), false);
  });
});

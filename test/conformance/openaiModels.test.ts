// What the lists of OpenAI-compatible servers tell of their models, each in the form of its own.
import assert from 'node:assert/strict';
import type { ModelInfo } from '../../src/core/models/modelInfo.ts';
import { ChaosServer, reply } from '../support/chaos.ts';
import { providerAt, wireOf } from '../support/wires.ts';

async function listed(body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<readonly ModelInfo[]> {
  await using server = await ChaosServer.start(() => reply(200, JSON.stringify(body), headers));
  return await (await providerAt(wireOf('openai-chat'), server.origin)).listModels(new AbortController().signal);
}

/** What becomes of one entry. */
async function entry(model: object, headers: Readonly<Record<string, string>> = {}): Promise<ModelInfo | undefined> {
  return (await listed({ object: 'list', data: [{ id: 'm', object: 'model', ...model }] }, headers))[0];
}

describe('openai-chat: what lists tell', () => {
  it('knows nothing of a model that has an id alone', async () => {
    assert.deepEqual(await entry({ created: 1, owned_by: 'x' }), { id: 'm' });
  });

  it('reads when OpenAI shuts a model down', async () => {
    assert.deepEqual(await entry({ shutdown_date: '2027-01-14' }), { id: 'm', retiresOn: '2027-01-14' });
    assert.deepEqual(await entry({ shutdown_date: null }), { id: 'm' });
    assert.deepEqual(await entry({ shutdown_date: 1_800_000_000 }), { id: 'm', retiresOn: '2027-01-15' });
    assert.deepEqual(await entry({ shutdown_date: 'soon' }), { id: 'm' });
  });

  it('reads all of OpenRouter', async () => {
    const info = await entry(
      {
        name: 'Vendor: Model',
        context_length: 400_000,
        architecture: { input_modalities: ['text', 'image', 'file'], output_modalities: ['text'] },
        pricing: {
          prompt: '0.000003',
          completion: '0.000015',
          request: '0',
          image: '0',
          internal_reasoning: '0',
          input_cache_read: '0.0000003',
          input_cache_write: '0.00000375',
        },
        top_provider: { context_length: 400_000, max_completion_tokens: 128_000 },
        supported_parameters: ['max_tokens', 'reasoning', 'include_reasoning', 'response_format', 'seed', 'tools'],
        reasoning: { mandatory: true, supported_efforts: ['high', 'medium', 'low', null] },
        expiration_date: '2026-12-31',
      },
      { date: 'Sat, 21 Nov 2026 08:00:00 GMT' },
    );
    assert.deepEqual(info, {
      id: 'm',
      name: 'Vendor: Model',
      contextWindow: 400_000,
      maxOutput: 128_000,
      rules: {
        takes: {
          temperature: 'no',
          top_p: 'no',
          max_tokens: 'yes',
          stop: 'no',
          seed: 'yes',
          logprobs: 'no',
          top_logprobs: 'no',
          presence_penalty: 'no',
          frequency_penalty: 'no',
          logit_bias: 'no',
          verbosity: 'no',
          parallel_tool_calls: 'no',
          reasoning_effort: 'yes',
        },
        n: 'parallel',
        jsonObject: 'native',
        jsonSchema: 'instructed',
        tools: 'yes',
        forcedTools: 'no',
        thinks: 'always',
        efforts: ['low', 'medium', 'high'],
        image: 'yes',
        audio: 'no',
        pdf: 'yes',
      },
      prices: { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75, asOf: '2026-11-21' },
      use: 'chat',
      retiresOn: '2026-12-31',
    });
  });

  it('knows a model that only takes the new name of the limit, and one that can do without thinking', async () => {
    const supported_parameters = ['max_completion_tokens', 'reasoning', 'tool_choice', 'structured_outputs', 'n'];
    const info = await entry({ supported_parameters, reasoning: { mandatory: false, supported_efforts: ['low'] } });
    assert.deepEqual(info?.rules?.names, { max_tokens: 'max_completion_tokens' });
    assert.equal(info.rules.takes?.max_tokens, 'yes');
    assert.deepEqual([info.rules.efforts, info.rules.thinks, info.rules.n], [['none', 'low'], 'byEffort', 'native']);
    assert.equal((await entry({ supported_parameters: ['temperature'] }))?.rules?.thinks, 'never');
  });

  const prices: readonly (readonly [string, object, object | undefined])[] = [
    ['a price per token as text', { prompt: '0.0000001', completion: '0.0000005' }, { input: 0.1, output: 0.5 }],
    ['what is free', { prompt: '0', completion: '0' }, { input: 0, output: 0 }],
    ['a router whose price depends', { prompt: '-1', completion: '-1' }, undefined],
    ['reasoning billed apart', { prompt: '0.000001', internal_reasoning: '0.000002' }, { input: 1, reasoning: 2 }],
    ['a price per million as a number', { hourly: 0, input: 0.15, output: 0.6, base: 0 }, { input: 0.15, output: 0.6 }],
    ['numbers for what is not sold by the token', { hourly: 9, input: 0, output: 0 }, undefined],
    ['no price', {}, undefined],
    ['a price that is no number', { prompt: 'free', completion: '' }, undefined],
  ];
  for (const [what, pricing, expected] of prices) {
    it(`reads ${what}`, async () => {
      assert.deepEqual((await entry({ pricing }))?.prices, expected);
    });
  }

  it("reads Vercel's prices with their tiers, its window and its type", async () => {
    const tier = (cost: string, min: number) => ({ cost, min });
    const info = await entry({
      type: 'language',
      context_window: 1_000_000,
      max_tokens: 64_000,
      pricing: {
        input: '0.000002',
        output: '0.000012',
        input_cache_read: '0.0000002',
        input_tiers: [tier('0.000002', 0), tier('0.000004', 200_000)],
        output_tiers: [tier('0.000012', 0), tier('0.000018', 200_000)],
      },
    });
    assert.deepEqual(info, {
      id: 'm',
      contextWindow: 1_000_000,
      maxOutput: 64_000,
      prices: {
        input: 2,
        output: 12,
        cacheRead: 0.2,
        tiers: [{ input: 4, output: 18, cacheRead: 0.2, aboveInput: 200_000 }],
      },
      use: 'chat',
    });
  });

  it("reads Together's bare array", async () => {
    const models = await listed([
      { id: 'a', type: 'chat', display_name: 'A', context_length: 8_192, pricing: { hourly: 0, input: 1, output: 3 } },
      { id: 'b', type: 'embedding', context_length: 512 },
    ]);
    assert.deepEqual(models, [
      { id: 'a', name: 'A', contextWindow: 8_192, prices: { input: 1, output: 3 }, use: 'chat' },
      { id: 'b', contextWindow: 512, use: 'other' },
    ]);
  });

  it('reads Mistral', async () => {
    const capabilities = { completion_chat: true, function_calling: true, vision: false, audio: true };
    assert.deepEqual(
      await entry({ type: 'base', capabilities, max_context_length: 131_072, deprecation: '2027-02-28T12:00:00Z' }),
      {
        id: 'm',
        contextWindow: 131_072,
        rules: { image: 'no', tools: 'yes', audio: 'yes' },
        use: 'chat',
        retiresOn: '2027-02-28',
      },
    );
    assert.equal((await entry({ capabilities: { completion_chat: false } }))?.use, 'other');
  });

  it('reads LM Studio', async () => {
    assert.deepEqual(
      await entry({
        type: 'vlm',
        capabilities: ['tool_use'],
        max_context_length: 131_072,
        loaded_context_length: 4_096,
      }),
      { id: 'm', contextWindow: 4_096, rules: { image: 'yes', tools: 'yes' }, use: 'chat' },
    );
    assert.deepEqual((await entry({ type: 'llm' }))?.rules, { image: 'no' });
    const flags = { type: 'llm', capabilities: { vision: true, trained_for_tool_use: false } };
    assert.deepEqual((await entry(flags))?.rules, { image: 'yes', tools: 'no' });
    assert.equal((await entry({ type: 'embeddings' }))?.use, 'other');
  });

  it('reads llama.cpp', async () => {
    const meta = { n_ctx_train: 131_072, n_params: 7_000_000_000 };
    assert.equal((await entry({ meta }))?.contextWindow, 131_072);
    assert.equal((await entry({ meta: { ...meta, n_ctx: 8_192 } }))?.contextWindow, 8_192);
    const modalities = { input_modalities: ['text', 'audio'], output_modalities: ['text'] };
    assert.deepEqual((await entry({ architecture: modalities }))?.rules, { image: 'no', audio: 'yes' });
    assert.deepEqual((await entry({ meta: { ...meta, ...modalities } }))?.rules, { image: 'no', audio: 'yes' });
    assert.deepEqual((await entry({ capabilities: ['completion', 'multimodal'] }))?.rules, { image: 'yes' });
    assert.deepEqual((await entry({ capabilities: ['completion'] }))?.rules, { image: 'no' });
    assert.equal((await entry({ capabilities: ['embedding'] }))?.use, 'other');
  });

  it('reads vLLM, Groq, Fireworks and Moonshot', async () => {
    assert.deepEqual(await entry({ max_model_len: 32_768 }), { id: 'm', contextWindow: 32_768 });
    assert.deepEqual(await entry({ active: true, context_window: 8_192, max_completion_tokens: 4_096 }), {
      id: 'm',
      contextWindow: 8_192,
      maxOutput: 4_096,
    });
    assert.equal(await entry({ active: false, context_window: 8_192 }), undefined);
    assert.deepEqual(await entry({ supports_chat: true, supports_image_input: true, supports_tools: false }), {
      id: 'm',
      rules: { image: 'yes', tools: 'no' },
      use: 'chat',
    });
    assert.deepEqual((await entry({ supports_image_in: true }))?.rules, { image: 'yes' });
    assert.equal((await entry({ supports_chat: false }))?.use, 'other');
  });

  it('takes a model that gives no text for no chat model', async () => {
    assert.equal((await entry({ architecture: { output_modalities: ['image'] } }))?.use, 'other');
    assert.equal((await entry({ architecture: { output_modalities: ['text', 'image'] } }))?.use, 'chat');
  });

  it('passes over fields of another form than expected', async () => {
    const odd = { pricing: 'cheap', architecture: 7, capabilities: 'all', supported_parameters: {}, type: 3, meta: [] };
    assert.deepEqual(await entry({ ...odd, reasoning: 'yes', deprecation: {}, top_provider: null }), { id: 'm' });
  });
});

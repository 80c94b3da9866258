// GenerateContent: the list of models, and counting tokens.
import assert from 'node:assert/strict';
import type { ProviderRequest } from '../../src/core/chat/request.ts';
import { ChaosServer, head, reply } from '../support/chaos.ts';
import { ask } from '../support/collect.ts';
import { consoleDuring } from '../support/consoleWatch.ts';
import { providerAt, wireOf } from '../support/wires.ts';

const wire = wireOf('google-genai');
const { signal } = new AbortController();

describe('google-genai: models', () => {
  async function listed(...pages: readonly unknown[]) {
    await using server = await ChaosServer.start(...pages.map((page) => () => reply(200, JSON.stringify(page))));
    const models = await (await providerAt(wire, server.origin)).listModels(signal);
    return { models, paths: server.requests.map(({ path }) => path) };
  }

  it('reads sizes, names and what a model is for', async () => {
    const chat = {
      name: 'models/gemini-3.8-flash',
      displayName: 'Gemini 3.8 Flash',
      inputTokenLimit: 1_048_576,
      outputTokenLimit: 65_536,
      supportedGenerationMethods: ['generateContent', 'countTokens'],
      maxTemperature: 2,
      thinking: true,
    };
    const { models } = await listed({
      models: [
        chat,
        { name: 'models/embedding', supportedGenerationMethods: ['embedContent'] },
        { name: 'models/live', supportedGenerationMethods: ['streamGenerateContent'], thinking: false },
        { name: 'tunedModels/mine', inputTokenLimit: -1, outputTokenLimit: '9', maxTemperature: 'hot' },
      ],
    });
    const unknown = { name: undefined, contextWindow: undefined, maxInput: undefined, maxOutput: undefined };
    assert.deepEqual(models, [
      {
        id: 'gemini-3.8-flash',
        name: 'Gemini 3.8 Flash',
        contextWindow: 1_048_576,
        maxInput: 1_048_576,
        maxOutput: 65_536,
        rules: { thinks: 'byEffort', temperatureMost: 2 },
        use: 'chat',
      },
      { ...unknown, id: 'embedding', rules: undefined, use: 'other' },
      { ...unknown, id: 'live', rules: { thinks: 'never' }, use: 'chat' },
      { ...unknown, id: 'tunedModels/mine', rules: undefined, use: undefined },
    ]);
  });

  it('follows the pages; a last one may be empty', async () => {
    const { models, paths } = await listed(
      { models: [{ name: 'models/a' }], nextPageToken: 'x&y=1' },
      { models: [{ name: 'models/b' }], nextPageToken: 'z' },
      {},
    );
    assert.deepEqual(
      models.map(({ id }) => id),
      ['a', 'b'],
    );
    const first = '/v1beta/models?pageSize=1000';
    assert.deepEqual(paths, [first, `${first}&pageToken=x%26y%3D1`, `${first}&pageToken=z`]);
  });

  it('stops after five pages, however many there are', async () => {
    const { models, paths } = await listed({ models: [{ name: 'models/again' }], nextPageToken: 'again' });
    assert.deepEqual([models.length, paths.length], [5, 5]);
  });

  it('keeps at most 2,000, and takes no first page without a list', async () => {
    const many = Array.from({ length: 3_000 }, (_, n) => ({ name: `models/m${n}` }));
    assert.equal((await listed({ models: many })).models.length, 2_000);
    await assert.rejects(listed({}), { kind: 'protocol' });
  });
});

describe('google-genai: counting tokens', () => {
  async function counted(changes: Partial<ProviderRequest>, body = '{"totalTokens":42}') {
    await using server = await ChaosServer.start(() => reply(200, body));
    const provider = await providerAt(wire, server.origin);
    const count = await provider.countTokens?.(ask(changes), signal);
    const [request] = server.requests;
    return { count, path: request?.path, sent: JSON.parse(request?.body ?? '') };
  }
  const contents = [{ role: 'user', parts: [{ text: 'Hello' }] }];

  it('asks for the whole request, system and tools included', async () => {
    const messages = [{ role: 'system', text: 'Be brief.' }, ...ask().messages] as const;
    const tools = [{ name: 'f', description: '', parameters: { type: 'object' } }];
    const { count, path, sent } = await counted({ messages, tools, parameters: { temperature: 1 } });
    assert.equal(count, 42);
    assert.equal(path, '/v1beta/models/test-model:countTokens');
    assert.deepEqual(sent, {
      generateContentRequest: {
        model: 'models/test-model',
        contents,
        systemInstruction: { parts: [{ text: 'Be brief.' }] },
        tools: [{ functionDeclarations: [{ name: 'f', parametersJsonSchema: { type: 'object' } }] }],
      },
    });
    const { sent: plain } = await counted({ model: 'tunedModels/mine' });
    assert.deepEqual(plain, { generateContentRequest: { model: 'tunedModels/mine', contents } });
  });

  for (const body of ['{}', '{"totalTokens":-1}', '{"totalTokens":"42"}', '[]', 'null', '{"total', '']) {
    it(`takes ${body || 'nothing'} for no count`, async () => {
      await assert.rejects(counted({}, body), { kind: 'protocol' });
    });
  }

  it('fails like an answer, in silence, and is cancelled like one', async () => {
    await using server = await ChaosServer.start(() => reply(429, wire.error('RESOURCE_EXHAUSTED', 'slow down')));
    const provider = await providerAt(wire, server.origin);
    const written = await consoleDuring(async () => {
      await assert.rejects(async () => provider.countTokens?.(ask(), signal), { kind: 'rateLimit' });
    });
    assert.deepEqual(written, []);
    const steps = [head(200, { 'content-length': '9' }), { send: '{' }, { wait: new Promise(() => {}) }];
    server.play(() => steps);
    const cancel = new AbortController();
    const arrived = server.nextRequest();
    const counting = provider.countTokens?.(ask(), cancel.signal);
    const request = await arrived;
    cancel.abort();
    await assert.rejects(async () => counting, { kind: 'cancelled' });
    await request.closed;
  });
});

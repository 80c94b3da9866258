// Lists of models, from the tidy to the strange.
import assert from 'node:assert/strict';
import type { WireApi } from '../../src/core/models/wireApi.ts';
import { ChaosServer, head, reply } from '../support/chaos.ts';
import { providerAt, wireOf, wires } from '../support/wires.ts';

const { signal } = new AbortController();

async function listed(api: WireApi, ...bodies: readonly unknown[]) {
  const wire = wireOf(api);
  const scripts = bodies.map((body) => () => reply(200, typeof body === 'string' ? body : JSON.stringify(body)));
  await using server = await ChaosServer.start(...scripts);
  const models = await (await providerAt(wire, server.origin)).listModels(signal);
  return { models, requests: server.requests };
}

for (const wire of wires) {
  describe(`${wire.api}: models`, () => {
    it("lists the ids in the provider's order, after one request", async () => {
      const { models, requests } = await listed(wire.api, wire.models('zeta', 'alpha', 'org/nested/model:tag'));
      assert.deepEqual(
        models.map(({ id }) => id),
        ['zeta', 'alpha', 'org/nested/model:tag'],
      );
      const lists = requests.filter(({ method }) => method === 'GET').map(({ path }) => path.split('?')[0]);
      assert.deepEqual(lists, [wire.listPath ?? '/v1/models']);
      // Ollama tells more of each model where it is asked for it.
      assert.equal(requests.length, wire.api === 'ollama-chat' ? 4 : 1);
    });

    it('lists nothing where there is nothing', async () => {
      assert.deepEqual((await listed(wire.api, wire.models())).models, []);
    });

    it('skips entries that are no models', async () => {
      const data = [null, 'x', {}, { id: '' }, { id: 7 }, { id: 'good' }];
      const { models } = await listed(wire.api, wire.oddModels?.('good') ?? { data });
      assert.deepEqual(
        models.map(({ id }) => id),
        ['good'],
      );
    });

    for (const reply of ['{"ok":true}', '"text"', '7', 'null', '{"data":{}}', '{"data":']) {
      it(`does not take ${reply} for a list`, async () => {
        await assert.rejects(listed(wire.api, reply), { kind: 'protocol' });
      });
    }

    it('is classified like an answer when it fails', async () => {
      const cases = [
        [reply(401, wire.error('invalid_api_key', 'no')), 'auth'],
        [reply(404, '{"detail":"Not Found"}'), 'notFound'],
        [reply(200, '<html><body>Welcome</body></html>', { 'content-type': 'text/html' }), 'notAnApi'],
        [reply(404, '<html><body>nginx</body></html>', { 'content-type': 'text/html' }), 'notAnApi'],
        [[head(200, { 'content-length': '50' }), { send: '{"data":[' }, 'end' as const], 'network'],
        [reply(200, ''), 'protocol'],
      ] as const;
      for (const [steps, kind] of cases) {
        await using server = await ChaosServer.start(() => steps);
        await assert.rejects((await providerAt(wire, server.origin)).listModels(signal), { kind });
        assert.equal(server.requests.length, 1);
      }
    });

    it('gives up when the list does not come to its end', async () => {
      const steps = [head(200, { 'content-length': '50' }), { send: '{"data":[' }, { wait: new Promise(() => {}) }];
      await using server = await ChaosServer.start(() => steps);
      const limits = { headersMs: 60_000, bodyMs: 20 };
      const provider = await providerAt(wire, server.origin, {}, { limits });
      await assert.rejects(provider.listModels(signal), {
        kind: 'timeout',
        facts: { host: `127.0.0.1:${server.port}`, requestId: undefined, limitMs: 20 },
      });
    });

    it('refuses a list of more than 16 MB', async () => {
      const body = `{"data":[${'{"id":"x"},'.repeat(1_600_000)}{"id":"y"}]}`;
      await assert.rejects(listed(wire.api, body), { kind: 'protocol' });
    });
  });
}

describe('openai-chat: models of other servers', () => {
  it('reads a bare array, a list under "models" and a list that is null', async () => {
    assert.deepEqual(
      (await listed('openai-chat', [{ id: 'a' }])).models.map(({ id }) => id),
      ['a'],
    );
    assert.deepEqual(
      (await listed('openai-chat', { models: [{ name: 'models/b' }] })).models.map(({ id }) => id),
      ['b'],
    );
    assert.deepEqual((await listed('openai-chat', { object: 'list', data: null })).models, []);
  });

  it('reads sizes under the names that servers give them', async () => {
    const { models } = await listed('openai-chat', {
      data: [
        { id: 'openrouter', name: 'Open Router', context_length: 1000, top_provider: { max_completion_tokens: 50 } },
        { id: 'groq', context_window: 2000, max_completion_tokens: 60 },
        { id: 'vllm', max_model_len: 3000 },
        { id: 'mistral', max_context_length: 4000 },
        { id: 'odd', context_length: '5000', max_completion_tokens: -1 },
      ],
    });
    assert.deepEqual(
      models.map(({ contextWindow, maxOutput }) => [contextWindow, maxOutput]),
      [
        [1000, 50],
        [2000, 60],
        [3000, undefined],
        [4000, undefined],
        [undefined, undefined],
      ],
    );
    assert.equal(models[0]?.name, 'Open Router');
  });

  it('keeps at most 2,000', async () => {
    const data = Array.from({ length: 3_000 }, (_, n) => ({ id: `m${n}` }));
    assert.equal((await listed('openai-chat', { data })).models.length, 2_000);
  });
});

describe('anthropic-messages: models in pages', () => {
  const page = (ids: readonly string[], more: boolean) => ({
    data: ids.map((id) => ({ id })),
    has_more: more,
    last_id: ids.at(-1),
  });

  it('follows the pages and reads sizes and names', async () => {
    const first = {
      ...page([], true),
      data: [{ id: 'a', display_name: 'A', max_input_tokens: 1_000_000, max_tokens: 128_000 }],
      last_id: 'a',
    };
    const { models, requests } = await listed('anthropic-messages', first, page(['b', 'c'], false));
    assert.deepEqual(models[0], { id: 'a', name: 'A', contextWindow: 1_000_000, maxOutput: 128_000 });
    assert.deepEqual(
      models.map(({ id }) => id),
      ['a', 'b', 'c'],
    );
    assert.deepEqual(
      requests.map(({ path }) => path),
      ['/v1/models?limit=1000', '/v1/models?limit=1000&after_id=a'],
    );
  });

  it('leaves out what is retired', async () => {
    const data = [
      { id: 'old', lifecycle: 'retired' },
      { id: 'ageing', lifecycle: 'deprecated' },
      { id: 'new', lifecycle: 'active' },
    ];
    const { models } = await listed('anthropic-messages', { data, has_more: false });
    assert.deepEqual(
      models.map(({ id }) => id),
      ['ageing', 'new'],
    );
  });

  it('stops after five pages, however many there are', async () => {
    const { models, requests } = await listed('anthropic-messages', page(['again'], true));
    assert.equal(requests.length, 5);
    assert.equal(models.length, 5);
  });
});

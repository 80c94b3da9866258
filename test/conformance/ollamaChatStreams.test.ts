// Ollama: what a stream means, and what its lists say of the models.
import assert from 'node:assert/strict';
import { type ChatResponse, Ollama } from 'ollama';
import type { ModelInfo } from '../../src/core/models/modelInfo.ts';
import { ChaosServer, gate, reply, type Step, streamsOf } from '../support/chaos.ts';
import { run } from '../support/collect.ts';
import { reading } from '../support/exchange.ts';
import { framingOf, providerAt, wireOf } from '../support/wires.ts';

const wire = wireOf('ollama-chat');
const { stream, streamHead } = streamsOf(framingOf(wire).contentType);
const line = (fields: object) => `${JSON.stringify({ model: 'm', created_at: '2026-11-02T10:00:00Z', ...fields })}\n`;
const part = (message: object, more: object = {}) =>
  line({ message: { role: 'assistant', content: '', ...message }, done: false, ...more });
const done = (more: object = {}) => part({}, { done: true, done_reason: 'stop', ...more });
const toolCall = (name: string, args: unknown, id?: string) =>
  part({ tool_calls: [{ ...(id ? { id } : {}), function: { index: 0, name, arguments: args } }] });

describe('ollama-chat: streams', () => {
  it('tells calls apart that have no id and all the same index', async () => {
    const calls = toolCall('look', { at: 1 }) + toolCall('look', { at: 2 }) + toolCall('now', {}) + toolCall('now', {});
    const { events, finishes } = await reading(wire, calls, toolCall('end', undefined), done());
    const ended = events.flatMap((event) =>
      event.type === 'toolCall' ? [[event.id, event.name, event.argumentsJson]] : [],
    );
    assert.deepEqual(ended, [
      ['call_0', 'look', '{"at":1}'],
      ['call_1', 'look', '{"at":2}'],
      ['call_2', 'now', '{}'],
      ['call_3', 'now', '{}'],
      ['call_4', 'end', '{}'],
    ]);
    assert.deepEqual(finishes, ['tool_calls']);
  });

  it('closes each stretch of thinking with its own text', async () => {
    const lines = [part({ thinking: 'a' }), part({ thinking: 'b' }), part({ content: 'x' }), part({ thinking: 'c' })];
    const { events } = await reading(wire, ...lines, done());
    const closed = events.flatMap((event) => (event.type === 'thinking' && event.providerData) || []);
    assert.deepEqual(closed, [{ 'ollama-chat': { thinking: 'ab' } }, { 'ollama-chat': { thinking: 'c' } }]);
  });

  it('reads log probabilities, which may be rounded above 0', async () => {
    const logprobs = [{ token: 'a', logprob: 0.0001, bytes: [97], top_logprobs: [{ token: 'b', logprob: -2 }] }, 7];
    const { events } = await reading(wire, part({ content: 'a' }, { logprobs }), done());
    const tokens = [{ token: 'a', logprob: 0, top: [{ token: 'b', logprob: -2 }] }];
    assert.deepEqual(
      events.find(({ type }) => type === 'logprobs'),
      { type: 'logprobs', choice: 0, tokens },
    );
  });

  for (const [reason, finish] of [
    ['length', 'length'],
    ['load', 'stop'],
    ['unload', 'stop'],
    ['', 'stop'],
    [undefined, 'stop'],
  ] as const) {
    it(`calls the reason ${JSON.stringify(reason)} ${finish}`, async () => {
      const { finishes, error } = await reading(wire, part({ content: 'a' }), done({ done_reason: reason }));
      assert.deepEqual([finishes, error], [[finish], undefined]);
    });
  }

  it('does not take a reason without done for an end', async () => {
    const { finishes, error } = await reading(wire, part({ content: 'a' }, { done_reason: 'stop' }));
    assert.deepEqual([finishes, error?.kind], [[], 'incomplete']);
  });

  it('takes text that comes with the last line', async () => {
    const { text, usage } = await reading(wire, part({ content: 'a' }), done({ eval_count: 2 }).replace('""', '"b"'));
    assert.equal(text, 'ab');
    assert.deepEqual(usage, { output: 2 });
  });

  it('keeps the status of an error line', async () => {
    const { error, text } = await reading(wire, part({ content: 'a' }), `{"error":"you are out","status":402}\n`);
    assert.equal(text, 'a');
    assert.deepEqual([error?.kind, error?.facts.status, error?.facts.detail], ['quota', 402, 'you are out']);
  });

  it('passes over what says nothing', async () => {
    const odd = [line({}), part({ tool_calls: [7] }), part({ tool_calls: 'x' }), line({ message: 'x' }), '\n \n'];
    const { text, error } = await reading(wire, ...odd, part({ content: 'a' }), done());
    assert.deepEqual([text, error], ['a', undefined]);
  });

  const recordings: Readonly<Record<string, string>> = {
    text: part({ content: 'Hel' }) + part({ content: 'lo\n"é"' }) + done({ prompt_eval_count: 26, eval_count: 3 }),
    thinking: part({ thinking: 'Hm. ' }) + part({ thinking: 'So.' }) + part({ content: '42' }) + done(),
    tools: part({ thinking: 'Hm.' }) + toolCall('find', { path: 'é.ts', deep: [1, { a: null }] }, 'call_x') + done(),
    cut: part({ content: 'a' }) + done({ done_reason: 'length', eval_count: 1 }),
  };
  for (const [what, recording] of Object.entries(recordings)) {
    it(`reads a stream with ${what} as the SDK does`, async () => {
      await using server = await ChaosServer.start(() => stream(recording));
      const theirs: ChatResponse[] = [];
      const sdk = new Ollama({ host: server.origin });
      for await (const piece of await sdk.chat({ model: 'm', messages: [], stream: true })) theirs.push(piece);
      const { text, thinking, events, usage } = await run(await providerAt(wire, server.origin));
      assert.equal(text, theirs.map(({ message }) => message.content).join(''));
      assert.equal(thinking, theirs.map(({ message }) => message.thinking ?? '').join(''));
      const calls = events.flatMap((event) => (event.type === 'toolCall' ? [JSON.parse(event.argumentsJson)] : []));
      const called = theirs.flatMap(({ message }) => message.tool_calls ?? []);
      assert.deepEqual(
        calls,
        called.map((call) => call.function.arguments),
      );
      const last = theirs.at(-1);
      assert.deepEqual([usage?.input, usage?.output], [last?.prompt_eval_count, last?.eval_count]);
    });
  }
});

/** What is listed by a server that answers `/api/show` by model. `most`: requests under way at a time. */
async function listed(
  ids: readonly string[],
  show: (id: string) => readonly Step[],
): Promise<{ readonly models: readonly ModelInfo[]; readonly shown: readonly string[]; readonly most: number }> {
  const shown: string[] = [];
  await using server = await ChaosServer.start(({ path, body }) => {
    if (path === '/api/tags') return reply(200, wire.models(...ids));
    const { model } = JSON.parse(body) as { readonly model: string };
    shown.push(model);
    return show(model);
  });
  let open = 0;
  let most = 0;
  const counting: typeof fetch = async (input, init) => {
    open += 1;
    most = Math.max(most, open);
    try {
      return await fetch(input, init);
    } finally {
      open -= 1;
    }
  };
  const provider = await providerAt(wire, server.origin, {}, { fetch: counting });
  return { models: await provider.listModels(new AbortController().signal), shown, most };
}

describe('ollama-chat: models', () => {
  const facts = (capabilities: unknown, more: object = {}) => reply(200, JSON.stringify({ capabilities, ...more }));

  it('reads what /api/show says', async () => {
    const shows: Readonly<Record<string, readonly Step[]>> = {
      plain: facts(['completion'], {
        model_info: { 'general.architecture': 'llama', 'clip.context_length': 77, 'llama.context_length': 131_072 },
      }),
      sees: facts(['completion', 'vision', 'tools'], { model_info: { 'x.context_length': 4096 } }),
      embeds: facts(['embedding']),
      switch: facts(['completion', 'thinking'], { thinking: { values: [false, true], default: true } }),
      levels: facts(['completion', 'thinking'], { thinking: { values: ['low', 'high', 'max', 'odd'] } }),
      stoppable: facts(['completion', 'thinking'], { thinking: { values: [false, 'low', 'high'] } }),
      never: facts(['completion', 'thinking'], { thinking: { values: [false] } }),
      older: facts(['completion', 'thinking'], { details: { family: 'qwen3' } }),
      oss: facts(['completion', 'thinking'], { details: { family: 'gptoss' } }),
      silent: facts(undefined, { model_info: { 'x.context_length': 'many' } }),
      gone: reply(404, wire.error('', 'model not found')),
    };
    const { models } = await listed(Object.keys(shows), (id) => shows[id] ?? []);
    const never = { thinks: 'never', efforts: [], takes: { reasoning_effort: 'no' } };
    const without = { image: 'no', tools: 'no' };
    const chat = (id: string, rules: object, more: object = {}) => ({
      id,
      ...more,
      rules: { ...without, ...rules },
      use: 'chat',
    });
    assert.deepEqual(models, [
      chat('plain', never, { contextWindow: 131_072 }),
      chat('sees', { image: 'yes', tools: 'yes', ...never }, { contextWindow: 4_096 }),
      { ...chat('embeds', never), use: 'other' },
      chat('switch', { thinks: 'byEffort', efforts: ['none', 'medium'] }),
      chat('levels', { thinks: 'always', efforts: ['low', 'high', 'max'] }),
      chat('stoppable', { thinks: 'byEffort', efforts: ['none', 'low', 'high'] }),
      chat('never', never),
      chat('older', { thinks: 'byEffort', efforts: ['none', 'medium'] }),
      chat('oss', { thinks: 'always', efforts: ['low', 'medium', 'high'] }),
      { id: 'silent' },
      { id: 'gone' },
    ]);
  });

  it('asks for the facts of 60 models, four at a time, and lists the others bare', async () => {
    const ids = Array.from({ length: 70 }, (_, n) => `m${n}`);
    const { models, shown, most } = await listed(ids, () => facts(['completion']));
    assert.deepEqual(
      models.map(({ id }) => id),
      ids,
    );
    assert.equal(shown.length, 60);
    assert.equal(most, 4);
    assert.equal(models.filter(({ use }) => use === 'chat').length, 60);
  });

  const stops: Readonly<Record<string, readonly Step[]>> = {
    'does not answer any more': ['reset'],
    'is asked too much': reply(429, wire.error('', 'too many requests')),
  };
  for (const [what, steps] of Object.entries(stops)) {
    it(`stops asking a server that ${what}`, async () => {
      const ids = Array.from({ length: 40 }, (_, n) => `m${n}`);
      const { models, shown } = await listed(ids, () => steps);
      assert.equal(models.length, 40);
      assert.ok(shown.length <= 4, `${shown.length} were asked for`);
    });
  }

  it('is cancelled while it asks for the facts', async () => {
    const arrived = gate();
    await using server = await ChaosServer.start(({ path }) => {
      if (path === '/api/tags') return reply(200, wire.models('a', 'b'));
      arrived.open();
      return [streamHead(), { wait: new Promise(() => {}) }];
    });
    const cancel = new AbortController();
    const listing = (await providerAt(wire, server.origin)).listModels(cancel.signal);
    await arrived.passed;
    cancel.abort();
    await assert.rejects(listing, { kind: 'cancelled' });
    await Promise.all(server.requests.slice(1).map(({ closed }) => closed));
  });
});

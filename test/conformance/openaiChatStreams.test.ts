// Chat Completions: what a stream means.
import assert from 'node:assert/strict';
import { ChaosServer, chunk, gate, reply, streamHead } from '../support/chaos.ts';
import { run } from '../support/collect.ts';
import { lowering, reading } from '../support/exchange.ts';
import { providerAt, wireOf } from '../support/wires.ts';

const wire = wireOf('openai-chat');
const data = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;
const delta = (delta: object, more: object = {}) => data({ choices: [{ index: 0, delta, ...more }] });
const done = delta({}, { finish_reason: 'stop' });

describe('openai-chat: streams', () => {
  for (const field of ['reasoning_content', 'reasoning']) {
    it(`gives back what came as ${field} in the same field, with a tool call`, async () => {
      const { events, thinking } = await reading(
        wire,
        delta({ [field]: 'Let ' }),
        delta({ [field]: 'me.' }),
        delta({ tool_calls: [{ index: 0, id: 'c1', function: { name: 'f', arguments: '{}' } }] }),
        delta({}, { finish_reason: 'tool_calls' }),
      );
      assert.equal(thinking, 'Let me.');
      const closing = events.find((event) => event.type === 'thinking' && event.providerData);
      assert.ok(closing?.type === 'thinking' && closing.providerData);
      assert.deepEqual(closing.providerData, { 'openai-chat': { [field]: 'Let me.' }, origin: 'test' });
      const { body } = await lowering(wire, {
        messages: [
          {
            role: 'assistant',
            parts: [
              { type: 'thinking', text: 'shown otherwise', providerData: closing.providerData },
              { type: 'toolCall', id: 'c1', name: 'f', argumentsJson: '{}' },
            ],
          },
        ],
      });
      assert.equal(body.messages[0]?.[field], 'Let me.');
    });
  }

  it('reads content that is a list of thinking and text', async () => {
    const thinking = { type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] };
    const collected = await reading(
      wire,
      delta({ content: [thinking] }),
      delta({ content: [{ type: 'text', text: 'Yes.' }] }),
      done,
    );
    assert.equal(collected.thinking, 'Hm.');
    assert.equal(collected.text, 'Yes.');
  });

  it('takes a finish reason without [DONE] for complete', async () => {
    const { text, finishes, error } = await reading(wire, delta({ content: 'a' }), done);
    assert.deepEqual([text, finishes, error], ['a', ['stop'], undefined]);
  });

  it('takes [DONE] without a finish reason for incomplete', async () => {
    const { text, finishes, error } = await reading(wire, delta({ content: 'a' }), wire.terminal);
    assert.deepEqual([text, finishes, error?.kind], ['a', [], 'incomplete']);
  });

  it('takes an answer for complete whose connection breaks after the finish reason', async () => {
    const seen = gate();
    const steps = [streamHead(), chunk(delta({ content: 'a' }) + done), { wait: seen.passed }, 'reset' as const];
    await using server = await ChaosServer.start(() => steps);
    const { finishes, error } = await run(
      await providerAt(wire, server.origin),
      {},
      (event) => event.type === 'text' && seen.open(),
    );
    assert.deepEqual([finishes, error], [['stop'], undefined]);
  });

  it('passes over what says nothing', async () => {
    const { text, error, events } = await reading(
      wire,
      data({ choices: [], prompt_filter_results: [] }),
      data({}),
      data({ choices: null }),
      data({ choices: [null, 7, {}] }),
      delta({ role: 'assistant', content: null }),
      data({ choices: [{ index: 0 }] }),
      data({ choices: [{ delta: { content: 'a' }, index: null }], error: null, usage: null }),
      data({ object: 'unknown', moderation: {} }),
      done,
    );
    assert.equal(error, undefined);
    assert.equal(text, 'a');
    assert.deepEqual(
      events.map(({ type }) => type),
      ['sent', 'text', 'finish'],
    );
  });

  const reasons = {
    stop: 'stop',
    length: 'length',
    max_tokens: 'length',
    model_length: 'length',
    content_filter: 'content_filter',
    eos: 'stop',
    tool_calls: 'stop',
    function_call: 'stop',
  };
  for (const [reason, finish] of Object.entries(reasons)) {
    it(`calls the finish reason ${reason} of a text ${finish}`, async () => {
      const { finishes } = await reading(wire, delta({ content: 'a' }), delta({}, { finish_reason: reason }));
      assert.deepEqual(finishes, [finish]);
    });
  }

  it('says tool_calls where a server says stop after tool calls', async () => {
    const calls = [{ index: 0, id: 'c1', function: { name: 'f', arguments: '{}' } }];
    assert.deepEqual((await reading(wire, delta({ tool_calls: calls }), done)).finishes, ['tool_calls']);
  });

  it('shows a refusal as text and says so at the end', async () => {
    const { text, finishes } = await reading(
      wire,
      delta({ refusal: "I can't " }),
      delta({ refusal: 'do that.' }),
      done,
    );
    assert.equal(text, "I can't do that.");
    assert.deepEqual(finishes, ['refusal']);
  });

  it('ends each of several choices once', async () => {
    const two = (index: number, content: string) => data({ choices: [{ index, delta: { content } }] });
    const end = (index: number) => data({ choices: [{ index, delta: {}, finish_reason: 'stop' }] });
    const { events } = await reading(wire, two(0, 'a'), two(1, 'b'), two(0, 'c'), end(1), end(0), end(0));
    const finishes = events.flatMap((event) => (event.type === 'finish' ? [event.choice] : []));
    assert.deepEqual(finishes, [0, 1]);
    const texts = events.flatMap((event) => (event.type === 'text' ? [`${event.choice}${event.text}`] : []));
    assert.deepEqual(texts, ['0a', '1b', '0c']);
    const cut = await reading(wire, two(0, 'a'), two(1, 'b'), end(0));
    assert.equal(cut.error?.kind, 'incomplete');
  });

  const usages: readonly (readonly [string, object, object])[] = [
    [
      'OpenAI',
      {
        prompt_tokens: 10,
        completion_tokens: 8,
        total_tokens: 18,
        prompt_tokens_details: { cached_tokens: 4, cache_write_tokens: 2 },
        completion_tokens_details: { reasoning_tokens: 5 },
      },
      { input: 10, output: 8, cacheRead: 4, cacheWrite: 2, reasoning: 5 },
    ],
    [
      'a server that counts reasoning apart',
      { prompt_tokens: 10, completion_tokens: 8, total_tokens: 23, completion_tokens_details: { reasoning_tokens: 5 } },
      { input: 10, output: 13, reasoning: 5 },
    ],
    [
      'DeepSeek',
      { prompt_tokens: 10, completion_tokens: 8, prompt_cache_hit_tokens: 6 },
      { input: 10, output: 8, cacheRead: 6 },
    ],
  ];
  for (const [who, wireUsage, usage] of usages) {
    it(`reads the counts of ${who}`, async () => {
      const collected = await reading(
        wire,
        delta({ content: 'a' }),
        done,
        data({ choices: [], usage: wireUsage }),
        wire.terminal,
      );
      assert.deepEqual(collected.usage, usage);
    });
  }

  const hostile: Readonly<Record<string, string>> = {
    'a choice index of 1e9': data({ choices: [{ index: 1e9, delta: { content: 'x' } }] }),
    'a negative choice index': data({ choices: [{ index: -1, delta: { content: 'x' } }] }),
    'a choice index that is a name': data({ choices: [{ index: '__proto__', delta: { content: 'x' } }] }),
    'a tool index of 1e9': delta({ tool_calls: [{ index: 1e9, id: 'a', function: { name: 'f' } }] }),
    'a tool index that is a name': delta({ tool_calls: [{ index: 'constructor', id: 'a', function: { name: 'f' } }] }),
    'a tool id of __proto__': delta({ tool_calls: [{ index: 0, id: '__proto__', function: { name: 'f' } }] }),
    'a tool named constructor': delta({ tool_calls: [{ index: 0, id: 'a', function: { name: 'constructor' } }] }),
    'a tool without a name': delta({ tool_calls: [{ index: 0, id: 'a', function: { arguments: '{}' } }] }),
  };
  for (const [what, frame] of Object.entries(hostile)) {
    it(`refuses ${what}`, async () => {
      const { error, events } = await reading(
        wire,
        delta({ content: 'before' }),
        frame,
        delta({}, { finish_reason: 'tool_calls' }),
      );
      assert.equal(error?.kind, 'protocol');
      assert.equal(
        events.some(({ type }) => type === 'toolCall' || type === 'finish'),
        false,
      );
      assert.equal(({} as { polluted?: unknown }).polluted, undefined);
    });
  }

  it('calls an error finish without an error a failure of the server', async () => {
    const { error, text } = await reading(wire, delta({ content: 'a' }), delta({}, { finish_reason: 'error' }));
    assert.deepEqual([text, error?.kind], ['a', 'server']);
  });

  it("reads the list of one that Google's endpoint answers with", async () => {
    const body = [
      {
        error: {
          code: 400,
          message: 'API key not valid. Please pass a valid API key.',
          status: 'INVALID_ARGUMENT',
          details: [{ reason: 'API_KEY_INVALID' }],
        },
      },
    ];
    await using server = await ChaosServer.start(() => reply(400, JSON.stringify(body)));
    const { error } = await run(await providerAt(wire, server.origin));
    assert.equal(error?.kind, 'auth');
    assert.equal(error.facts.code, 'API_KEY_INVALID');
  });
});

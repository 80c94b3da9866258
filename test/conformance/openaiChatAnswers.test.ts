// Chat Completions: reasoning that goes back, several choices, how likely tokens were, what it cost.
import assert from 'node:assert/strict';
import type { AssistantPart } from '../../src/core/chat/message.ts';
import { ChaosServer, stream } from '../support/chaos.ts';
import { type Collected, run } from '../support/collect.ts';
import { lowering, reading } from '../support/exchange.ts';
import { providerAt, wireOf } from '../support/wires.ts';

const wire = wireOf('openai-chat');
const data = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;
const delta = (delta: object, more: object = {}) => data({ choices: [{ index: 0, delta, ...more }] });
const done = delta({}, { finish_reason: 'stop' });

/** The answer as a part of the conversation. */
function partsOf({ events }: Collected): AssistantPart[] {
  return events.flatMap((event): AssistantPart[] => {
    if (event.type === 'thinking' && event.providerData) {
      return [{ type: 'thinking', text: 'shown otherwise', providerData: event.providerData }];
    }
    if (event.type === 'text') return [{ type: 'text', text: event.text }];
    const { type, ...call } = event;
    return type === 'toolCall' && 'argumentsJson' in call ? [{ type, ...call }] : [];
  });
}

/** The message an answer becomes in the next request. */
async function sentBack(answer: Collected): Promise<Readonly<Record<string, unknown>>> {
  assert.equal(answer.error, undefined);
  const { body } = await lowering(wire, { messages: [{ role: 'assistant', parts: partsOf(answer) }] });
  return body.messages[0] ?? {};
}

describe('openai-chat: reasoning', () => {
  const call = delta({ tool_calls: [{ index: 0, id: 'c1', function: { name: 'f', arguments: '{}' } }] });
  const end = delta({}, { finish_reason: 'tool_calls' });
  const text = (text: string, more: object = {}) => ({ type: 'reasoning.text', text, index: 0, ...more });

  it('gives structured reasoning back as it came, its pieces put together', async () => {
    const encrypted = {
      type: 'reasoning.encrypted',
      data: 'b3BhcXVl',
      id: 'r1',
      format: 'openai-responses-v1',
      index: 2,
    };
    const answer = await reading(
      wire,
      delta({ reasoning: 'Let ', reasoning_details: [text('Let ', { format: 'anthropic-claude-v1' })] }),
      delta({ reasoning: 'me.', reasoning_details: [text('me.', { signature: null })] }),
      delta({ reasoning_details: [text('', { signature: 'c2ln', format: null })] }),
      delta({ reasoning: 'So.', reasoning_details: [text('So.', { index: 3 })] }),
      delta({ reasoning: 'In ', reasoning_details: [{ type: 'reasoning.summary', summary: 'In ', index: 1 }] }),
      delta({ reasoning: 'sum.', reasoning_details: [{ type: 'reasoning.summary', summary: 'sum.', index: 1 }] }),
      delta({ reasoning_details: [encrypted, { ...encrypted, data: 'bW9yZQ' }] }),
      delta({ content: 'Yes.' }),
      done,
    );
    assert.equal(answer.thinking, 'Let me.So.In sum.');
    const message = await sentBack(answer);
    assert.deepEqual(message.reasoning_details, [
      { type: 'reasoning.text', text: 'Let me.', index: 0, format: 'anthropic-claude-v1', signature: 'c2ln' },
      { type: 'reasoning.text', text: 'So.', index: 3 },
      { type: 'reasoning.summary', summary: 'In sum.', index: 1 },
      encrypted,
      { ...encrypted, data: 'bW9yZQ' },
    ]);
    assert.equal('reasoning' in message, false);
  });

  it('shows structured reasoning that comes without its text', async () => {
    const { thinking } = await reading(
      wire,
      delta({ reasoning_details: [text('Hm.')] }),
      delta({ content: 'a' }),
      done,
    );
    assert.equal(thinking, 'Hm.');
  });

  it('gives back what is encrypted though nothing of it can be shown, and comes after the text', async () => {
    const details = [{ type: 'reasoning.encrypted', data: 'b3BhcXVl', index: 0 }];
    const answer = await reading(wire, delta({ content: 'a' }), delta({ reasoning_details: details }), call, end);
    assert.equal(answer.thinking, '');
    const message = await sentBack(answer);
    assert.deepEqual(message.reasoning_details, details);
    assert.equal(message.content, 'a');
  });

  it('gives plain reasoning back with tool calls, and only there', async () => {
    const thought = delta({ reasoning_content: 'Hm.' });
    assert.equal((await sentBack(await reading(wire, thought, call, end))).reasoning_content, 'Hm.');
    const message = await sentBack(await reading(wire, thought, delta({ content: 'a' }), done));
    assert.deepEqual(message, { role: 'assistant', content: 'a' });
  });

  it('gives back in the content what came in the content', async () => {
    const thinking = (text: string) => delta({ content: [{ type: 'thinking', thinking: [{ type: 'text', text }] }] });
    const answer = await reading(wire, thinking('Let '), thinking('me.'), delta({ content: 'Yes.' }), done);
    const message = await sentBack(answer);
    assert.deepEqual(message, {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: [{ type: 'text', text: 'Let me.' }] },
        { type: 'text', text: 'Yes.' },
      ],
    });
  });
});

describe('openai-chat: several choices', () => {
  const of = (index: number, content: string) => data({ choices: [{ index, delta: { content } }] });
  const end = (index: number) => data({ choices: [{ index, delta: {}, finish_reason: 'stop' }] });

  async function asking(n: number, ...frames: readonly string[]) {
    await using server = await ChaosServer.start(() => stream(frames.join('')));
    return await run(await providerAt(wire, server.origin), { parameters: { n } });
  }

  it('ends each once, though one ends before the other begins', async () => {
    const { events, error } = await asking(2, of(0, 'a'), end(0), of(1, 'b'), end(1));
    assert.equal(error, undefined);
    assert.deepEqual(
      events.flatMap((event) => (event.type === 'finish' ? [event.choice] : [])),
      [0, 1],
    );
  });

  it('misses a choice that never began when the stream was cut', async () => {
    const { error, finishes } = await asking(2, of(0, 'a'), end(0));
    assert.deepEqual([error?.kind, finishes], ['incomplete', []]);
  });

  it('does not miss what the server says it will not give', async () => {
    const { error, finishes } = await asking(2, of(0, 'a'), end(0), wire.terminal);
    assert.deepEqual([error, finishes], [undefined, ['stop']]);
  });
});

describe('openai-chat: facts about the answer', () => {
  const logprobsOf = ({ events }: Collected) => events.filter(({ type }) => type === 'logprobs');

  it('says how likely tokens were', async () => {
    const top_logprobs = [
      { token: 'a', logprob: -0.1, bytes: [97] },
      { token: 'b', logprob: -2.5, bytes: [98] },
    ];
    const content = [{ token: 'a', logprob: -0.1, bytes: [97], top_logprobs }];
    const answer = await reading(wire, delta({ content: 'a' }, { logprobs: { content, refusal: null } }), done);
    const top = top_logprobs.map(({ token, logprob }) => ({ token, logprob }));
    assert.deepEqual(logprobsOf(answer), [
      { type: 'logprobs', choice: 0, tokens: [{ token: 'a', logprob: -0.1, top }] },
    ]);
  });

  it('reads the older form too', async () => {
    const logprobs = { tokens: ['a'], token_logprobs: [-0.5], top_logprobs: [{ a: -0.5, b: -1.5 }] };
    const answer = await reading(wire, delta({ content: 'a' }, { logprobs }), done);
    const top = [
      { token: 'a', logprob: -0.5 },
      { token: 'b', logprob: -1.5 },
    ];
    assert.deepEqual(logprobsOf(answer), [
      { type: 'logprobs', choice: 0, tokens: [{ token: 'a', logprob: -0.5, top }] },
    ]);
  });

  const nothing: readonly unknown[] = [
    null,
    {},
    { content: null },
    { content: [null, { token: 7 }] },
    { tokens: ['a'] },
  ];
  for (const logprobs of nothing) {
    it(`passes over logprobs of ${JSON.stringify(logprobs)}`, async () => {
      const answer = await reading(wire, delta({ content: 'a' }, { logprobs }), done);
      assert.equal(answer.error, undefined);
      assert.deepEqual(logprobsOf(answer), []);
    });
  }

  const costs: readonly (readonly [string, object, number | undefined])[] = [
    ['the price of the gateway', { cost: 0.0123 }, 0.0123],
    ['nothing', { cost: 0 }, 0],
    [
      "its fee and the vendor's price",
      { cost: 0.25, is_byok: true, cost_details: { upstream_inference_cost: 0.5 } },
      0.75,
    ],
    ['its fee alone, which is not the whole', { cost: 0.01, is_byok: true }, undefined],
    ['a price that can not be', { cost: -1 }, undefined],
    ['a price that is no number', { cost: { total: 1 } }, undefined],
  ];
  for (const [what, cost, usd] of costs) {
    it(`takes ${what} for ${usd}`, async () => {
      const usage = { prompt_tokens: 1, completion_tokens: 1, ...cost };
      const answer = await reading(wire, delta({ content: 'a' }), done, data({ choices: [], usage }), wire.terminal);
      assert.equal(answer.usage?.reportedUsd, usd);
    });
  }

  it("reads Azure's beginning, which has no choice", async () => {
    const filters = [{ prompt_index: 0, content_filter_results: { hate: { filtered: false, severity: 'safe' } } }];
    const first = data({ id: '', model: '', object: '', created: 0, choices: [], prompt_filter_results: filters });
    const { text, error, events } = await reading(
      wire,
      first,
      data({ model: 'gpt-x', choices: [] }),
      delta({ content: 'a' }),
      done,
    );
    assert.deepEqual([text, error], ['a', undefined]);
    assert.deepEqual(
      events.find(({ type }) => type === 'response'),
      { type: 'response', model: 'gpt-x' },
    );
  });
});

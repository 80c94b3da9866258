// Responses: what a stream means.
import assert from 'node:assert/strict';
import { ChaosServer, chunk, gate, streamHead } from '../support/chaos.ts';
import { run } from '../support/collect.ts';
import { reading } from '../support/exchange.ts';
import { responsesEvent as event, responseEvent } from '../support/wires/openaiResponses.ts';
import { providerAt, wireOf } from '../support/wires.ts';

const wire = wireOf('openai-responses');
const done = responseEvent('completed', { status: 'completed' });
const text = (delta: string, place: object = { output_index: 0, content_index: 0 }) =>
  event('response.output_text.delta', { ...place, delta });

/** Why a response is incomplete, and what that is called. */
const cuts: Readonly<Record<string, string>> = {
  max_output_tokens: 'length',
  max_tokens: 'length',
  content_filter: 'content_filter',
};

describe('openai-responses: streams', () => {
  const ends: readonly (readonly [string, string, string])[] = [
    ['response.completed', done, 'stop'],
    ['response.completed that leaves the status open', responseEvent('completed', { status: 'in_progress' }), 'stop'],
    ['response.completed without a response', event('response.completed', {}), 'stop'],
    ['[DONE] after response.completed', `${done}data: [DONE]\n\n`, 'stop'],
    ...Object.entries(cuts).map(([reason, finish]) => {
      const details = { status: 'incomplete', incomplete_details: { reason } };
      return [`response.incomplete for ${reason}`, responseEvent('incomplete', details), finish] as const;
    }),
    [
      'response.completed with the status incomplete',
      responseEvent('completed', { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }),
      'length',
    ],
    ['incomplete for another reason', responseEvent('incomplete', { incomplete_details: { reason: 'steered' } }), ''],
    ['incomplete for no reason', responseEvent('incomplete', { incomplete_details: null }), ''],
    ['response.completed with the status cancelled', responseEvent('completed', { status: 'cancelled' }), ''],
    ['[DONE] alone', 'data: [DONE]\n\n', ''],
    [
      'the end of its only item',
      event('response.output_item.done', { output_index: 0, item: { type: 'message' } }),
      '',
    ],
    ['nothing', '', ''],
  ];
  for (const [what, frame, finish] of ends) {
    it(`calls an answer with ${what} ${finish || 'incomplete'}`, async () => {
      const { text: said, finishes, error } = await reading(wire, wire.start, text('a'), frame);
      assert.equal(said, 'a');
      assert.deepEqual(finishes, finish ? [finish] : []);
      assert.equal(error?.kind, finish ? undefined : 'incomplete');
    });
  }

  it('takes an answer for complete whose connection breaks after response.completed', async () => {
    const seen = gate();
    const steps = [streamHead(), chunk(text('a') + done), { wait: seen.passed }, 'reset' as const];
    await using server = await ChaosServer.start(() => steps);
    const provider = await providerAt(wire, server.origin);
    const { finishes, error } = await run(provider, {}, (one) => one.type === 'text' && seen.open());
    assert.deepEqual([finishes, error], [['stop'], undefined]);
  });

  const failures: readonly (readonly [string, string, string, string | undefined])[] = [
    [
      'a failed response',
      responseEvent('failed', { error: { code: 'rate_limit_exceeded', message: 'Slow' } }),
      'rateLimit',
      'Slow',
    ],
    ['a failed response without an error', responseEvent('failed', { error: null }), 'server', undefined],
    [
      'response.completed with the status failed',
      responseEvent('completed', { status: 'failed', error: { message: 'No' } }),
      'server',
      'No',
    ],
    [
      'a prompt that is too long',
      event('error', { code: 'context_length_exceeded', message: 'Too long' }),
      'contextTooLong',
      'Too long',
    ],
    ['a nested error event', event('error', { error: { code: 'insufficient_quota', message: 'Pay' } }), 'quota', 'Pay'],
    ['an error event without a word', event('error', {}), 'server', undefined],
  ];
  for (const [what, frame, kind, detail] of failures) {
    it(`calls ${what} ${kind}, with what came before`, async () => {
      for (const before of ['', text('a')]) {
        const { text: said, finishes, error } = await reading(wire, wire.start, before, frame, done);
        assert.deepEqual([said, finishes, error?.kind, error?.facts.detail], [before && 'a', [], kind, detail]);
      }
    });
  }

  it('counts what a failed response has cost', async () => {
    const { usage } = await reading(
      wire,
      responseEvent('failed', { usage: { input_tokens: 5 }, error: { message: 'x' } }),
    );
    assert.deepEqual(usage, { input: 5 });
  });

  const usages: readonly (readonly [string, object, object | undefined])[] = [
    [
      'OpenAI',
      {
        input_tokens: 10,
        input_tokens_details: { cached_tokens: 4, cache_write_tokens: 2 },
        output_tokens: 8,
        output_tokens_details: { reasoning_tokens: 5 },
        total_tokens: 18,
      },
      { input: 10, output: 8, cacheRead: 4, cacheWrite: 2, reasoning: 5 },
    ],
    [
      'a server that counts reasoning apart',
      { input_tokens: 10, output_tokens: 8, total_tokens: 23, output_tokens_details: { reasoning_tokens: 5 } },
      { input: 10, output: 13, reasoning: 5 },
    ],
    ['OpenRouter', { input_tokens: 1, output_tokens: 2, cost: 0.5 }, { input: 1, output: 2, reportedUsd: 0.5 }],
    ['xAI', { output_tokens: 2, cost_in_usd_ticks: 233_008_500 }, { output: 2, reportedUsd: 0.02330085 }],
    ['nobody', { input_tokens: null, input_tokens_details: null, cost: -1 }, undefined],
  ];
  for (const [who, counts, usage] of usages) {
    it(`reads the counts of ${who}`, async () => {
      const collected = await reading(wire, text('a'), responseEvent('completed', { usage: counts }));
      assert.deepEqual(collected.usage, usage);
    });
  }
});

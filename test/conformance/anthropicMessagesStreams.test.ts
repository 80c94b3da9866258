// Messages: what a stream means.
import assert from 'node:assert/strict';
import type { AssistantPart } from '../../src/core/chat/message.ts';
import { ChaosServer } from '../support/chaos.ts';
import { run } from '../support/collect.ts';
import { lowering, reading } from '../support/exchange.ts';
import { providerAt, wireOf } from '../support/wires.ts';

const wire = wireOf('anthropic-messages');
const event = (type: string, fields: object = {}) => `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
const start = (index: number, content_block: object) => event('content_block_start', { index, content_block });
const delta = (index: number, delta: object) => event('content_block_delta', { index, delta });
const stop = (index: number) => event('content_block_stop', { index });
const ended = (stop_reason: string | null) =>
  event('message_delta', { delta: { stop_reason } }) + event('message_stop');

describe('anthropic-messages: streams', () => {
  it('gives back thinking and redacted thinking exactly as they came', async () => {
    const { events, thinking } = await reading(
      wire,
      wire.start,
      start(0, { type: 'thinking', thinking: '', signature: '' }),
      delta(0, { type: 'thinking_delta', thinking: 'Let ' }),
      delta(0, { type: 'thinking_delta', thinking: 'me.\u200b' }),
      delta(0, { type: 'signature_delta', signature: 'abc' }),
      delta(0, { type: 'signature_delta', signature: 'def' }),
      stop(0),
      start(1, { type: 'redacted_thinking', data: 'b3BhcXVl' }),
      stop(1),
      ended('end_turn'),
    );
    assert.equal(thinking, 'Let me.\u200b');
    const parts = events.flatMap((one): AssistantPart[] =>
      one.type === 'thinking' && one.providerData
        ? [{ type: 'thinking', text: 'x', providerData: one.providerData }]
        : [],
    );
    const { body } = await lowering(wire, {
      messages: [{ role: 'assistant', parts: [...parts, { type: 'text', text: 'Yes.' }] }],
    });
    const content = body.messages[0]?.content;
    assert.ok(Array.isArray(content));
    assert.deepEqual(content.slice(0, 2), [
      { type: 'thinking', thinking: 'Let me.\u200b', signature: 'abcdef' },
      { type: 'redacted_thinking', data: 'b3BhcXVl' },
    ]);
  });

  const reasons = {
    end_turn: 'stop',
    stop_sequence: 'stop',
    max_tokens: 'length',
    tool_use: 'stop', // no call came with it
    pause_turn: 'stop',
    refusal: 'refusal',
    model_context_window_exceeded: 'length',
    brand_new: 'stop',
  };
  for (const [reason, finish] of Object.entries(reasons)) {
    it(`calls the stop reason ${reason} ${finish}`, async () => {
      const { finishes } = await reading(wire, wire.start, wire.text('a'), ended(reason));
      assert.deepEqual(finishes, [finish]);
    });
  }

  it('calls a window that was full before the first word a conversation that is too long', async () => {
    const { error, finishes } = await reading(
      wire,
      wire.start,
      wire.thinking('Hm.'),
      ended('model_context_window_exceeded'),
    );
    assert.deepEqual([error?.kind, finishes], ['contextTooLong', []]);
    assert.equal(error?.facts.code, 'model_context_window_exceeded');
  });

  it('counts the first of two starts', async () => {
    const begin = (input_tokens: number) =>
      event('message_start', { message: { id: 'msg_1', model: `model-${input_tokens}`, usage: { input_tokens } } });
    const { events, usage, text } = await reading(wire, begin(10), begin(99), wire.text('ok'), ended('end_turn'));
    assert.equal(text, 'ok');
    assert.equal(usage?.input, 10);
    assert.deepEqual(
      events.flatMap((one) => (one.type === 'response' ? [one.model] : [])),
      ['model-10'],
    );
  });

  it('adds up what was written to the cache where only its parts are told', async () => {
    const cache_creation = { ephemeral_5m_input_tokens: 30, ephemeral_1h_input_tokens: 12 };
    const message = { model: 'm', usage: { input_tokens: 5, cache_creation, output_tokens: 1 } };
    const { usage } = await reading(wire, event('message_start', { message }), wire.text('a'), ended('end_turn'));
    assert.deepEqual(usage, { input: 47, output: 1, cacheWrite: 42 });
  });

  it('takes a stop reason without message_stop for incomplete', async () => {
    const { error, text } = await reading(wire, wire.start, wire.text('a'), wire.finish('stop'));
    assert.deepEqual([text, error?.kind], ['a', 'incomplete']);
  });

  it('keeps the counts of the start when the end repeats only some', async () => {
    const usage = { input_tokens: 5, cache_read_input_tokens: 100, cache_creation_input_tokens: 20, output_tokens: 1 };
    const { events } = await reading(
      wire,
      event('message_start', { message: { model: 'm', usage } }),
      wire.text('a'),
      event('message_delta', {
        delta: { stop_reason: 'end_turn' },
        usage: { output_tokens: 30, input_tokens: null, output_tokens_details: { thinking_tokens: 12 } },
      }),
      event('message_stop'),
    );
    const usages = events.flatMap((one) => (one.type === 'usage' ? [one.usage] : []));
    assert.deepEqual(usages, [
      { input: 125, output: 1, cacheRead: 100, cacheWrite: 20 },
      { input: 125, output: 30, cacheRead: 100, cacheWrite: 20, reasoning: 12 },
    ]);
  });

  it('passes over events and blocks it does not know, and a second start', async () => {
    const { text, error, finishes, events } = await reading(
      wire,
      wire.start,
      event('brand_new', { index: 'x' }),
      start(0, { type: 'server_tool_use', id: 's', name: 'web_search', input: {} }),
      delta(0, { type: 'input_json_delta', partial_json: '{"q":1}' }),
      stop(0),
      start(1, { type: 'text', text: 'a' }),
      delta(1, { type: 'citations_delta', citation: {} }),
      delta(1, { type: 'text_delta', text: 'b' }),
      delta(1, { type: 'text_delta', text: null }),
      wire.start,
      delta(7, { type: 'text_delta', text: 'c' }),
      stop(1),
      ended(null),
    );
    assert.deepEqual([text, error, finishes], ['abc', undefined, ['stop']]);
    assert.equal(events.filter(({ type }) => type === 'response').length, 1);
    assert.equal(
      events.some(({ type }) => type === 'toolCall'),
      false,
    );
  });

  it('takes an input that comes whole with the start', async () => {
    const { events } = await reading(
      wire,
      wire.start,
      start(1, { type: 'tool_use', id: 'a', name: 'f', input: { x: 1 } }),
      stop(1),
      ended('tool_use'),
    );
    assert.deepEqual(
      events.find(({ type }) => type === 'toolCall'),
      { type: 'toolCall', choice: 0, id: 'a', name: 'f', argumentsJson: '{"x":1}' },
    );
  });

  it('keeps interleaved tool calls apart', async () => {
    const { events } = await reading(
      wire,
      wire.start,
      start(1, { type: 'tool_use', id: 'a', name: 'f', input: {} }),
      start(2, { type: 'tool_use', id: 'b', name: 'f', input: {} }),
      delta(1, { type: 'input_json_delta', partial_json: '{"x":' }),
      delta(2, { type: 'input_json_delta', partial_json: '{"y":' }),
      delta(1, { type: 'input_json_delta', partial_json: '1}' }),
      delta(2, { type: 'input_json_delta', partial_json: '2}' }),
      stop(2),
      stop(1),
      ended('tool_use'),
    );
    const calls = events.flatMap((one) => (one.type === 'toolCall' ? [[one.id, one.argumentsJson]] : []));
    assert.deepEqual(calls, [
      ['a', '{"x":1}'],
      ['b', '{"y":2}'],
    ]);
  });

  for (const index of [-1, 1.5, 1e9, '__proto__', 'constructor']) {
    it(`refuses a block with the index ${index}`, async () => {
      const { error } = await reading(
        wire,
        wire.start,
        event('content_block_start', { index, content_block: { type: 'text', text: 'x' } }),
        ended('end_turn'),
      );
      assert.equal(error?.kind, 'protocol');
    });
  }

  it('calls a spending limit, which comes as 400, a matter of money', async () => {
    const message =
      'You have reached your specified API usage limits. You will regain access on 2026-12-01 at 00:00 UTC.';
    await using server = await ChaosServer.start(() => [
      {
        send: `HTTP/1.1 400 x\r\ncontent-type: application/json\r\ncontent-length: ${wire.error('invalid_request_error', message).length}\r\n\r\n`,
      },
      { send: wire.error('invalid_request_error', message) },
    ]);
    const { error } = await run(await providerAt(wire, server.origin));
    assert.equal(error?.kind, 'quota');
  });
});

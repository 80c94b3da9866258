// Responses: every event of the API, one by one.
import assert from 'node:assert/strict';
import type { ResponseStreamEvent } from 'openai/resources/responses/responses';
import { reading } from '../support/exchange.ts';
import { responsesEvent as event, responseEvent } from '../support/wires/openaiResponses.ts';
import { wireOf } from '../support/wires.ts';

const wire = wireOf('openai-responses');
const done = responseEvent('completed', { status: 'completed', model: undefined });
const place = { item_id: 'i1', output_index: 0, content_index: 0 };
const call = { type: 'function_call', id: 'i1', call_id: 'c1', name: 'f', arguments: '' };
const thought = { type: 'reasoning', id: 'i1', summary: [], encrypted_content: 'e' };

const passedOver = [
  ...(['response.audio.delta', 'response.audio.done'] as const),
  ...(['response.audio.transcript.delta', 'response.audio.transcript.done'] as const),
  ...(['response.code_interpreter_call_code.delta', 'response.code_interpreter_call_code.done'] as const),
  ...(['response.code_interpreter_call.in_progress', 'response.code_interpreter_call.interpreting'] as const),
  ...(['response.code_interpreter_call.completed', 'response.compaction.compacting'] as const),
  ...(['response.content_part.added', 'response.content_part.done'] as const),
  ...(['response.custom_tool_call_input.delta', 'response.custom_tool_call_input.done'] as const),
  ...(['response.file_search_call.in_progress', 'response.file_search_call.searching'] as const),
  ...(['response.file_search_call.completed', 'response.image_generation_call.in_progress'] as const),
  ...(['response.image_generation_call.generating', 'response.image_generation_call.partial_image'] as const),
  ...(['response.image_generation_call.completed', 'response.mcp_call_arguments.delta'] as const),
  ...(['response.mcp_call_arguments.done', 'response.mcp_call.in_progress'] as const),
  ...(['response.mcp_call.completed', 'response.mcp_call.failed'] as const),
  ...(['response.mcp_list_tools.in_progress', 'response.mcp_list_tools.completed'] as const),
  ...(['response.mcp_list_tools.failed', 'response.output_text.annotation.added'] as const),
  ...(['response.reasoning_summary_part.added', 'response.reasoning_summary_part.done'] as const),
  ...(['response.shell_call_command.added', 'response.shell_call_command.delta'] as const),
  ...(['response.shell_call_command.done', 'response.shell_call_output_content.delta'] as const),
  ...(['response.shell_call_output_content.done', 'response.web_search_call.in_progress'] as const),
  ...(['response.web_search_call.searching', 'response.web_search_call.completed'] as const),
] satisfies readonly ResponseStreamEvent['type'][];

interface Meaning {
  readonly fields: object;
  /** What came before. */
  readonly after?: string;
  /** What comes of it, without what was sent, and how the answer ends. */
  readonly means: readonly unknown[];
  readonly ends?: string;
}

const text = { type: 'text', choice: 0, text: 'x' };
const thinking = { type: 'thinking', choice: 0, text: 'x' };
const toolCall = { type: 'toolCall', choice: 0, id: 'c1', name: 'f', argumentsJson: '{"a":1}' };
const announced = event('response.output_item.added', { ...place, item: call });
const closing = {
  type: 'thinking',
  choice: 0,
  text: '',
  providerData: { 'openai-responses': { origin: 'test/test-model', item: thought, callsBefore: 0 } },
};
const model = { means: [{ type: 'response', model: 'm' }], fields: { response: { model: 'm', usage: null } } };

/** All the others: together with the list above this is every event the SDK knows. */
const taken: Readonly<Record<Exclude<ResponseStreamEvent['type'], (typeof passedOver)[number]>, Meaning>> = {
  'response.created': model,
  'response.queued': model,
  'response.in_progress': model,
  'response.completed': { ...model, ends: 'stop' },
  'response.incomplete': {
    fields: { response: { incomplete_details: { reason: 'max_output_tokens' } } },
    means: [],
    ends: 'length',
  },
  'response.failed': { fields: { response: { error: { code: 'server_error' } } }, means: [], ends: 'server' },
  error: { fields: { code: 'rate_limit_exceeded', message: 'Slow down' }, means: [], ends: 'rateLimit' },
  'response.output_text.delta': { fields: { delta: 'x', logprobs: [] }, means: [text] },
  'response.output_text.done': { fields: { text: 'x' }, means: [text] },
  'response.refusal.delta': { fields: { delta: 'x' }, means: [text], ends: 'refusal' },
  'response.refusal.done': { fields: { refusal: 'x' }, means: [text], ends: 'refusal' },
  'response.reasoning_summary_text.delta': { fields: { delta: 'x', summary_index: 0 }, means: [thinking] },
  'response.reasoning_summary_text.done': { fields: { text: 'x', summary_index: 0 }, means: [thinking] },
  'response.reasoning_text.delta': { fields: { delta: 'x' }, means: [thinking] },
  'response.reasoning_text.done': { fields: { text: 'x' }, means: [thinking] },
  'response.output_item.added': { fields: { item: { type: 'message', content: [] } }, means: [] },
  'response.output_item.done': { fields: { item: thought }, means: [closing] },
  'response.function_call_arguments.delta': {
    after: announced,
    fields: { delta: '{"a":1}' },
    means: [toolCall],
    ends: 'tool_calls',
  },
  'response.function_call_arguments.done': {
    after: announced,
    fields: { arguments: '{"a":1}' },
    means: [toolCall],
    ends: 'tool_calls',
  },
};

describe('openai-responses: events', () => {
  for (const [type, { fields, after = '', means, ends = 'stop' }] of Object.entries(taken)) {
    it(`knows what ${type} means`, async () => {
      const { events, error } = await reading(wire, after, event(type, { ...place, ...fields }), done);
      const what = events.filter((one) => one.type !== 'sent' && one.type !== 'finish');
      assert.deepEqual(what, means);
      const finish = events.find((one) => one.type === 'finish');
      assert.equal(finish?.reason ?? error?.kind, ends);
    });
  }

  const misleading = { ...place, delta: 'x', text: 'x', arguments: '{}', input: 'x', code: 'x', summary_index: 0 };
  const part = { type: 'output_text', text: 'x' };
  for (const type of [...passedOver, 'response.of.the.future', 'ping', 'message_stop']) {
    it(`passes over ${type}`, async () => {
      const frame = event(type, { ...misleading, part, item: { type: 'message', content: [part] } });
      const { events, finishes, error } = await reading(wire, frame, done);
      assert.equal(error, undefined);
      assert.deepEqual(finishes, ['stop']);
      assert.equal(events.filter(({ type }) => type !== 'sent').length, 1);
    });
  }

  it('reads the type from the frame where the event itself has none', async () => {
    const frame = `event: response.output_text.delta\ndata: ${JSON.stringify({ ...place, delta: 'x' })}\n\n`;
    assert.equal((await reading(wire, frame, done)).text, 'x');
  });

  it('passes over events with nothing in them', async () => {
    const empty = Object.keys(taken).filter((type) => !/completed|failed|error|function_call|refusal/.test(type));
    const { error, events } = await reading(
      wire,
      ...empty.map((type) => `data: ${JSON.stringify({ type })}\n\n`),
      done,
    );
    assert.equal(error?.kind, 'incomplete', 'response.incomplete without a reason');
    assert.deepEqual(
      events.map(({ type }) => type),
      ['sent'],
    );
  });
});

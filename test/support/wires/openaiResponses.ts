// Responses as the conformance suite speaks it. Reason and usage stand in the terminal event, so nothing follows `finish`.
import type { Wire, WireUsage } from '../wires.ts';

const data = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;

/** A named event of a Responses stream. */
export function responsesEvent(type: string, fields: object): string {
  return `event: ${type}\n${data({ type, sequence_number: 0, ...fields })}`;
}

/** An event that carries the response as it stands. */
export function responseEvent(type: 'created' | 'in_progress' | 'completed' | 'incomplete' | 'failed', fields = {}) {
  const response = { id: 'resp_1', object: 'response', model: 'test-model-1', output: [], usage: null, ...fields };
  return responsesEvent(`response.${type}`, { response });
}

const reasoningId = 'rs_1';

function call(position: number, id: string, name: string, pieces: readonly string[]): string {
  const place = { output_index: position + 2 };
  const item = { id: `fc_${position}`, type: 'function_call', call_id: id, name };
  const args = pieces.join('');
  return [
    responsesEvent('response.output_item.added', { ...place, item: { ...item, status: 'in_progress', arguments: '' } }),
    ...pieces.map((delta) =>
      responsesEvent('response.function_call_arguments.delta', { ...place, item_id: item.id, delta }),
    ),
    responsesEvent('response.function_call_arguments.done', { ...place, item_id: item.id, arguments: args }),
    responsesEvent('response.output_item.done', { ...place, item: { ...item, status: 'completed', arguments: args } }),
  ].join('');
}

function thought(text: string): string {
  const id = `${reasoningId}_${text.length}`;
  const place = { output_index: 0 };
  const part = { ...place, item_id: id, summary_index: 0 };
  const item = { id, type: 'reasoning', summary: [{ type: 'summary_text', text }], encrypted_content: 'ZW5jcnlwdGVk' };
  return [
    responsesEvent('response.output_item.added', { ...place, item: { id, type: 'reasoning', summary: [] } }),
    responsesEvent('response.reasoning_summary_part.added', { ...part, part: { type: 'summary_text', text: '' } }),
    responsesEvent('response.reasoning_summary_text.delta', { ...part, delta: text }),
    responsesEvent('response.reasoning_summary_text.done', { ...part, text }),
    responsesEvent('response.reasoning_summary_part.done', { ...part, part: { type: 'summary_text', text } }),
    responsesEvent('response.output_item.done', { ...place, item }),
  ].join('');
}

function end(reason: 'stop' | 'length' | 'tool_calls', usage: WireUsage | undefined): string {
  const counts = usage && {
    input_tokens: usage.input,
    input_tokens_details: { cached_tokens: usage.cacheRead },
    output_tokens: usage.output,
  };
  if (reason !== 'length') return responseEvent('completed', { status: 'completed', usage: counts });
  const details = { incomplete_details: { reason: 'max_output_tokens' } };
  return responseEvent('incomplete', { status: 'incomplete', usage: counts, ...details });
}

export const openaiResponses: Wire = {
  api: 'openai-responses',
  path: '/v1/responses',
  start: responseEvent('created', { status: 'in_progress' }) + responseEvent('in_progress', { status: 'in_progress' }),
  text: (delta) =>
    responsesEvent('response.output_text.delta', { item_id: 'msg_1', output_index: 1, content_index: 0, delta }),
  thinking: thought,
  toolCall: call,
  finish: end,
  terminal: '',
  error: (code, message) => JSON.stringify({ error: { message, type: code, code, param: null } }),
  errorFrames: (message) => ({
    'OpenAI: error event': responsesEvent('error', { code: 'overloaded_error', message, param: null }),
    'OpenAI: failed response': responseEvent('failed', {
      status: 'failed',
      error: { code: 'overloaded_error', message },
    }),
    'gateway: error object': data({ error: { message, type: 'server_error', code: 'overloaded_error' } }),
    'gateway: error in an error event': data({ type: 'error', error: { message, code: 'overloaded_error' } }),
  }),
  models: (...ids) => JSON.stringify({ object: 'list', data: ids.map((id) => ({ id, object: 'model' })) }),
};

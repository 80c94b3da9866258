// Messages as a wire of the strict server: from a good body to a stream.
import { contentText } from './chatWire.ts';
import { messagesRules, messagesThinks } from './messagesRules.ts';
import { messagesShape } from './messagesShape.ts';
import type { Answer, Asked, StrictWire, Wanted } from './rules.ts';
import { fieldsOf, listOf, textOf } from './shape.ts';
import { idOf, seal } from './signatures.ts';

const event = (type: string, fields: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;

function callsBy({ body }: Asked): Wanted['calls'] {
  const { type, name } = fieldsOf(body.tool_choice);
  if (type === 'tool') return { name: textOf(name) };
  if (type === 'any') return 'must';
  return type === 'none' ? 'never' : 'asked';
}

function wanted(asked: Asked): Wanted {
  const { body } = asked;
  const last = listOf(body.messages).at(-1);
  const { schema } = fieldsOf(fieldsOf(body.output_config).format);
  const hasResult = listOf(last?.content).some(({ type }) => type === 'tool_result');
  return {
    n: 1,
    maxTokens: Number(body.max_tokens),
    stops: (Array.isArray(body.stop_sequences) ? body.stop_sequences : []).map(textOf),
    logprobs: undefined,
    json: schema === undefined ? undefined : fieldsOf(schema),
    tools: listOf(body.tools).map(({ name }) => textOf(name)),
    calls: callsBy(asked),
    lastText: last?.role === 'user' && !hasResult ? contentText(last.content) : '',
    thinks: messagesThinks(asked),
    usage: true,
  };
}

function block(index: number, content_block: object, deltas: readonly object[]): string {
  return [
    event('content_block_start', { index, content_block }),
    ...deltas.map((delta) => event('content_block_delta', { index, delta })),
    event('content_block_stop', { index }),
  ].join('');
}

function frames({ choices, usage }: Answer, asked: Asked): string {
  const [choice] = choices;
  if (!choice) throw new Error('an answer has a choice');
  const { thinking, tokens, calls, finish } = choice;
  const blocks: ((index: number) => string)[] = [];
  if (thinking !== '') {
    const deltas = [
      { type: 'thinking_delta', thinking },
      { type: 'signature_delta', signature: seal('anthropic', thinking) },
    ];
    blocks.push((index) => block(index, { type: 'thinking', thinking: '', signature: '' }, deltas));
  }
  if (tokens.length > 0) {
    const deltas = tokens.map((text) => ({ type: 'text_delta', text }));
    blocks.push((index) => block(index, { type: 'text', text: '' }, deltas));
  }
  for (const [position, { name, args }] of calls.entries()) {
    const id = `toolu_${idOf(22, asked.model.id, JSON.stringify(asked.body), String(position))}`;
    const deltas = [{ type: 'input_json_delta', partial_json: JSON.stringify(args) }];
    blocks.push((index) => block(index, { type: 'tool_use', id, name, input: {} }, deltas));
  }
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model: asked.model.id, content: [] };
  const stop_reason = { stop: 'end_turn', length: 'max_tokens', tools: 'tool_use' }[finish];
  return [
    event('message_start', { message: { ...message, usage: { input_tokens: usage.input, output_tokens: 1 } } }),
    event('ping', {}),
    ...blocks.map((write, index) => write(index)),
    event('message_delta', { delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: usage.output } }),
    event('message_stop', {}),
  ].join('');
}

export const messagesWire: StrictWire = {
  id: 'messages',
  path: /^\/v1\/messages$/,
  contentType: 'text/event-stream',
  modelOf: (body) => textOf(body.model),
  shape: messagesShape,
  rules: messagesRules,
  wanted,
  frames,
  refusal: ({ at, message }, _model, status) => ({
    type: 'error',
    error: {
      type: status === 404 ? 'not_found_error' : 'invalid_request_error',
      message: `${at.replace(/\[(\d+)\]/g, '.$1')}: ${message}`,
    },
    request_id: 'req_strict',
  }),
};

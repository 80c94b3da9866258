// What each wire API's own frames can say beyond an ordinary answer.
import type { WireApi } from '../../src/core/models/wireApi.ts';
import { responseEvent, responsesEvent } from '../support/wires/openaiResponses.ts';
import type { Wire } from '../support/wires.ts';

export interface OddFrames {
  /** Frames that are allowed and say nothing. */
  readonly nothing: string;
  /** A frame that counts tokens and says nothing else; '' where only the end counts. */
  readonly counting: string;
  /** Frames and fields that nobody knows yet. */
  readonly unknown: string;
  /** The end of an answer, for a reason in the wire API's own words. */
  end(reason: string): string;
  /** Tool calls as no tidy server sends them, by what is odd about them, and what they are all the same. */
  readonly oddCalls: Readonly<Record<string, readonly [frames: string, calls: readonly string[]]>>;
  /** Tool calls and indexes that can only be a fault or an attack. */
  readonly hostile: Readonly<Record<string, string>>;
  /** An answer "Hello", part of which comes twice; undefined where nothing tells a repetition from a repeated word. */
  readonly repeated: string | undefined;
}

const data = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;

const chunk = (fields: object) => data({ id: 'c1', object: 'chat.completion.chunk', model: 'test-model-1', ...fields });
const choice = (fields: object) => chunk({ choices: [{ index: 0, ...fields }] });
const calls = (...tool_calls: readonly object[]) => choice({ delta: { tool_calls } });
const args = (index: unknown, text: string) => calls({ index, function: { arguments: text } });
const named = (index: unknown, id: string | undefined, name: string, text = '') =>
  calls({ index, ...(id ? { id, type: 'function' } : {}), function: { name, arguments: text } });

const both = ['a({"x":1})', 'b({"y":2})'];

const openaiChat: OddFrames = {
  nothing: [
    chunk({ choices: [] }),
    chunk({ choices: null }),
    chunk({}),
    choice({}),
    choice({ delta: null }),
    choice({ delta: { role: 'assistant' } }),
    choice({ delta: { content: null } }),
    chunk({ choices: [], usage: null }),
  ].join(''),
  counting: chunk({ choices: [], usage: { prompt_tokens: 1 } }),
  unknown: choice({ delta: { hologram: { a: 1 } }, odd: true }) + chunk({ obfuscation: 'x', choices: [] }),
  end: (reason) => `${choice({ delta: {}, finish_reason: reason })}data: [DONE]\n\n`,
  oddCalls: {
    interleaved: [
      [named(0, 'i', 'a'), named(1, 'j', 'b'), args(0, '{"x"'), args(1, '{"y"'), args(0, ':1}'), args(1, ':2}')].join(
        '',
      ),
      both,
    ],
    'with gaps in the index': [named(3, 'i', 'a', '{"x":1}') + named(7, 'j', 'b', '{"y":2}'), both],
    'without ids': [named(0, undefined, 'a', '{"x":1}') + named(1, undefined, 'b', '{"y":2}'), both],
    'without an index': [named(undefined, 'i', 'a', '{"x":1}') + named(undefined, 'j', 'b', '{"y":2}'), both],
    'two under one index': [named(0, 'i', 'a', '{"x":1}') + named(0, 'j', 'b', '{"y":2}'), both],
    'with a split name': [
      named(0, 'i', 'get_') + calls({ index: 0, id: 'i', function: { name: 'it' } }) + args(0, '{}'),
      ['get_it({})'],
    ],
  },
  hostile: {
    'an index of 1e9': named(1e9, 'i', 'a', '{}'),
    'an index of -1': named(-1, 'i', 'a', '{}'),
    'an index that is a text': named('0', 'i', 'a', '{}'),
    'a choice of 1e9': chunk({ choices: [{ index: 1e9, delta: { content: 'x' } }] }),
  },
  repeated: [
    choice({ delta: { role: 'assistant', content: '' } }),
    choice({ delta: { role: 'assistant', content: 'Hello' } }),
    choice({ delta: {}, finish_reason: 'stop' }),
    choice({ delta: {}, finish_reason: 'stop' }),
    'data: [DONE]\n\ndata: [DONE]\n\n',
  ].join(''),
};

const event = (type: string, fields: object = {}) => `event: ${type}\n${data({ type, ...fields })}`;
const open = (index: unknown, content_block: object) => event('content_block_start', { index, content_block });
const delta = (index: unknown, fields: object) => event('content_block_delta', { index, delta: fields });
const json = (index: number, partial_json: string) => delta(index, { type: 'input_json_delta', partial_json });
const stop = (index: number) => event('content_block_stop', { index });
const use = (index: unknown, id: string, name: string) => open(index, { type: 'tool_use', id, name, input: {} });
const messageStart = event('message_start', { message: { model: 'test-model-1', usage: { output_tokens: 1 } } });

const anthropicMessages: OddFrames = {
  nothing: [
    event('ping'),
    event('message_delta', { delta: { stop_reason: null }, usage: null }),
    delta(9, { type: 'text_delta', text: '' }),
    event('message_delta'),
  ].join(''),
  counting: event('message_delta', { delta: {}, usage: { output_tokens: 1 } }),
  unknown: [
    open(5, { type: 'hologram', data: 'x' }),
    delta(5, { type: 'hologram_delta', text: 'no' }),
    stop(5),
    event('galaxy', { a: 1 }),
  ].join(''),
  end: (reason) => event('message_delta', { delta: { stop_reason: reason } }) + event('message_stop'),
  oddCalls: {
    interleaved: [
      [use(1, 'i', 'a'), use(2, 'j', 'b'), json(1, '{"x"'), json(2, '{"y"'), json(1, ':1}'), json(2, ':2}')].join('') +
        stop(1) +
        stop(2),
      both,
    ],
    'with gaps in the index': [
      use(4, 'i', 'a') + json(4, '{"x":1}') + stop(4) + use(9, 'j', 'b') + json(9, '{"y":2}') + stop(9),
      both,
    ],
    'with the input in the start': [
      open(1, { type: 'tool_use', id: 'i', name: 'a', input: { x: 1 } }) +
        stop(1) +
        use(2, 'j', 'b') +
        json(2, '{"y":2}') +
        stop(2),
      both,
    ],
  },
  hostile: {
    'an index of 1e9': use(1e9, 'i', 'a'),
    'an index of -1': use(-1, 'i', 'a'),
    'an index that is a text': use('0', 'i', 'a'),
  },
  repeated: [
    messageStart,
    messageStart,
    open(0, { type: 'text', text: '' }),
    delta(0, { type: 'text_delta', text: 'Hello' }),
    stop(0),
    event('message_delta', { delta: { stop_reason: 'end_turn' } }),
    event('message_stop'),
  ].join(''),
};

const text = { item_id: 'msg_1', output_index: 1, content_index: 0 };
const message = { type: 'message', id: 'msg_1', content: [{ type: 'output_text', text: 'Hello' }] };
const item = (index: unknown, id: string, name: string) =>
  responsesEvent('response.output_item.added', {
    output_index: index,
    item: { id: `fc_${id}`, type: 'function_call', call_id: id, name, arguments: '' },
  });
const argsDelta = (index: number, id: string, piece: string) =>
  responsesEvent('response.function_call_arguments.delta', { output_index: index, item_id: `fc_${id}`, delta: piece });

const openaiResponses: OddFrames = {
  nothing: responsesEvent('response.output_text.delta', { ...text, delta: '' }) + responsesEvent('keepalive', {}),
  counting: responseEvent('in_progress', { status: 'in_progress', usage: { input_tokens: 1 } }),
  unknown: [
    responsesEvent('response.hologram.delta', { ...text, delta: 'no' }),
    responsesEvent('response.output_item.added', { output_index: 7, item: { type: 'hologram', id: 'h' } }),
    responsesEvent('response.output_item.done', { output_index: 7, item: { type: 'hologram', id: 'h', text: 'no' } }),
  ].join(''),
  end: (reason) =>
    reason === 'content_filter'
      ? responseEvent('incomplete', { status: 'incomplete', incomplete_details: { reason } })
      : responseEvent('completed', { status: reason }),
  oddCalls: {
    interleaved: [
      [
        ...[item(2, 'i', 'a'), item(3, 'j', 'b'), argsDelta(2, 'i', '{"x"'), argsDelta(3, 'j', '{"y"')],
        ...[argsDelta(2, 'i', ':1}'), argsDelta(3, 'j', ':2}')],
      ].join(''),
      both,
    ],
    'with gaps in the index': [
      item(5, 'i', 'a') + argsDelta(5, 'i', '{"x":1}') + item(40, 'j', 'b') + argsDelta(40, 'j', '{"y":2}'),
      both,
    ],
  },
  hostile: {
    'an index of 1e9': item(1e9, 'i', 'a'),
    'an index of -1': item(-1, 'i', 'a'),
    'an index that is a text': item('0', 'i', 'a'),
  },
  repeated: [
    responseEvent('created', { status: 'in_progress' }),
    responseEvent('created', { status: 'in_progress' }),
    responsesEvent('response.output_text.delta', { ...text, delta: 'Hello' }),
    responsesEvent('response.output_text.done', { ...text, text: 'Hello' }),
    responsesEvent('response.output_item.done', { output_index: 1, item: message }),
    responseEvent('completed', { status: 'completed', output: [message] }),
  ].join(''),
};

const content = (...parts: readonly object[]) =>
  data({ candidates: [{ content: { parts, role: 'model' }, index: 0 }], modelVersion: 'test-model-1' });
const functionCall = (fields: object) => ({ functionCall: fields });

const googleGenai: OddFrames = {
  nothing: [
    data({}),
    data({ candidates: [] }),
    data({ candidates: [{ index: 0 }] }),
    data({ candidates: [{ content: { role: 'model' }, index: 0 }] }),
    data({ candidates: [{ content: { parts: null }, index: 0 }], usageMetadata: null }),
  ].join(''),
  counting: data({ usageMetadata: { promptTokenCount: 1 } }),
  unknown: content({ hologram: { a: 1 } }) + data({ odd: 1, candidates: [{ index: 0, odd: {} }] }),
  end: (finishReason) =>
    data({ candidates: [{ content: { parts: [], role: 'model' }, finishReason, index: 0 }], usageMetadata: {} }),
  oddCalls: {
    'two in one piece, without ids': [
      content(functionCall({ name: 'a', args: { x: 1 } }), functionCall({ name: 'b', args: { y: 2 } })),
      both,
    ],
    'without arguments': [content(functionCall({ name: 'a' })), ['a({})']],
  },
  hostile: {
    'arguments that are no object': content(functionCall({ name: 'a', args: 'rm' })),
    'a candidate of 1e9': data({ candidates: [{ index: 1e9, content: { parts: [{ text: 'x' }] } }] }),
    'a candidate of -1': data({ candidates: [{ index: -1, content: { parts: [{ text: 'x' }] } }] }),
  },
  repeated: undefined,
};

const line = (fields: object) => `${JSON.stringify({ model: 'test-model-1', ...fields })}\n`;
const said = (fields: object) => line({ message: { role: 'assistant', content: '', ...fields }, done: false });

const ollamaChat: OddFrames = {
  nothing: [line({}), line({ done: false }), line({ message: null, done: false }), said({ tool_calls: [] })].join(''),
  counting: '',
  unknown: said({ hologram: 1 }) + line({ odd: {}, done: false }),
  end: (done_reason) => line({ message: { role: 'assistant', content: '' }, done: true, done_reason }),
  oddCalls: {
    'all with index 0 and no id': [
      said({ tool_calls: [{ function: { index: 0, name: 'a', arguments: { x: 1 } } }] }) +
        said({ tool_calls: [{ function: { index: 0, name: 'b', arguments: { y: 2 } } }] }),
      both,
    ],
    'without arguments': [said({ tool_calls: [{ function: { name: 'a' } }] }), ['a({})']],
  },
  hostile: {
    'arguments that are a list': said({ tool_calls: [{ function: { name: 'a', arguments: [1] } }] }),
    'a name that is no text': said({ tool_calls: [{ function: { name: 7, arguments: {} } }] }),
  },
  repeated: undefined,
};

const odd: Readonly<Partial<Record<WireApi, OddFrames>>> = {
  'openai-chat': openaiChat,
  'openai-responses': openaiResponses,
  'anthropic-messages': anthropicMessages,
  'google-genai': googleGenai,
  'ollama-chat': ollamaChat,
};

export function oddFramesOf({ api }: Wire): OddFrames {
  const found = odd[api];
  if (!found) throw new Error(`nobody has written odd frames of ${api}`);
  return found;
}

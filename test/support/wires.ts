// The wire APIs as the conformance suite speaks them: the same answers, in each one's own frames.
import type { Provider } from '../../src/core/chat/provider.ts';
import type { Connection } from '../../src/core/models/connection.ts';
import type { WireApi } from '../../src/core/models/wireApi.ts';
import { transportLimits } from '../../src/core/run/limits.ts';
import type { AdapterDeps, Framing } from '../../src/providers/guardedFetch.ts';
import { loadProvider } from '../../src/providers/load.ts';
import { googleGenai } from './wires/googleGenai.ts';
import { ollamaChat } from './wires/ollamaChat.ts';
import { openaiResponses } from './wires/openaiResponses.ts';

/** The key of every test connection; it must never turn up in an error. */
export const canaryKey = 'sk-canary-0123456789abcdef';

export interface WireUsage {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
}

/** How one wire API writes an answer: frames, to be joined and sent. */
export interface Wire {
  readonly api: WireApi;
  /** The path of a completion below the origin. */
  readonly path: string;
  /** How its streams are framed, where not as server-sent events. */
  readonly framing?: Framing;
  /** What comes before the first piece of the answer. */
  readonly start: string;
  text(text: string): string;
  /** A stretch of thinking, closed. */
  thinking(text: string): string;
  /** A tool call; `pieces` are its arguments in the order they come. */
  toolCall(position: number, id: string, name: string, pieces: readonly string[]): string;
  /** The reason and the usage, without the terminal signal. */
  finish(reason: 'stop' | 'length' | 'tool_calls', usage?: WireUsage): string;
  /** What ends a stream properly, after `finish`. */
  readonly terminal: string;
  /** The body of an error response. */
  error(code: string, message: string): string;
  /** Frames of an error inside a stream, by the name of the form. */
  errorFrames(message: string): Readonly<Record<string, string>>;
  /** A list of models as a response body. */
  models(...ids: readonly string[]): string;
  /** The path of that list, where it is not `/v1/models`. */
  readonly listPath?: string;
  /** A list in which this is the only model, where entries are not `{id}` under `data`. */
  oddModels?(id: string): string;
}

const data = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;

function chatChunk(delta: object, more: object = {}): string {
  return data({
    id: 'c1',
    object: 'chat.completion.chunk',
    model: 'test-model-1',
    choices: [{ index: 0, delta }],
    ...more,
  });
}

const openaiChat: Wire = {
  api: 'openai-chat',
  path: '/v1/chat/completions',
  start: chatChunk({ role: 'assistant', content: '' }),
  text: (content) => chatChunk({ content }),
  thinking: (text) => chatChunk({ reasoning_content: text }),
  toolCall: (index, id, name, pieces) =>
    [
      chatChunk({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] }),
      ...pieces.map((piece) => chatChunk({ tool_calls: [{ index, function: { arguments: piece } }] })),
    ].join(''),
  finish: (reason, usage) => {
    const end = data({ model: 'test-model-1', choices: [{ index: 0, delta: {}, finish_reason: reason }] });
    if (!usage) return end;
    const { input, output, cacheRead } = usage;
    const counts = {
      prompt_tokens: input,
      completion_tokens: output,
      prompt_tokens_details: { cached_tokens: cacheRead },
    };
    return end + data({ model: 'test-model-1', choices: [], usage: counts });
  },
  terminal: 'data: [DONE]\n\n',
  error: (code, message) => JSON.stringify({ error: { message, type: code, code, param: null } }),
  errorFrames: (message) => ({
    'OpenAI: error object': data({ error: { message, type: 'server_error', code: 'overloaded_error' } }),
    'OpenAI: named event': `event: error\n${data({ error: { message, code: 'overloaded_error' } })}`,
    'OpenRouter: error beside choices': data({
      error: { code: 503, message },
      choices: [{ index: 0, delta: { content: '' }, finish_reason: 'error' }],
    }),
  }),
  models: (...ids) => JSON.stringify({ object: 'list', data: ids.map((id) => ({ id, object: 'model' })) }),
};

function event(type: string, fields: object): string {
  return `event: ${type}\n${data({ type, ...fields })}`;
}

function block(index: number, content: object, deltas: readonly object[]): string {
  return [
    event('content_block_start', { index, content_block: content }),
    ...deltas.map((delta) => event('content_block_delta', { index, delta })),
    event('content_block_stop', { index }),
  ].join('');
}

const anthropicMessages: Wire = {
  api: 'anthropic-messages',
  path: '/v1/messages',
  start:
    event('message_start', {
      message: { id: 'm1', role: 'assistant', model: 'test-model-1', content: [], usage: { output_tokens: 1 } },
    }) + event('ping', {}),
  text: (text) => block(0, { type: 'text', text: '' }, [{ type: 'text_delta', text }]),
  thinking: (thinking) =>
    block(0, { type: 'thinking', thinking: '', signature: '' }, [
      { type: 'thinking_delta', thinking },
      { type: 'signature_delta', signature: 'c2lnbmF0dXJl' },
    ]),
  toolCall: (position, id, name, pieces) =>
    block(
      position + 1,
      { type: 'tool_use', id, name, input: {} },
      pieces.map((piece) => ({ type: 'input_json_delta', partial_json: piece })),
    ),
  finish: (reason, usage) => {
    const reasons = { stop: 'end_turn', length: 'max_tokens', tool_calls: 'tool_use' };
    const counts = usage && {
      input_tokens: usage.input - usage.cacheRead,
      cache_read_input_tokens: usage.cacheRead,
      output_tokens: usage.output,
    };
    return event('message_delta', { delta: { stop_reason: reasons[reason] }, ...(counts ? { usage: counts } : {}) });
  },
  terminal: event('message_stop', {}),
  error: (type, message) => JSON.stringify({ type: 'error', error: { type, message }, request_id: 'req_body' }),
  errorFrames: (message) => ({
    'Anthropic: named': event('error', { error: { type: 'overloaded_error', message } }),
    'Anthropic: without event line': data({ type: 'error', error: { type: 'overloaded_error', message } }),
    'gateway: bare error': data({ error: { type: 'overloaded_error', message } }),
  }),
  models: (...ids) =>
    JSON.stringify({ data: ids.map((id) => ({ id, type: 'model' })), has_more: false, last_id: ids.at(-1) ?? null }),
};

/** Every wire API; a suite runs once for each. */
export const wires: readonly Wire[] = [openaiChat, openaiResponses, anthropicMessages, googleGenai, ollamaChat];

/** What a stream of a framing is made of. */
export interface FramingForm {
  readonly contentType: string;
  /** What a server sends so that the connection lives. */
  readonly keepAlive: string;
  /** A frame of any content. */
  frame(content: string): string;
}

const framings: Readonly<Record<Framing, FramingForm>> = {
  sse: {
    contentType: 'text/event-stream; charset=utf-8',
    keepAlive: ': ping\n\n',
    frame: (content) => `data: ${content}\n\n`,
  },
  ndjson: { contentType: 'application/x-ndjson', keepAlive: '\n', frame: (content) => `${content}\n` },
};

export function framingOf({ framing = 'sse' }: Wire): FramingForm {
  return framings[framing];
}

export function wireOf(api: WireApi): Wire {
  const wire = wires.find((one) => one.api === api);
  if (!wire) throw new Error(`the conformance suite does not speak ${api}`);
  return wire;
}

/** A whole answer of one text, as one string of frames. */
export function answer(wire: Wire, ...pieces: readonly string[]): string {
  return wire.start + pieces.map((piece) => wire.text(piece)).join('') + wire.finish('stop') + wire.terminal;
}

export function connectionTo(wire: Wire, origin: string, changes: Partial<Connection> = {}): Connection {
  return {
    providerId: 'test',
    name: 'Test',
    wireApi: wire.api,
    baseUrl: wire.api.startsWith('openai-') ? `${origin}/v1` : origin,
    apiKey: canaryKey,
    headers: {},
    keyHeader: 'bearer',
    plainHttp: 'loopbackOnly',
    ...changes,
  };
}

/** The real adapter on the real fetch. */
export function providerAt(
  wire: Wire,
  origin: string,
  changes: Partial<Connection> = {},
  deps: Partial<AdapterDeps> = {},
): Promise<Provider> {
  return loadProvider(connectionTo(wire, origin, changes), {
    fetch: globalThis.fetch,
    limits: transportLimits,
    ...deps,
  });
}

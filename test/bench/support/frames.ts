// Streams as the vendors send them, frame by frame, with all the fields that a real chunk carries.
import type { WireApi } from '../../../src/core/models/wireApi.ts';

/** A whole answer. `frames` is what is sent, each in a piece of its own; `text` is what they say. */
export interface Answer {
  readonly frames: readonly string[];
  readonly text: string;
}

const words = [
  ' the',
  ' model',
  ' writes',
  ' a',
  ' few',
  ' letters',
  ',',
  ' größer',
  '\n',
  ' `code`',
  ' 日本',
  '.',
  ' ing',
];

/** An answer of `deltas` pieces of text. */
export function answerOf(api: WireApi, deltas: number): Answer {
  const pieces = Array.from({ length: deltas }, (_, index) => words[(index * 7) % words.length] ?? '');
  const frames = api === 'openai-chat' ? openaiFrames(pieces) : anthropicFrames(pieces);
  return { frames, text: pieces.join('') };
}

function openaiFrames(pieces: readonly string[]): string[] {
  const chunk = (choices: readonly object[], more: object) =>
    `data: ${JSON.stringify({
      id: 'chatcmpl-CfTq3Zb1x0Yy7M2nKp8WvRsE5uJdL',
      object: 'chat.completion.chunk',
      created: 1_795_000_000,
      model: 'gpt-6.1-sol-2026-09-30',
      service_tier: 'default',
      system_fingerprint: 'fp_3f8a1c20b7',
      choices,
      usage: null,
      ...more,
    })}\n\n`;
  const choice = (delta: object, reason: string | null) => ({ index: 0, delta, logprobs: null, finish_reason: reason });
  const padding = (length: number) => ({ obfuscation: 'aB3dE5fG7hJ9kL'.slice(length % 14) });
  return [
    chunk([choice({ role: 'assistant', content: '', refusal: null }, null)], padding(3)),
    ...pieces.map((content) => chunk([choice({ content }, null)], padding(content.length))),
    chunk([choice({}, 'stop')], padding(9)),
    chunk([], { usage: { prompt_tokens: 20, completion_tokens: pieces.length, total_tokens: pieces.length + 20 } }),
    'data: [DONE]\n\n',
  ];
}

function anthropicFrames(pieces: readonly string[]): string[] {
  const event = (type: string, fields: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
  const message = {
    id: 'msg_01XFDUDYJgAACzvnptvVoYEL',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-5-2',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: 20, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 1 },
  };
  return [
    event('message_start', { message }),
    event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    event('ping', {}),
    ...pieces.map((text) => event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } })),
    event('content_block_stop', { index: 0 }),
    event('message_delta', {
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: pieces.length },
    }),
    event('message_stop', {}),
  ];
}

import type { Frames } from '../frames.ts';
import { eventStream, namedFrame } from './sse.ts';

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

export const anthropicFrames: Frames = {
  contentType: eventStream,
  opening: [
    namedFrame('message_start', { message }),
    namedFrame('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    namedFrame('ping', {}),
  ],
  piece: (text) => namedFrame('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }),
  closing: (pieces) => [
    namedFrame('content_block_stop', { index: 0 }),
    namedFrame('message_delta', {
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: pieces },
    }),
    namedFrame('message_stop', {}),
  ],
};

import type { Frames } from '../frames.ts';
import { dataFrame, eventStream } from './sse.ts';

function chunk(choices: readonly object[], more: object): string {
  return dataFrame({
    id: 'chatcmpl-CfTq3Zb1x0Yy7M2nKp8WvRsE5uJdL',
    object: 'chat.completion.chunk',
    created: 1_795_000_000,
    model: 'gpt-6.1-sol-2026-09-30',
    service_tier: 'default',
    system_fingerprint: 'fp_3f8a1c20b7',
    choices,
    usage: null,
    ...more,
  });
}

function choice(delta: object, reason: string | null): object {
  return { index: 0, delta, logprobs: null, finish_reason: reason };
}

/** What hides the lengths of the pieces from those who listen on the line. */
function padding(length: number): object {
  return { obfuscation: 'aB3dE5fG7hJ9kL'.slice(length % 14) };
}

export const openaiChatFrames: Frames = {
  contentType: eventStream,
  opening: [chunk([choice({ role: 'assistant', content: '', refusal: null }, null)], padding(3))],
  piece: (content) => chunk([choice({ content }, null)], padding(content.length)),
  closing: (pieces) => [
    chunk([choice({}, 'stop')], padding(9)),
    chunk([], { usage: { prompt_tokens: 20, completion_tokens: pieces, total_tokens: pieces + 20 } }),
    'data: [DONE]\n\n',
  ],
};

import type { Frames } from '../frames.ts';

function line(content: string, more: object): string {
  const created_at = '2026-11-02T10:00:00.123456789Z';
  return `${JSON.stringify({ model: 'qwen4:8b', created_at, message: { role: 'assistant', content }, ...more })}\n`;
}

/** One object a line. */
export const ollamaFrames: Frames = {
  contentType: 'application/x-ndjson',
  opening: [],
  piece: (text) => line(text, { done: false }),
  closing: (pieces) => [
    line('', {
      done: true,
      done_reason: 'stop',
      total_duration: 4_648_158_584,
      load_duration: 4_071_084,
      prompt_eval_count: 20,
      prompt_eval_duration: 439_038_000,
      eval_count: pieces,
      eval_duration: 4_196_918_000,
    }),
  ],
};

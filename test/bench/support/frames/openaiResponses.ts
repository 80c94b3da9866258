import type { Frames } from '../frames.ts';
import { eventStream, namedFrame } from './sse.ts';

const itemId = 'msg_0f3a91c2d4e5b6a70068f1c2a9b8d48195a3c7e1f20d9b4c66';
const place = { item_id: itemId, output_index: 0, content_index: 0 };

function event(type: string, sequence_number: number, fields: object): string {
  return namedFrame(type, { sequence_number, ...fields });
}

function response(status: 'in_progress' | 'completed', fields: object): object {
  return {
    response: {
      id: 'resp_0f3a91c2d4e5b6a70068f1c2a8d0c48195b2f4a6c8e0d1f3a5',
      object: 'response',
      created_at: 1_795_000_000,
      status,
      background: false,
      error: null,
      incomplete_details: null,
      instructions: null,
      max_output_tokens: null,
      model: 'gpt-6.1-sol-2026-09-30',
      output: [],
      parallel_tool_calls: true,
      previous_response_id: null,
      reasoning: { effort: 'none', summary: null },
      service_tier: 'default',
      store: false,
      temperature: 1,
      text: { format: { type: 'text' }, verbosity: 'medium' },
      tool_choice: 'auto',
      tools: [],
      top_p: 1,
      truncation: 'disabled',
      usage: null,
      user: null,
      metadata: {},
      ...fields,
    },
  };
}

function message(status: 'in_progress' | 'completed'): object {
  return { output_index: 0, item: { id: itemId, type: 'message', status, content: [], role: 'assistant' } };
}

/** The events that repeat the whole text at the end are left out: they are as long as the answer and come once. */
export const openaiResponsesFrames: Frames = {
  contentType: eventStream,
  opening: [
    event('response.created', 0, response('in_progress', {})),
    event('response.in_progress', 1, response('in_progress', {})),
    event('response.output_item.added', 2, message('in_progress')),
    event('response.content_part.added', 3, {
      ...place,
      part: { type: 'output_text', annotations: [], logprobs: [], text: '' },
    }),
  ],
  piece: (delta) =>
    event('response.output_text.delta', 1_234, {
      ...place,
      delta,
      logprobs: [],
      obfuscation: 'aB3dE5fG7hJ9kL'.slice(delta.length % 14),
    }),
  closing: (pieces) => [
    event('response.output_item.done', pieces + 4, message('completed')),
    event(
      'response.completed',
      pieces + 5,
      response('completed', {
        usage: {
          input_tokens: 20,
          input_tokens_details: { cached_tokens: 0 },
          output_tokens: pieces,
          output_tokens_details: { reasoning_tokens: 0 },
          total_tokens: pieces + 20,
        },
      }),
    ),
  ],
};

// Ollama's own API: one object a line.
import type { Wire } from '../wires.ts';

const created_at = '2026-11-02T10:00:00.000000Z';

function line(fields: object): string {
  return `${JSON.stringify({ model: 'test-model-1', created_at, ...fields })}\n`;
}

function message(fields: object): string {
  return line({ message: { role: 'assistant', content: '', ...fields }, done: false });
}

/** Ollama parses the arguments itself; what can't be parsed only a server that is not Ollama would send. */
function asObject(json: string): unknown {
  try {
    return JSON.parse(json === '' ? '{}' : json);
  } catch {
    return json;
  }
}

export const ollamaChat: Wire = {
  api: 'ollama-chat',
  path: '/api/chat',
  framing: 'ndjson',
  start: message({}),
  text: (content) => message({ content }),
  thinking: (thinking) => message({ thinking }),
  toolCall: (_, id, name, pieces) =>
    message({ tool_calls: [{ id, function: { index: 0, name, arguments: asObject(pieces.join('')) } }] }),
  // The reason, the usage and the terminal signal are one line.
  finish: (reason, usage) =>
    line({
      message: { role: 'assistant', content: '' },
      done: true,
      done_reason: reason === 'tool_calls' ? 'stop' : reason,
      total_duration: 1_000_000,
      ...(usage && {
        prompt_eval_count: usage.input,
        prompt_eval_cached_count: usage.cacheRead,
        eval_count: usage.output,
      }),
    }),
  terminal: '',
  error: (_, error) => JSON.stringify({ error }),
  errorFrames: (error) => ({
    'Ollama: error line': `${JSON.stringify({ error })}\n`,
    'Ollama: error line with its status': `${JSON.stringify({ error, status: 503 })}\n`,
  }),
  models: (...ids) => JSON.stringify({ models: ids.map((id) => ({ name: id, model: id, details: { family: 'x' } })) }),
  listPath: '/api/tags',
  oddModels: (id) => JSON.stringify({ models: [null, 'x', {}, { name: '' }, { name: 7 }, { name: id }] }),
};

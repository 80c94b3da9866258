// Ollama's own API as a wire of the strict server: from a good body to a stream.
import { logprobOf } from './chatWire.ts';
import { ollamaRules, ollamaShape } from './ollamaRules.ts';
import type { Answer, Asked, StrictWire, Wanted } from './rules.ts';
import { type Fields, fieldsOf, isFields, listOf, textOf } from './shape.ts';

const line = (value: unknown) => `${JSON.stringify(value)}\n`;

function jsonOf(format: unknown): Fields | 'object' | undefined {
  if (format === 'json') return 'object';
  return isFields(format) ? format : undefined;
}

function wanted({ body, model }: Asked): Wanted {
  const last = listOf(body.messages).at(-1);
  const options = fieldsOf(body.options);
  const limit = options.num_predict;
  return {
    n: 1,
    maxTokens: typeof limit === 'number' && limit >= 0 ? limit : undefined,
    stops: (Array.isArray(options.stop) ? options.stop : []).map(textOf),
    logprobs: body.logprobs === true ? Number(body.top_logprobs ?? 0) : undefined,
    json: jsonOf(body.format),
    tools: listOf(body.tools).map((tool) => textOf(fieldsOf(tool.function).name)),
    calls: 'asked',
    lastText: last?.role === 'user' ? textOf(last.content) : '',
    thinks: model.thinks !== 'never' && body.think !== false,
    usage: true,
  };
}

function frames({ choices, usage }: Answer, { model }: Asked, wish: Wanted): string {
  const [choice] = choices;
  if (!choice) throw new Error('an answer has a choice');
  const piece = (message: object, more: object = {}) =>
    line({
      model: model.id,
      created_at: '2026-11-21T09:00:00Z',
      message: { role: 'assistant', content: '', ...message },
      done: false,
      ...more,
    });
  const calls = choice.calls.map(({ name, args }) => ({ function: { name, arguments: args } }));
  return [
    ...(choice.thinking === '' ? [] : [piece({ thinking: choice.thinking })]),
    ...choice.tokens.map((token) =>
      piece({ content: token }, wish.logprobs === undefined ? {} : { logprobs: [logprobOf(token, wish.logprobs)] }),
    ),
    ...(calls.length > 0 ? [piece({ tool_calls: calls })] : []),
    piece(
      {},
      {
        done: true,
        done_reason: choice.finish === 'length' ? 'length' : 'stop',
        prompt_eval_count: usage.input,
        eval_count: usage.output,
      },
    ),
  ].join('');
}

export const ollamaWire: StrictWire = {
  id: 'ollama',
  path: /^\/api\/chat$/,
  contentType: 'application/x-ndjson',
  modelOf: (body) => textOf(body.model),
  shape: ollamaShape,
  rules: ollamaRules,
  wanted,
  frames,
  refusal: ({ at, message }) => ({ error: `${at}: ${message}` }),
};

// Chat Completions as a wire of the strict server: from a good body to a stream.
import { chatRules, chatThinks } from './chatRules.ts';
import { chatShape } from './chatShape.ts';
import type { Answer, Asked, Choice, StrictWire, Wanted } from './rules.ts';
import { type Fields, fieldsOf, listOf, textOf } from './shape.ts';
import { idOf } from './signatures.ts';

const data = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;

export function stopsOf(stop: unknown): readonly string[] {
  return (Array.isArray(stop) ? stop : [stop]).flatMap((one) => (typeof one === 'string' ? [one] : []));
}

/** The text of a message's content, whatever its form. */
export function contentText(content: unknown): string {
  return typeof content === 'string'
    ? content
    : listOf(content)
        .map(({ text }) => textOf(text))
        .join('');
}

/** What a `response_format` asks for. */
export function jsonOf(format: Fields, schema: unknown): Fields | 'object' | undefined {
  if (format.type === 'json_object') return 'object';
  return format.type === 'json_schema' ? fieldsOf(schema) : undefined;
}

/** What a tool choice in OpenAI's words means. */
export function callsBy(choice: unknown, name: unknown): Wanted['calls'] {
  if (typeof choice === 'object') return { name: textOf(name) };
  if (choice === 'required' || choice === 'any') return 'must';
  return choice === 'none' ? 'never' : 'asked';
}

function wanted(asked: Asked): Wanted {
  const { body } = asked;
  const last = listOf(body.messages).at(-1);
  const format = fieldsOf(body.response_format);
  const limit = body.max_completion_tokens ?? body.max_tokens;
  return {
    n: Number(body.n ?? 1),
    maxTokens: typeof limit === 'number' ? limit : undefined,
    stops: stopsOf(body.stop),
    logprobs: body.logprobs === true ? Number(body.top_logprobs ?? 0) : undefined,
    json: jsonOf(format, fieldsOf(format.json_schema).schema),
    tools: listOf(body.tools).map((tool) => textOf(fieldsOf(tool.function).name)),
    calls: callsBy(body.tool_choice, fieldsOf(fieldsOf(body.tool_choice).function).name),
    lastText: last?.role === 'user' ? contentText(last.content) : '',
    thinks: chatThinks(asked),
    usage: fieldsOf(body.stream_options).include_usage === true || asked.model.vendor === 'mistral',
  };
}

/** Made-up but lawful: natural logarithms, the likeliest first. */
export function logprobOf(token: string, alternatives: number) {
  const top = Array.from({ length: alternatives }, (_, index) => ({
    token: index === 0 ? token : `other${index}`,
    logprob: -0.1 - index,
    bytes: null,
  }));
  return { token, logprob: -0.1, bytes: null, top_logprobs: top };
}

/** Only some vendors show what a model thinks, each in its own place; OpenAI does not. */
function thinkingDelta(thinking: string, { model }: Asked): Fields | undefined {
  switch (model.vendor) {
    case 'deepseek':
      return { reasoning_content: thinking };
    case 'groq':
      return { reasoning: thinking };
    case 'mistral':
      return { content: [{ type: 'thinking', thinking: [{ type: 'text', text: thinking }] }] };
    default:
      return undefined;
  }
}

/** As each vendor makes them; Mistral takes no others back. */
export function callIdOf(asked: Asked, choice: number, position: number): string {
  const id = idOf(24, asked.model.id, JSON.stringify(asked.body), String(choice), String(position));
  return asked.model.vendor === 'mistral' ? id.slice(0, 9) : `call_${id}`;
}

function choiceFrames(choice: Choice, index: number, asked: Asked, wish: Wanted): string {
  const chunk = (delta: unknown, more: object = {}) =>
    data({
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      model: asked.model.id,
      choices: [{ index, delta, finish_reason: null, ...more }],
    });
  const thinking = choice.thinking === '' ? undefined : thinkingDelta(choice.thinking, asked);
  const calls = choice.calls.map(({ name, args }, position) => {
    const id = callIdOf(asked, index, position);
    const call = { index: position, id, type: 'function', function: { name, arguments: '' } };
    const piece = { index: position, function: { arguments: JSON.stringify(args) } };
    return chunk({ tool_calls: [call] }) + chunk({ tool_calls: [piece] });
  });
  const texts = choice.tokens.map((token) =>
    chunk(
      { content: token },
      wish.logprobs === undefined ? {} : { logprobs: { content: [logprobOf(token, wish.logprobs)], refusal: null } },
    ),
  );
  const reason = { stop: 'stop', length: 'length', tools: 'tool_calls' }[choice.finish];
  return [
    chunk({ role: 'assistant', content: '' }),
    ...(thinking ? [chunk(thinking)] : []),
    ...texts,
    ...calls,
    chunk({}, { finish_reason: reason }),
  ].join('');
}

function frames({ choices, usage }: Answer, asked: Asked, wish: Wanted): string {
  const counts = {
    prompt_tokens: usage.input,
    completion_tokens: usage.output,
    total_tokens: usage.input + usage.output,
    completion_tokens_details: { reasoning_tokens: usage.reasoning },
  };
  const told = wish.usage
    ? data({ id: 'chatcmpl-1', object: 'chat.completion.chunk', model: asked.model.id, choices: [], usage: counts })
    : '';
  return `${choices.map((choice, index) => choiceFrames(choice, index, asked, wish)).join('')}${told}data: [DONE]\n\n`;
}

export const chatWire: StrictWire = {
  id: 'chat',
  path: /^\/v1\/chat\/completions$/,
  contentType: 'text/event-stream',
  modelOf: (body) => textOf(body.model),
  shape: chatShape,
  rules: chatRules,
  wanted,
  frames,
  refusal: ({ at, message }, model, status) => {
    const text = `'${at}' ${message}.`;
    if (model?.vendor === 'mistral')
      return { object: 'error', message: text, type: 'invalid_request_error', param: at, code: String(status) };
    return { error: { message: text, type: 'invalid_request_error', param: at, code: null } };
  },
};

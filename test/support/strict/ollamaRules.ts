// Ollama's own API: its body and what is refused of one whose form is right (2026-11).
import type { StrictModel } from './models.ts';
import { type Asked, type Rule, refuse, rule } from './rules.ts';
import {
  always,
  anyObject,
  base64,
  either,
  fieldsOf,
  filled,
  flag,
  list,
  listOf,
  number,
  type ObjectShape,
  object,
  oneOf,
  type Problem,
  type Shape,
  text,
  textOf,
  whole,
} from './shape.ts';

const int = whole(-2_147_483_648, 2_147_483_647);
const called = object({ name: filled, arguments: anyObject, index: whole(0, 1_000) }, ['name', 'arguments']);

const message = object(
  {
    role: oneOf('system', 'user', 'assistant', 'tool'),
    content: text(),
    thinking: text(),
    images: list(base64, 1),
    tool_calls: list(object({ id: text(), function: called }, ['function']), 1),
    tool_name: filled,
    tool_call_id: text(),
  },
  ['role'],
);

const schema: Shape = (value, at) =>
  Object.keys(fieldsOf(value)).some((name) => ['type', 'anyOf', '$ref', 'enum'].includes(name))
    ? undefined
    : { at, message: 'must be a JSON Schema' };

const tool = object(
  {
    type: oneOf('function'),
    function: object({ name: filled, description: text(), parameters: anyObject }, ['name', 'parameters']),
  },
  ['type', 'function'],
);

/** The body as the server takes it. */
export function ollamaShape(_model: StrictModel): ObjectShape {
  return object(
    {
      model: filled,
      messages: list(message, 1),
      stream: always,
      format: either({ string: oneOf('json'), object: schema }),
      keep_alive: (value, at) => (typeof value === 'number' ? undefined : text(/^-?\d+(?:ms|s|m|h)?$/)(value, at)),
      tools: list(tool, 1),
      think: either({ flag, string: oneOf('low', 'medium', 'high', 'max') }),
      // False: a conversation that is too long, or an answer that outgrows the window, is told instead of shortened (0.40).
      truncate: flag,
      shift: flag,
      logprobs: flag,
      top_logprobs: whole(0, 20),
      options: object({
        num_ctx: whole(1, 2_147_483_647),
        num_predict: int,
        seed: whole(-1, Number.MAX_SAFE_INTEGER),
        temperature: number(0, 2),
        top_p: number(0, 1),
        top_k: int,
        min_p: number(0, 1),
        presence_penalty: number(-2, 2),
        frequency_penalty: number(-2, 2),
        repeat_penalty: number(0, 2),
        stop: list(filled, 1),
      }),
    },
    ['model', 'messages', 'stream'],
  );
}

/** PNG and JPEG are what Go's decoders know there, and WebP. */
const magics: readonly (readonly [number, string])[] = [
  [0, '\x89PNG'],
  [0, '\xff\xd8\xff'],
  [8, 'WEBP'],
];

function refuseImages({ body, model }: Asked): Problem | undefined {
  for (const [index, { images }] of listOf(body.messages).entries()) {
    if (!Array.isArray(images)) continue;
    if (!model.input.includes('image'))
      return refuse(`messages[${index}].images`, 'this model does not support images');
    const foreign = images.findIndex((image) => {
      const bytes = Buffer.from(textOf(image), 'base64').toString('latin1');
      return !magics.some(([at, magic]) => bytes.startsWith(magic, at));
    });
    if (foreign >= 0) return refuse(`messages[${index}].images[${foreign}]`, 'image: unknown format');
  }
  return undefined;
}

function refuseTurns({ body }: Asked): Problem | undefined {
  let open: string[] = [];
  for (const [index, one] of listOf(body.messages).entries()) {
    const at = `messages[${index}]`;
    if (one.role !== 'tool') {
      if (open.length > 0) return refuse(at, `the call of ${open[0]} has no result`);
      open = listOf(one.tool_calls).map((call) => textOf(fieldsOf(call.function).name));
      continue;
    }
    const place = open.indexOf(textOf(one.tool_name));
    if (place < 0) return refuse(`${at}.tool_name`, 'answers no call');
    open.splice(place, 1);
  }
  return open.length > 0 ? refuse('messages', `the call of ${open[0]} has no result`) : undefined;
}

function refuseThink({ body, model }: Asked): Problem | undefined {
  const { think } = body;
  if (think === undefined || (think === false && model.thinks !== 'always')) return undefined;
  if (model.thinks === 'never') return refuse('think', 'this model does not support thinking');
  const levels = model.efforts.includes('low');
  // A switch is taken by models with levels, and says nothing there.
  if (levels)
    return model.efforts.includes(textOf(think))
      ? undefined
      : refuse('think', 'must be low, medium or high for this model');
  return typeof think === 'boolean' ? undefined : refuse('think', 'must be true or false for this model');
}

export const ollamaRules: readonly Rule[] = [
  rule('images', refuseImages),
  rule('turns', refuseTurns),
  rule('think', refuseThink),
  rule('tools', ({ body, model }) =>
    model.tools === 'no' && body.tools !== undefined ? refuse('tools', 'this model does not support tools') : undefined,
  ),
  rule('logprobs', ({ body }) =>
    body.top_logprobs !== undefined && body.logprobs !== true ? refuse('top_logprobs', 'needs logprobs') : undefined,
  ),
  rule('emptyMessage', ({ body }) => {
    const index = listOf(body.messages).findIndex(
      ({ role, content, images, tool_calls: calls }) =>
        role !== 'tool' && !content && images === undefined && calls === undefined,
    );
    return index < 0 ? undefined : refuse(`messages[${index}].content`, 'must not be empty');
  }),
];

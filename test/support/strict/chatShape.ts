// The body of Chat Completions: OpenAI's own, and what other vendors' references list (2026-11). What is not listed is refused here,
// also where a vendor is known to ignore it: a parameter that says nothing must not be sent.
import type { StrictModel, Vendor } from './models.ts';
import {
  always,
  anyObject,
  either,
  filled,
  flag,
  list,
  map,
  named,
  number,
  type ObjectShape,
  object,
  oneOf,
  type Shape,
  tagged,
  text,
  whole,
} from './shape.ts';

const textPart = object({ type: text(), text: text() }, ['text']);
const parts: Readonly<Record<string, Shape>> = {
  text: textPart,
  image_url: object(
    {
      type: text(),
      image_url: object({ url: text(/^(?:https?:|data:)/), detail: oneOf('auto', 'low', 'high', 'original') }, ['url']),
    },
    ['image_url'],
  ),
  input_audio: object(
    { type: text(), input_audio: object({ data: filled, format: oneOf('wav', 'mp3') }, ['data', 'format']) },
    ['input_audio'],
  ),
  // A file's bytes; an address is refused.
  file: object(
    {
      type: text(),
      file: object({ filename: filled, file_data: text(/^data:application\/pdf;base64,/) }, ['filename', 'file_data']),
    },
    ['file'],
  ),
};

const textContent = either({ string: text(), list: list(textPart, 1) });
const call = object(
  {
    id: filled,
    type: oneOf('function'),
    function: object({ name: named, arguments: text() }, ['name', 'arguments']),
  },
  ['id', 'type', 'function'],
);

/** Where a vendor's messages have fields of their own. */
const assistantFields: Readonly<Partial<Record<Vendor, Readonly<Record<string, Shape>>>>> = {
  openai: { refusal: either({ string: text(), null: 'null' }) },
  groq: { reasoning: text() },
  deepseek: { reasoning_content: text(), prefix: flag },
  mistral: { prefix: flag },
};

const mistralContent = list(
  tagged('type', {
    text: textPart,
    thinking: object({ type: text(), thinking: list(textPart, 1), closed: flag }, ['thinking']),
  }),
  1,
);

function messageShape(vendor: Vendor): Shape {
  const content = vendor === 'mistral' ? mistralContent : list(textPart, 1);
  // Groq refuses names.
  const name: Readonly<Record<string, Shape>> = vendor === 'groq' ? {} : { name: named };
  const system = object({ role: text(), content: textContent, ...name }, ['content']);
  return tagged('role', {
    system,
    ...(vendor === 'openai' ? { developer: system } : {}),
    user: object({ role: text(), content: either({ string: text(), list: list(tagged('type', parts), 1) }), ...name }, [
      'content',
    ]),
    assistant: object({
      role: text(),
      content: either({ string: text(), list: content, null: 'null' }),
      tool_calls: list(call, 1),
      ...name,
      ...assistantFields[vendor],
    }),
    tool: object({ role: text(), content: textContent, tool_call_id: filled, ...(vendor === 'mistral' ? name : {}) }, [
      'content',
      'tool_call_id',
    ]),
  });
}

const schemaFormat = object(
  { name: named, description: text(), schema: anyObject, strict: either({ flag, null: 'null' }) },
  ['name', 'schema'],
);
const format = tagged('type', {
  text: object({ type: text() }),
  json_object: object({ type: text() }),
  json_schema: object({ type: text(), json_schema: schemaFormat }, ['json_schema']),
});

const tool = object(
  {
    type: oneOf('function'),
    function: object({ name: named, description: text(), parameters: anyObject, strict: flag }, ['name']),
  },
  ['type', 'function'],
);
const chosen = object({ type: oneOf('function'), function: object({ name: named }, ['name']) }, ['type', 'function']);

/** What every vendor's reference lists. */
function common(
  model: StrictModel,
  choices: readonly string[],
  tokens: readonly string[],
): Readonly<Record<string, Shape>> {
  const limit = whole(1, model.maxOutput);
  return {
    model: filled,
    messages: list(messageShape(model.vendor), 1),
    stream: always,
    temperature: number(0, model.vendor === 'mistral' ? 1.5 : 2),
    top_p: number(0, 1),
    ...Object.fromEntries(tokens.map((name) => [name, limit])),
    stop: either({ string: filled, list: list(filled, 1, model.vendor === 'deepseek' ? 16 : 4) }),
    presence_penalty: number(-2, 2),
    frequency_penalty: number(-2, 2),
    response_format: format,
    tools: list(tool, 1, 128),
    tool_choice: either({ string: oneOf(...choices), object: chosen }),
    n: whole(1, 128),
    reasoning_effort: text(),
  };
}

const usage = object({ include_usage: flag });
const asOpenai = ['none', 'auto', 'required'];
const logprobs = { logprobs: flag, top_logprobs: whole(0, 20) };

const vendorFields: Readonly<Partial<Record<Vendor, Readonly<Record<string, Shape>>>>> = {
  openai: {
    ...logprobs,
    logit_bias: map(/^\d+$/, number(-100, 100)),
    seed: whole(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
    user: filled,
    safety_identifier: text(/^.{1,64}$/s),
    prompt_cache_key: text(),
    verbosity: oneOf('low', 'medium', 'high'),
    service_tier: oneOf('auto', 'default', 'flex', 'scale', 'priority', 'fast'),
    prediction: object({ type: oneOf('content'), content: textContent }, ['type', 'content']),
    parallel_tool_calls: flag,
    stream_options: object({ include_usage: flag, include_obfuscation: flag }),
    store: flag,
    metadata: map(/^.{1,64}$/s, text(/^.{0,512}$/s)),
  },
  groq: {
    seed: whole(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
    user: filled,
    service_tier: oneOf('auto', 'on_demand', 'flex', 'performance'),
    parallel_tool_calls: flag,
    stream_options: usage,
    reasoning_format: oneOf('parsed', 'raw', 'hidden'),
    include_reasoning: flag,
  },
  mistral: {
    random_seed: whole(0, Number.MAX_SAFE_INTEGER),
    safe_prompt: flag,
    prompt_mode: oneOf('reasoning'),
    parallel_tool_calls: flag,
    prediction: object({ type: oneOf('content'), content: text() }, ['type', 'content']),
  },
  deepseek: {
    ...logprobs,
    stream_options: usage,
    thinking: object({ type: oneOf('enabled', 'disabled') }, ['type']),
  },
};

/** The body as one vendor takes it. */
export function chatShape(model: StrictModel): ObjectShape {
  const { vendor } = model;
  const renamed = ['max_completion_tokens', 'max_tokens'];
  const tokens = vendor === 'openai' || vendor === 'groq' ? renamed : ['max_tokens'];
  const choices = vendor === 'mistral' ? [...asOpenai, 'any'] : asOpenai;
  return object({ ...common(model, choices, tokens), ...vendorFields[vendor] }, ['model', 'messages', 'stream']);
}

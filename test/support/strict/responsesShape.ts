// The body of Responses: OpenAI's reference, and xAI's where it differs (2026-11).
import type { StrictModel } from './models.ts';
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

const inputParts = tagged('type', {
  input_text: object({ type: text(), text: text() }, ['text']),
  input_image: object(
    { type: text(), image_url: text(/^(?:https?:|data:)/), detail: oneOf('auto', 'low', 'high', 'original') },
    ['image_url'],
  ),
  input_file: object({
    type: text(),
    filename: filled,
    file_data: text(/^data:application\/pdf;base64,/),
    file_url: text(/^https?:/),
    detail: oneOf('auto', 'low', 'high'),
  }),
});
const outputParts = object({ type: oneOf('output_text'), text: text(), annotations: list(anyObject) }, [
  'type',
  'text',
]);

const spoken = (part: Shape) => either({ string: text(), list: list(part, 1) });
const message = (part: Shape) => object({ type: text(), role: text(), content: spoken(part) }, ['role', 'content']);
const messages = tagged('role', {
  system: message(inputParts),
  developer: message(inputParts),
  user: message(inputParts),
  assistant: object(
    {
      type: text(),
      role: text(),
      content: spoken(outputParts),
      phase: oneOf('commentary', 'final_answer'),
      id: text(/^msg_/),
      status: oneOf('in_progress', 'completed', 'incomplete'),
    },
    ['role', 'content'],
  ),
});

const id = text(/^.{1,64}$/s);
const status = oneOf('in_progress', 'completed', 'incomplete');
const part = (type: string) => list(object({ type: oneOf(type), text: text() }, ['type', 'text']));

const item: Shape = (value, at) => {
  const isMessage = typeof value === 'object' && value !== null && !('type' in value);
  return isMessage ? messages(value, at) : items(value, at);
};
const items = tagged('type', {
  message: messages,
  reasoning: object(
    {
      type: text(),
      id: text(/^rs_/),
      summary: part('summary_text'),
      content: part('reasoning_text'),
      encrypted_content: filled,
      status,
    },
    ['id', 'summary'],
  ),
  function_call: object({ type: text(), id: text(/^fc_/), call_id: id, name: named, arguments: text(), status }, [
    'call_id',
    'name',
    'arguments',
  ]),
  function_call_output: object({ type: text(), id: text(), call_id: id, output: text(), status }, [
    'call_id',
    'output',
  ]),
});

const tool = object(
  {
    type: oneOf('function'),
    name: named,
    description: text(),
    parameters: anyObject,
    strict: either({ flag, null: 'null' }),
  },
  ['type', 'name', 'parameters'],
);

const format = tagged('type', {
  text: object({ type: text() }),
  json_object: object({ type: text() }),
  json_schema: object(
    { type: text(), name: named, description: text(), schema: anyObject, strict: either({ flag, null: 'null' }) },
    ['name', 'schema'],
  ),
});

const includable = oneOf('reasoning.encrypted_content', 'message.output_text.logprobs');

/** OpenAI's alone. */
const openaiFields: Readonly<Record<string, Shape>> = {
  service_tier: oneOf('auto', 'default', 'flex', 'scale', 'priority', 'fast'),
  prompt_cache_key: text(),
};

/** The body as one vendor takes it. */
export function responsesShape(model: StrictModel): ObjectShape {
  return object(
    {
      ...(model.vendor === 'openai' ? openaiFields : {}),
      model: filled,
      input: either({ string: text(/\S/), list: list(item, 1) }),
      instructions: text(),
      stream: always,
      stream_options: object({ include_obfuscation: flag }),
      store: flag,
      include: list(includable),
      temperature: number(0, 2),
      top_p: number(0, 1),
      max_output_tokens: whole(16, model.maxOutput),
      max_tool_calls: whole(1, 128),
      top_logprobs: whole(0, 20),
      reasoning: object({
        effort: text(),
        summary: oneOf('auto', 'concise', 'detailed'),
        context: oneOf('auto', 'current_turn', 'all_turns'),
      }),
      text: object({ format, verbosity: oneOf('low', 'medium', 'high') }),
      tools: list(tool, 1, 128),
      tool_choice: either({
        string: oneOf('none', 'auto', 'required'),
        object: object({ type: oneOf('function'), name: named }, ['type', 'name']),
      }),
      parallel_tool_calls: flag,
      user: filled,
      safety_identifier: text(/^.{1,64}$/s),
      metadata: map(/^.{1,64}$/s, text(/^.{0,512}$/s)),
    },
    ['model', 'input', 'stream'],
  );
}

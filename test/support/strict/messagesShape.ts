// The body of Messages: Anthropic's reference (2026-11). What versions and models differ in stands in the rules.
import type { StrictModel } from './models.ts';
import {
  always,
  anyObject,
  base64,
  either,
  filled,
  flag,
  list,
  number,
  type ObjectShape,
  object,
  oneOf,
  type Shape,
  tagged,
  text,
  whole,
} from './shape.ts';

const cache = object({ type: oneOf('ephemeral'), ttl: oneOf('5m', '1h') }, ['type']);
const textBlock = object({ type: oneOf('text'), text: text(), citations: list(anyObject), cache_control: cache }, [
  'type',
  'text',
]);
const byUrl = object({ type: text(), url: text(/^https?:/) }, ['url']);

const image = object(
  {
    type: text(),
    cache_control: cache,
    source: tagged('type', {
      base64: object(
        { type: text(), media_type: oneOf('image/jpeg', 'image/png', 'image/gif', 'image/webp'), data: base64 },
        ['media_type', 'data'],
      ),
      url: byUrl,
      file: object({ type: text(), file_id: filled }, ['file_id']),
    }),
  },
  ['source'],
);
const document = object(
  {
    type: text(),
    title: filled,
    context: text(),
    citations: object({ enabled: flag }),
    cache_control: cache,
    source: tagged('type', {
      base64: object({ type: text(), media_type: oneOf('application/pdf'), data: base64 }, ['media_type', 'data']),
      text: object({ type: text(), media_type: oneOf('text/plain'), data: text() }, ['media_type', 'data']),
      url: byUrl,
      file: object({ type: text(), file_id: filled }, ['file_id']),
    }),
  },
  ['source'],
);

const callId = text(/^[a-zA-Z0-9_-]+$/);
const name = text(/^[a-zA-Z0-9_-]{1,128}$/);
const toolResult = object(
  {
    type: text(),
    tool_use_id: callId,
    content: either({ string: text(), list: list(tagged('type', { text: textBlock, image }), 1) }),
    is_error: flag,
    cache_control: cache,
  },
  ['tool_use_id'],
);

const said = (blocks: Readonly<Record<string, Shape>>) =>
  object({ role: text(), content: either({ string: text(), list: list(tagged('type', blocks), 1) }) }, ['content']);

const message = tagged('role', {
  user: said({ text: textBlock, image, document, tool_result: toolResult }),
  assistant: said({
    text: textBlock,
    thinking: object({ type: text(), thinking: text(), signature: text() }, ['thinking', 'signature']),
    redacted_thinking: object({ type: text(), data: text() }, ['data']),
    tool_use: object({ type: text(), id: callId, name, input: anyObject, cache_control: cache }, [
      'id',
      'name',
      'input',
    ]),
  }),
});

const parallel = { type: text(), disable_parallel_tool_use: flag };

/** The body as the API takes it. */
export function messagesShape(model: StrictModel): ObjectShape {
  return object(
    {
      model: filled,
      messages: list(message, 1, 100_000),
      max_tokens: whole(1, model.maxOutput),
      stream: always,
      system: either({ string: text(), list: list(textBlock, 1) }),
      temperature: number(0, 1),
      top_p: number(0, 1),
      top_k: whole(0, 500),
      stop_sequences: list(text()),
      metadata: object({ user_id: text(/^.{1,256}$/s) }),
      service_tier: oneOf('auto', 'standard_only'),
      speed: oneOf('standard', 'fast'),
      thinking: tagged('type', {
        adaptive: object({ type: text(), display: oneOf('summarized', 'omitted') }),
        enabled: object(
          { type: text(), budget_tokens: whole(1_024, model.maxOutput), display: oneOf('summarized', 'omitted') },
          ['budget_tokens'],
        ),
        disabled: object({ type: text() }),
        between_tools: object({ type: text() }),
      }),
      output_config: object({
        effort: text(),
        format: object({ type: oneOf('json_schema'), schema: anyObject }, ['type', 'schema']),
      }),
      cache_control: cache,
      tools: list(
        object(
          {
            type: oneOf('custom'),
            name,
            description: text(),
            input_schema: anyObject,
            strict: flag,
            eager_input_streaming: flag,
            cache_control: cache,
          },
          ['name', 'input_schema'],
        ),
        1,
      ),
      tool_choice: tagged('type', {
        auto: object(parallel),
        any: object(parallel),
        none: object({ type: text() }),
        tool: object({ ...parallel, name }, ['name']),
      }),
    },
    ['model', 'messages', 'max_tokens', 'stream'],
  );
}

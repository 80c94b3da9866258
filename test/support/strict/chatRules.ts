// What Chat Completions refuses of a body whose form is right, by vendor and model (2026-11).
import type { StrictModel } from './models.ts';
import {
  type Asked,
  offered,
  openSchema,
  present,
  type Rule,
  refuse,
  rule,
  saysJson,
  type Turn,
  unmatchedCalls,
} from './rules.ts';
import { type Fields, fieldsOf, listOf, type Problem, textOf } from './shape.ts';

const notWithModel = 'is not supported with this model';

/** Whether the model thinks on this request. */
export function chatThinks({ body, model }: Asked): boolean {
  if (fieldsOf(body.thinking).type === 'disabled') return false;
  const effort = body.reasoning_effort ?? model.effort;
  return model.thinks === 'always' || (model.thinks === 'byEffort' && effort !== 'none');
}

function refuseSampling(asked: Asked): Problem | undefined {
  const { body, model } = asked;
  const name = present(body, 'temperature', 'top_p');
  if (name === undefined || model.sampling === 'yes') return undefined;
  if (model.vendor === 'deepseek' && !chatThinks(asked)) return undefined;
  if (model.sampling === 'withoutThinking' && !chatThinks(asked)) return undefined;
  return refuse(name, notWithModel);
}

function mediaOf(message: Fields): readonly { readonly kind: 'image' | 'audio' | 'pdf'; readonly at: string }[] {
  const kinds: Readonly<Record<string, 'image' | 'audio' | 'pdf'>> = {
    image_url: 'image',
    input_audio: 'audio',
    file: 'pdf',
  };
  return listOf(message.content).flatMap(({ type }, index) => {
    const kind = kinds[textOf(type)];
    return kind ? [{ kind, at: `content[${index}]` }] : [];
  });
}

function refuseMedia({ body, model }: Asked): Problem | undefined {
  for (const [index, message] of listOf(body.messages).entries()) {
    const foreign = mediaOf(message).find(({ kind }) => !model.input.includes(kind));
    if (foreign) return refuse(`messages[${index}].${foreign.at}`, `${foreign.kind} input ${notWithModel}`);
  }
  return undefined;
}

function turnsOf(body: Fields): Turn[] {
  return listOf(body.messages).flatMap((message, index): Turn[] => {
    const at = `messages[${index}]`;
    if (message.role === 'tool') return [{ type: 'result', id: textOf(message.tool_call_id), at }];
    const calls = listOf(message.tool_calls).map(({ id }) => ({ type: 'call', id: textOf(id), at }) as const);
    return [{ type: 'other', at }, ...calls];
  });
}

function toolNames(body: Fields): string[] {
  return listOf(body.tools).map((tool) => textOf(fieldsOf(tool.function).name));
}

function isForced({ tool_choice: choice }: Fields): boolean {
  return choice === 'required' || choice === 'any' || typeof choice === 'object';
}

function isEmpty(message: Fields): boolean {
  const { content, tool_calls: calls, role } = message;
  if (role === 'assistant' && listOf(calls).length > 0) return false;
  return role !== 'tool' && (content === null || content === undefined || content === '');
}

function refuseOrder(message: Fields, before: Fields | undefined, at: string): Problem | undefined {
  const { role } = message;
  if (role === 'system' && before && before.role !== 'system')
    return refuse(`${at}.role`, `unexpected role system after ${before.role}`);
  if (role === 'user' && before?.role === 'tool') return refuse(`${at}.role`, 'unexpected role user after tool');
  return undefined;
}

const openaiOnly =
  (check: Rule['check']): Rule['check'] =>
  (asked) =>
    asked.model.vendor === 'openai' ? check(asked) : undefined;

function reasons(model: StrictModel): boolean {
  return model.thinks !== 'never';
}

export const chatRules: readonly Rule[] = [
  rule('sampling', refuseSampling),
  rule('media', refuseMedia),
  rule('unmatchedCalls', ({ body }) => unmatchedCalls(turnsOf(body))),
  rule('emptyMessage', ({ body }) => {
    const index = listOf(body.messages).findIndex(isEmpty);
    return index < 0 ? undefined : refuse(`messages[${index}].content`, 'must not be empty');
  }),
  rule(
    'maxTokensName',
    openaiOnly(({ body, model }) =>
      reasons(model) && body.max_tokens !== undefined
        ? refuse('max_tokens', `${notWithModel}; use max_completion_tokens`)
        : undefined,
    ),
  ),
  rule('bothLimits', ({ body }) =>
    body.max_tokens !== undefined && body.max_completion_tokens !== undefined
      ? refuse('max_tokens', 'and max_completion_tokens must not both be set')
      : undefined,
  ),
  rule('effort', ({ body, model }) => {
    const effort = body.reasoning_effort;
    if (effort === undefined) return undefined;
    // Of OpenAI's, `max` is for Responses alone.
    const known = model.vendor === 'openai' ? model.efforts.filter((one) => one !== 'max') : model.efforts;
    return known.includes(textOf(effort)) ? undefined : refuse('reasoning_effort', `${textOf(effort)} ${notWithModel}`);
  }),
  rule('stop', ({ body, model }) =>
    model.refuses.includes('stop') && body.stop !== undefined ? refuse('stop', notWithModel) : undefined,
  ),
  rule(
    'reasoningExtras',
    openaiOnly((asked) => {
      const { body, model } = asked;
      if (!reasons(model)) return undefined;
      const isOpen = model.sampling === 'withoutThinking' && !chatThinks(asked);
      const sampling = isOpen ? [] : ['presence_penalty', 'frequency_penalty', 'logit_bias'];
      const name = present(body, 'prediction', ...sampling);
      return name === undefined ? undefined : refuse(name, notWithModel);
    }),
  ),
  rule('penalties', (asked) => {
    const name = present(asked.body, 'presence_penalty', 'frequency_penalty');
    if (name === undefined || !asked.model.refuses.includes('penalties') || !chatThinks(asked)) return undefined;
    return refuse(name, notWithModel);
  }),
  rule('logprobs', (asked) => {
    const name = present(asked.body, 'logprobs', 'top_logprobs');
    return name !== undefined && chatThinks(asked) ? refuse(name, notWithModel) : undefined;
  }),
  rule('topLogprobs', ({ body }) =>
    body.top_logprobs !== undefined && body.logprobs !== true ? refuse('top_logprobs', 'needs logprobs') : undefined,
  ),
  rule('verbosity', ({ body, model }) =>
    model.refuses.includes('verbosity') && body.verbosity !== undefined && body.verbosity !== 'medium'
      ? refuse('verbosity', `${body.verbosity} ${notWithModel}`)
      : undefined,
  ),
  rule('toolParameters', ({ body }) => {
    const name = body.tools === undefined ? present(body, 'tool_choice', 'parallel_tool_calls') : undefined;
    return name === undefined ? undefined : refuse(name, 'is only allowed when tools are specified');
  }),
  rule('chosenTool', ({ body }) =>
    typeof body.tool_choice === 'object'
      ? offered(fieldsOf(fieldsOf(body.tool_choice).function).name, toolNames(body), 'tool_choice')
      : undefined,
  ),
  rule('forcedTool', (asked) =>
    asked.model.forcedTools === 'no' && isForced(asked.body) && chatThinks(asked)
      ? refuse('tool_choice', 'is not supported in thinking mode')
      : undefined,
  ),
  rule('toolsWhileThinking', (asked) =>
    asked.body.tools !== undefined && asked.model.refuses.includes('toolsWhileThinking') && chatThinks(asked)
      ? refuse('reasoning_effort', 'function tools are not supported with it; use /v1/responses or none')
      : undefined,
  ),
  rule('jsonWord', ({ body }) =>
    fieldsOf(body.response_format).type === 'json_object' && !saysJson(body.messages)
      ? refuse('messages', "must contain the word 'json' to use response_format json_object")
      : undefined,
  ),
  rule('jsonSchema', ({ body, model }) =>
    model.refuses.includes('jsonSchema') && fieldsOf(body.response_format).type === 'json_schema'
      ? refuse('response_format', 'json_schema is not available now')
      : undefined,
  ),
  rule('jsonWithTools', ({ body, model }) =>
    model.refuses.includes('jsonWithTools') && body.tools !== undefined && isJson(body)
      ? refuse('response_format', 'can not be combined with tools')
      : undefined,
  ),
  rule('strictSchema', ({ body }) => {
    const { strict, schema } = fieldsOf(fieldsOf(body.response_format).json_schema);
    return strict === true ? openSchema(schema, 'response_format.json_schema.schema', 'all') : undefined;
  }),
  rule('predictionAlone', ({ body, model }) => {
    if (model.vendor !== 'openai' || body.prediction === undefined) return undefined;
    const name =
      present(body, 'logprobs', 'max_completion_tokens', 'tools') ?? (Number(body.n ?? 1) > 1 ? 'n' : undefined);
    return name === undefined ? undefined : refuse('prediction', `can not be combined with ${name}`);
  }),
  rule('oneAnswer', ({ body, model }) =>
    ['groq', 'deepseek'].includes(model.vendor) && body.n !== undefined && body.n !== 1
      ? refuse('n', 'must be 1')
      : undefined,
  ),
  rule('roleOrder', ({ body, model }) => {
    if (model.vendor !== 'mistral') return undefined;
    const messages = listOf(body.messages);
    return messages
      .map((message, index) => refuseOrder(message, messages[index - 1], `messages[${index}]`))
      .find((one) => one);
  }),
  rule('lastRole', ({ body, model }) => {
    const last = listOf(body.messages).at(-1);
    return model.vendor === 'mistral' && last?.role === 'assistant' && last.prefix !== true
      ? refuse('messages', 'the last role must be user or tool')
      : undefined;
  }),
  rule('callId', ({ body, model }) => {
    const foreign = turnsOf(body).find((turn) => turn.type !== 'other' && !/^[a-zA-Z0-9]{9}$/.test(turn.id));
    if (model.vendor !== 'mistral' || !foreign) return undefined;
    return refuse(`${foreign.at}.tool_calls`, 'a tool call id must be a-z, A-Z, 0-9, with a length of 9');
  }),
  rule('reasoningBack', (asked) => {
    if (asked.model.vendor !== 'deepseek' || !chatThinks(asked)) return undefined;
    const index = listOf(asked.body.messages).findIndex(
      (one) => listOf(one.tool_calls).length > 0 && one.reasoning_content === undefined,
    );
    return index < 0 ? undefined : refuse(`messages[${index}].reasoning_content`, 'must be passed back to the API');
  }),
];

function isJson(body: Fields): boolean {
  const { type } = fieldsOf(body.response_format);
  return type === 'json_object' || type === 'json_schema';
}

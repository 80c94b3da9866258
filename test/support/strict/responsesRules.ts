// What Responses refuses of a body whose form is right (2026-11).
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
import { isSealed } from './signatures.ts';

const notWithModel = 'is not supported with this model';

export function responsesThinks({ body, model }: Asked): boolean {
  const effort = fieldsOf(body.reasoning).effort ?? model.effort;
  return model.thinks === 'always' || (model.thinks === 'byEffort' && effort !== 'none');
}

function turnsOf(body: Fields): Turn[] {
  return listOf(body.input).map((item, index): Turn => {
    const at = `input[${index}]`;
    if (item.type === 'function_call') return { type: 'call', id: textOf(item.call_id), at };
    if (item.type === 'function_call_output') return { type: 'result', id: textOf(item.call_id), at };
    return { type: 'other', at };
  });
}

/** Reasoning may stand between calls that were made together; it is no reason to want their results before it. */
function withoutReasoning({ input }: Fields): Fields {
  return { input: listOf(input).filter(({ type }) => type !== 'reasoning') };
}

function refuseReasoning({ body, model }: Asked): Problem | undefined {
  const items = listOf(body.input);
  for (const [index, item] of items.entries()) {
    if (item.type !== 'reasoning') continue;
    const at = `input[${index}]`;
    if (item.encrypted_content === undefined)
      return refuse(`${at}.id`, `item ${textOf(item.id)} not found: nothing is stored`);
    if (!isSealed(model.id, item.encrypted_content)) return refuse(`${at}.encrypted_content`, 'could not be verified');
    const next = items.slice(index + 1).find(({ type }) => type !== 'reasoning');
    const follows = next?.type === 'function_call' || next?.role === 'assistant';
    if (!follows) return refuse(at, 'a reasoning item was provided without its required following item');
  }
  return undefined;
}

function refuseMedia({ body, model }: Asked): Problem | undefined {
  const kinds: Readonly<Record<string, 'image' | 'pdf'>> = { input_image: 'image', input_file: 'pdf' };
  for (const [index, { content }] of listOf(body.input).entries()) {
    const foreign = listOf(content).findIndex(({ type }) => {
      const kind = kinds[textOf(type)];
      return kind !== undefined && !model.input.includes(kind);
    });
    if (foreign >= 0) return refuse(`input[${index}].content[${foreign}]`, notWithModel);
  }
  return undefined;
}

function refuseFile({ body }: Asked): Problem | undefined {
  for (const [index, { content }] of listOf(body.input).entries()) {
    for (const [at, part] of listOf(content).entries()) {
      if (part.type !== 'input_file') continue;
      const sources = [part.file_data, part.file_url].filter((one) => one !== undefined).length;
      const place = `input[${index}].content[${at}]`;
      if (sources !== 1) return refuse(place, 'needs file_data or file_url, one of them');
      if (part.file_data !== undefined && part.filename === undefined)
        return refuse(`${place}.filename`, 'is required');
      if (part.file_url !== undefined && part.filename !== undefined)
        return refuse(`${place}.filename`, 'can not be combined with file_url');
    }
  }
  return undefined;
}

export const responsesRules: readonly Rule[] = [
  rule('sampling', (asked) => {
    const { body, model } = asked;
    const name = present(body, 'temperature', 'top_p');
    if (name === undefined || model.sampling === 'yes') return undefined;
    return model.sampling === 'withoutThinking' && !responsesThinks(asked) ? undefined : refuse(name, notWithModel);
  }),
  rule('logprobs', (asked) => {
    const name = present(asked.body, 'top_logprobs') ?? (includes(asked.body, 'logprobs') ? 'include' : undefined);
    return name !== undefined && responsesThinks(asked) ? refuse(name, notWithModel) : undefined;
  }),
  rule('effort', ({ body, model }) => {
    const { effort } = fieldsOf(body.reasoning);
    if (body.reasoning === undefined) return undefined;
    if (model.efforts.length === 0) return refuse('reasoning.effort', notWithModel);
    return effort === undefined || model.efforts.includes(textOf(effort))
      ? undefined
      : refuse('reasoning.effort', `${textOf(effort)} ${notWithModel}`);
  }),
  rule('encryptedReasoning', ({ body, model }) =>
    model.refuses.includes('encryptedReasoning') && includes(body, 'encrypted_content')
      ? refuse('include', `encrypted content ${notWithModel}`)
      : undefined,
  ),
  rule('stored', ({ body }) =>
    body.store === false ? undefined : refuse('store', 'must be false: a tool keeps nothing at a provider unasked'),
  ),
  rule('reasoningBack', refuseReasoning),
  rule('media', refuseMedia),
  rule('file', refuseFile),
  rule('unmatchedCalls', ({ body }) => unmatchedCalls(turnsOf(withoutReasoning(body)))),
  rule('emptyMessage', ({ body }) => {
    const index = listOf(body.input).findIndex(({ content }) => content === '');
    return index < 0 ? undefined : refuse(`input[${index}].content`, 'must not be empty');
  }),
  rule('verbosity', ({ body, model }) => {
    const { verbosity } = fieldsOf(body.text);
    return model.refuses.includes('verbosity') && verbosity !== undefined && verbosity !== 'medium'
      ? refuse('text.verbosity', `${verbosity} ${notWithModel}`)
      : undefined;
  }),
  rule('toolParameters', ({ body }) => {
    const name = body.tools === undefined ? present(body, 'tool_choice', 'parallel_tool_calls') : undefined;
    return name === undefined ? undefined : refuse(name, 'is only allowed when tools are specified');
  }),
  rule('chosenTool', ({ body }) =>
    typeof body.tool_choice === 'object'
      ? offered(
          fieldsOf(body.tool_choice).name,
          listOf(body.tools).map(({ name }) => textOf(name)),
          'tool_choice',
        )
      : undefined,
  ),
  rule('jsonWord', ({ body }) =>
    fieldsOf(fieldsOf(body.text).format).type === 'json_object' && !saysJson(body.input)
      ? refuse('input', "must contain the word 'json' to use text.format json_object")
      : undefined,
  ),
  rule('strictSchema', ({ body }) => {
    const { strict, schema } = fieldsOf(fieldsOf(body.text).format);
    return strict === true ? openSchema(schema, 'text.format.schema', 'all') : undefined;
  }),
  rule('strictTool', ({ body }) => {
    // Strict unless it says otherwise.
    const index = listOf(body.tools).findIndex(
      ({ strict, parameters }) => strict !== false && openSchema(parameters, '', 'all'),
    );
    return index < 0
      ? undefined
      : refuse(`tools[${index}].parameters`, "'additionalProperties' must be false and all required");
  }),
];

function includes({ include }: Fields, what: string): boolean {
  return Array.isArray(include) && include.some((one) => textOf(one).endsWith(what));
}

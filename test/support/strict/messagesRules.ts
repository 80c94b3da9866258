// What Messages refuses of a body whose form is right (2026-11).
import {
  type Asked,
  offered,
  openSchema,
  present,
  type Rule,
  refuse,
  rule,
  schemasIn,
  type Turn,
  unmatchedCalls,
} from './rules.ts';
import { type Fields, fieldsOf, listOf, type Problem, textOf } from './shape.ts';
import { isSealed } from './signatures.ts';

const notWithModel = 'is not supported on this model';

export function messagesThinks({ body, model }: Asked): boolean {
  const { type } = fieldsOf(body.thinking);
  if (type === 'disabled') return false;
  return (
    model.thinks === 'always' ||
    (model.thinks === 'byEffort' && type !== 'between_tools') ||
    type === 'enabled' ||
    type === 'adaptive'
  );
}

/** Only on models up to 4.6, with the version of 2023-06-01, and one of the two. */
function refuseSampling({ body, model, headers }: Asked): Problem | undefined {
  const name = present(body, 'temperature', 'top_p', 'top_k');
  if (name === undefined) return undefined;
  if (headers['anthropic-version'] !== '2023-06-01') return refuse(name, 'Extra inputs are not permitted');
  if (model.sampling !== 'olderVersion') return refuse(name, notWithModel);
  const both = body.temperature !== undefined && body.top_p !== undefined;
  return both ? refuse('top_p', 'temperature and top_p cannot both be specified') : undefined;
}

interface Block {
  readonly block: Fields;
  readonly at: string;
  readonly role: string;
}

function blocksOf(body: Fields): Block[] {
  return listOf(body.messages).flatMap(({ role, content }, index) =>
    listOf(content).map((block, place) => ({ block, at: `messages[${index}].content[${place}]`, role: textOf(role) })),
  );
}

function turnsOf(body: Fields): Turn[] {
  return listOf(body.messages).flatMap(({ role, content }, index): Turn[] => {
    const blocks = listOf(content);
    const at = `messages[${index}]`;
    const calls = blocks.flatMap(({ type, id }): Turn[] =>
      type === 'tool_use' ? [{ type: 'call', id: textOf(id), at }] : [],
    );
    const results = blocks.flatMap(({ type, tool_use_id: id }): Turn[] =>
      type === 'tool_result' ? [{ type: 'result', id: textOf(id), at }] : [],
    );
    return role === 'user' ? [...results, { type: 'other', at }] : [{ type: 'other', at }, ...calls];
  });
}

/** Results stand before anything else that is said. */
function refuseLateResult(body: Fields): Problem | undefined {
  for (const [index, { content }] of listOf(body.messages).entries()) {
    const blocks = listOf(content);
    const end = blocks.findIndex(({ type }) => type !== 'tool_result');
    const late = end < 0 ? -1 : blocks.findIndex(({ type }, place) => place > end && type === 'tool_result');
    if (late >= 0) return refuse(`messages[${index}].content[${late}]`, 'tool_result must come before other content');
  }
  return undefined;
}

function refuseThinkingBlock({ block, at }: Block): Problem | undefined {
  if (block.type === 'thinking' && !isSealed('anthropic', block.signature, textOf(block.thinking)))
    return refuse(`${at}.signature`, 'Invalid signature in thinking block');
  if (block.type === 'redacted_thinking' && !isSealed('anthropic', block.data))
    return refuse(`${at}.data`, 'Invalid data');
  return undefined;
}

/** Keywords of JSON Schema that an output format may not have. */
const unknownKeywords = [
  'minimum',
  'maximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'maxItems',
  'uniqueItems',
] as const;

function refuseSchema({ body }: Asked): Problem | undefined {
  const { schema } = fieldsOf(fieldsOf(body.output_config).format);
  const at = 'output_config.format.schema';
  for (const [inner, place] of schemasIn(schema, at)) {
    const keyword = present(inner, ...unknownKeywords);
    if (keyword !== undefined) return refuse(place, `the keyword ${keyword} is not supported`);
  }
  return openSchema(schema, at, 'some');
}

function isForced({ tool_choice: choice }: Fields): boolean {
  const { type } = fieldsOf(choice);
  return type === 'any' || type === 'tool';
}

export const messagesRules: readonly Rule[] = [
  rule('version', ({ headers }) =>
    ['2023-06-01', '2026-10-21'].includes(String(headers['anthropic-version']))
      ? undefined
      : refuse('anthropic-version', 'is not a valid version'),
  ),
  rule('sampling', refuseSampling),
  rule('firstRole', ({ body }) =>
    listOf(body.messages)[0]?.role === 'user'
      ? undefined
      : refuse('messages[0].role', 'the first message must use the user role'),
  ),
  rule('prefill', ({ body, model }) =>
    model.refuses.includes('prefill') && listOf(body.messages).at(-1)?.role === 'assistant'
      ? refuse('messages', 'This model does not support assistant message prefill')
      : undefined,
  ),
  rule('emptyText', ({ body }) => {
    const blank = blocksOf(body).find(({ block }) => block.type === 'text' && textOf(block.text).trim() === '');
    if (blank) return refuse(`${blank.at}.text`, 'text content blocks must contain non-whitespace text');
    const index = listOf(body.messages).findIndex(
      ({ content }) => typeof content === 'string' && content.trim() === '',
    );
    return index < 0 ? undefined : refuse(`messages[${index}].content`, 'must not be empty');
  }),
  rule('emptySystem', ({ body }) => (body.system === '' ? refuse('system', 'must not be empty') : undefined)),
  rule('unmatchedCalls', ({ body }) => unmatchedCalls(turnsOf(body))),
  rule('resultsFirst', ({ body }) => refuseLateResult(body)),
  rule('thinkingBack', ({ body }) =>
    blocksOf(body)
      .map(refuseThinkingBlock)
      .find((one) => one),
  ),
  rule('citations', ({ body, headers }) => {
    const cited = blocksOf(body).find(
      ({ block, role }) => role === 'user' && block.type === 'text' && listOf(block.citations).length > 0,
    );
    return cited && headers['anthropic-version'] === '2026-10-21'
      ? refuse(`${cited.at}.citations`, 'must be empty')
      : undefined;
  }),
  rule('blankStop', ({ body }) => {
    const index = (Array.isArray(body.stop_sequences) ? body.stop_sequences : []).findIndex(
      (one) => textOf(one).trim() === '',
    );
    return index < 0 ? undefined : refuse(`stop_sequences[${index}]`, 'each stop sequence must contain non-whitespace');
  }),
  rule('forcedTool', (asked) => {
    const refused = asked.model.forcedTools === 'no' || fieldsOf(asked.body.thinking).type === 'enabled';
    return refused && isForced(asked.body)
      ? refuse('tool_choice', `forces tool use, which ${notWithModel}`)
      : undefined;
  }),
  rule('toolParameters', ({ body }) =>
    body.tools === undefined && body.tool_choice !== undefined
      ? refuse('tool_choice', 'may only be specified with tools')
      : undefined,
  ),
  rule('chosenTool', ({ body }) => {
    const choice = fieldsOf(body.tool_choice);
    return choice.type === 'tool'
      ? offered(
          choice.name,
          listOf(body.tools).map(({ name }) => textOf(name)),
          'tool_choice',
        )
      : undefined;
  }),
  rule('thinkingOff', ({ body, model }) =>
    model.refuses.includes('thinkingOff') &&
    ['disabled', 'between_tools'].includes(textOf(fieldsOf(body.thinking).type))
      ? refuse('thinking', `can not be switched off: ${notWithModel}`)
      : undefined,
  ),
  rule('thinkingBudget', ({ body, model }) => {
    const { type, budget_tokens: budget } = fieldsOf(body.thinking);
    if (type !== 'enabled') return undefined;
    if (model.refuses.includes('thinkingBudget'))
      return refuse('thinking.type', `enabled ${notWithModel}; use adaptive`);
    return Number(budget) < Number(body.max_tokens)
      ? undefined
      : refuse('max_tokens', 'must be greater than thinking.budget_tokens');
  }),
  rule('effort', ({ body, model }) => {
    const { effort } = fieldsOf(body.output_config);
    if (effort === undefined || model.efforts.includes(textOf(effort))) return undefined;
    return refuse('output_config.effort', `${textOf(effort)} ${notWithModel}`);
  }),
  rule('outputSchema', refuseSchema),
  rule('inputSchema', ({ body }) => {
    const index = listOf(body.tools).findIndex((tool) => fieldsOf(tool.input_schema).type !== 'object');
    return index < 0 ? undefined : refuse(`tools[${index}].input_schema.type`, 'must be object');
  }),
];

// Requests of every kind a person can make: all parameters, all parts, tools and their results, and what models thought before.
import fc from 'fast-check';
import type { AssistantPart, MediaSource, Message, ToolDefinition, UserPart } from '../../../src/core/chat/message.ts';
import { parameterRules } from '../../../src/core/chat/paramRules.ts';
import {
  type Parameters,
  type ResponseFormat,
  reasoningEfforts,
  serviceTiers,
  type ToolChoice,
} from '../../../src/core/chat/params.ts';
import type { Preset } from '../../../src/core/chat/preset.ts';
import type { ChatRequest } from '../../../src/core/chat/request.ts';
import { builtInPresets } from '../../../src/core/prompts/presets.ts';
import { closedSchema, gif, openSchema, png } from './plants/plant.ts';

/** An answer some model gave, with what it wants back. */
export interface PastAnswer {
  readonly from: string;
  readonly parts: readonly AssistantPart[];
}

const words = fc.constantFrom(
  'Hello',
  'What is this? Use a tool.',
  'Use both tools, please.',
  'In JSON, please.',
  ' Mind the gap ',
  'Größe 5 🙂',
);

function source<T extends string>(mediaType: T, base64: string): fc.Arbitrary<MediaSource<T>> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant({ kind: 'data', mediaType, base64 } as const) },
    { weight: 1, arbitrary: fc.constant({ kind: 'url', url: 'https://files.example/a' } as const) },
  );
}

const jpeg = '/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAgGBgcGBQ==';
const webp = 'UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==';
const images = fc.oneof(
  source('image/png', png),
  source('image/jpeg', jpeg),
  source('image/webp', webp),
  source('image/gif', gif),
);

const media: fc.Arbitrary<UserPart> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(images, fc.constantFrom(undefined, 'auto', 'low', 'high', 'original'))
      .map(([one, detail]) => ({ type: 'image', source: one, ...(detail ? { detail } : {}) }) as UserPart),
  },
  {
    weight: 1,
    arbitrary: fc
      .oneof(source('audio/wav', 'UklGRg=='), source('audio/mpeg', 'SUQzBA=='))
      .map((one) => ({ type: 'audio', source: one }) as const),
  },
  {
    weight: 2,
    arbitrary: source('application/pdf', 'JVBERi0xLjQ=').map(
      (one) => ({ type: 'pdf', source: one, name: 'a.pdf' }) as const,
    ),
  },
);

const said: fc.Arbitrary<UserPart> = words.map((text) => ({ type: 'text', text }));

const blank: UserPart = { type: 'text', text: ' ' };

function userTurn(withMedia: boolean): fc.Arbitrary<Message> {
  const extra = fc.oneof(
    { weight: 4, arbitrary: media },
    { weight: 1, arbitrary: said },
    { weight: 1, arbitrary: fc.constant(blank) },
  );
  const more = withMedia ? fc.array(extra, { minLength: 1, maxLength: 2 }) : fc.constant([]);
  return fc.tuple(said, more).map(([first, rest]) => ({ role: 'user', parts: [...rest, first] }));
}

/** As people write them by hand, or another program made them. */
const foreignAnswers: readonly PastAnswer[] = [
  { from: 'hand', parts: [{ type: 'text', text: 'It is Rome.' }] },
  {
    from: 'hand',
    parts: [
      { type: 'thinking', text: 'Hm.' },
      { type: 'text', text: 'Rome, I think. ' },
    ],
  },
  { from: 'hand', parts: [{ type: 'toolCall', id: 'call.1:x', name: 'look', argumentsJson: '{"place":"Rome"}' }] },
  {
    from: 'hand',
    parts: [
      { type: 'text', text: 'I look.' },
      { type: 'toolCall', id: 'a'.repeat(80), name: 'look', argumentsJson: '{"place":' },
    ],
  },
  {
    from: 'hand',
    parts: [
      { type: 'toolCall', id: 'c1', name: 'look', argumentsJson: '{}' },
      { type: 'toolCall', id: 'c2', name: 'look', argumentsJson: '[1]' },
    ],
  },
];

/** An answer with the results of its calls, if it has any. */
function exchange(past: readonly PastAnswer[]): fc.Arbitrary<readonly Message[]> {
  const outcome = fc.constantFrom('ok', 'error') as fc.Arbitrary<'ok' | 'error'>;
  return fc
    .tuple(fc.constantFrom(...past, ...foreignAnswers), outcome, fc.constantFrom('18 degrees', ''))
    .map(([{ parts }, how, text]) => {
      const calls = parts.filter((part) => part.type === 'toolCall');
      const results = calls.map(({ id }) => ({ type: 'toolResult', callId: id, text, outcome: how }) as const);
      return [{ role: 'assistant', parts }, ...(results.length > 0 ? [{ role: 'tool', results } as const] : [])];
    });
}

const system: Message = { role: 'system', text: 'Be brief.' };

/** A conversation that begins and ends with the user, or ends with what a tool found. */
function conversation(past: readonly PastAnswer[]): fc.Arbitrary<readonly Message[]> {
  const withMedia = fc.integer({ min: 0, max: 9 }).map((dice) => dice < 6);
  return withMedia.chain((some) =>
    fc
      .record({
        before: fc.constantFrom([], [system]),
        first: userTurn(some),
        middle: fc.array(fc.tuple(exchange(past), userTurn(false)), { maxLength: 2 }),
        late: fc.integer({ min: 0, max: 9 }),
        end: fc.option(exchange(past), { freq: 3 }),
      })
      .map(({ before, first, middle, late, end }) => {
        const turns = middle.flatMap(([answer, user]) => [...answer, ...(late === 0 ? [system] : []), user]);
        const found = end?.at(-1)?.role === 'tool' ? end : [];
        return [...before, first, ...turns, ...found];
      }),
  );
}

const tools: readonly ToolDefinition[] = [
  { name: 'look', description: 'Looks at a place.', parameters: closedSchema },
  { name: 'run', description: '', parameters: { type: 'object', properties: {} } },
];

const formats: readonly ResponseFormat[] = [
  { type: 'text' },
  { type: 'json_object' },
  { type: 'json_schema', json_schema: { name: 'place', schema: closedSchema, strict: true } },
  { type: 'json_schema', json_schema: { name: 'open', description: 'Anything.', schema: openSchema } },
  {
    type: 'json_schema',
    json_schema: {
      name: 'bounded',
      schema: {
        type: 'object',
        properties: { list: { type: 'array', items: { type: 'integer', minimum: 3 } }, kind: { enum: ['a', 'b'] } },
        required: ['list', 'kind'],
        additionalProperties: false,
      },
    },
  },
];

/** Everything that is allowed, and the ends of every range more often than chance would have it. */
const values: { readonly [K in keyof Parameters]-?: fc.Arbitrary<NonNullable<Parameters[K]>> } = {
  temperature: fc.oneof(
    fc.constantFrom(0, 1, 1.5, 2),
    fc.integer({ min: 0, max: 200 }).map((one) => one / 100),
  ),
  top_p: fc.constantFrom(0, 0.1, 0.5, 0.95, 1),
  max_tokens: fc.constantFrom(1, 5, 16, 100, 4_096, 32_768, 100_000, 10_000_000),
  n: fc.constantFrom(1, 2, 4, 9, 128),
  stop: fc.uniqueArray(fc.constantFrom('END', '###', '\n\n', ' ', 'Bye'), { minLength: 1, maxLength: 4 }),
  seed: fc.constantFrom(0, 7, 2_147_483_647, 2_147_483_648, 4_294_967_295),
  response_format: fc.constantFrom(...formats),
  reasoning_effort: fc.constantFrom(...reasoningEfforts),
  verbosity: fc.constantFrom('low', 'medium', 'high'),
  presence_penalty: fc.constantFrom(-2, -0.5, 0, 0.5, 2),
  frequency_penalty: fc.constantFrom(-2, -0.5, 0, 0.5, 2),
  logit_bias: fc.constantFrom({}, { 7: 5 }, { 1: -100, 2: 100 }),
  logprobs: fc.boolean(),
  top_logprobs: fc.constantFrom(0, 2, 20),
  tool_choice: fc.constantFrom<ToolChoice>('none', 'auto', 'required', {
    type: 'function',
    function: { name: 'look' },
  }),
  parallel_tool_calls: fc.boolean(),
  user: fc.constantFrom('ann', 'a'.repeat(64)),
  service_tier: fc.constantFrom(...serviceTiers),
  prediction: fc.constant({ type: 'content', content: 'The answer is fine.' }),
  extra_body: fc.constant({}),
  stream: fc.boolean(),
  timeout: fc.constant(60),
  retries: fc.constant(1),
  fallback_models: fc.constant(['openai/gpt-4.1']),
};

const settings = Object.entries(values).map(([name, one]) => {
  const set = (one as fc.Arbitrary<unknown>).map((value) => [[name, value] as const]);
  return fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: set });
});
const parameters: fc.Arbitrary<Parameters> = fc.tuple(...settings).map((sets) => Object.fromEntries(sets.flat()));

const presets: readonly Preset[] = [
  ...builtInPresets,
  { id: 'own', name: 'Own', top_p: 0.5, presence_penalty: 0.2, stop: ['END'], visible_tokens: 50 },
];

/** What is asked, of no model yet. The parameters are lawful: `paramRules.ts` is asked. */
export function requests(past: readonly PastAnswer[]): fc.Arbitrary<Omit<ChatRequest, 'model'>> {
  return fc
    .record({
      messages: conversation(past),
      parameters,
      tools: fc.constantFrom([], tools.slice(0, 1), tools),
      preset: fc.option(fc.constantFrom(...presets), { nil: undefined, freq: 4 }),
    })
    .map(({ parameters: given, ...rest }) => ({ ...rest, parameters: fitting(given, rest.tools) }));
}

/** A tool that is asked for by name is offered. */
function fitting(given: Parameters, offered: readonly ToolDefinition[]): Parameters {
  for (const [name, value] of Object.entries(given)) {
    const rule = Object.entries(parameterRules).find(([one]) => one === name)?.[1];
    if (rule?.read(value).type !== 'taken') throw new Error(`${name} ${JSON.stringify(value)} is not lawful`);
  }
  const { tool_choice: choice, ...others } = given;
  return typeof choice === 'object' && offered.length === 0 ? others : given;
}

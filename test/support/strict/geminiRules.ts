// GenerateContent: its body and what is refused of one whose form is right (2026-11).
import type { StrictModel } from './models.ts';
import { type Asked, present, type Rule, refuse, rule } from './rules.ts';
import {
  anyObject,
  base64,
  type Fields,
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
import { isSealed } from './signatures.ts';

const part = object({
  text: text(),
  thought: flag,
  thoughtSignature: text(/^[A-Za-z0-9+/_=-]+$/),
  inlineData: object({ mimeType: text(/\//), data: base64, displayName: text() }, ['mimeType', 'data']),
  // Files of the API itself.
  fileData: object({ fileUri: text(/^https:\/\/generativelanguage\.googleapis\.com\//), mimeType: text() }, [
    'fileUri',
  ]),
  functionCall: object({ id: text(), name: text(/^[a-zA-Z0-9_.:-]{1,128}$/), args: anyObject }, ['name']),
  functionResponse: object({ id: text(), name: filled, response: anyObject }, ['name', 'response']),
});
const content = object({ role: oneOf('user', 'model'), parts: list(part, 1) }, ['parts']);

const declaration = object(
  {
    name: text(/^[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}$/),
    description: text(),
    parameters: anyObject,
    parametersJsonSchema: anyObject,
  },
  ['name'],
);

function generationConfig(model: StrictModel): Shape {
  return object({
    temperature: number(0, 2),
    topP: number(0, 1),
    topK: number(1, 1_000),
    candidateCount: whole(1, 8),
    maxOutputTokens: whole(1, model.maxOutput),
    stopSequences: list(filled, 0, 5),
    seed: whole(-2_147_483_648, 2_147_483_647),
    presencePenalty: number(-2, 2),
    frequencyPenalty: number(-2, 2),
    responseLogprobs: flag,
    logprobs: whole(0, 20),
    responseMimeType: oneOf('text/plain', 'application/json'),
    responseSchema: anyObject,
    responseJsonSchema: anyObject,
    thinkingConfig: object({
      includeThoughts: flag,
      thinkingBudget: whole(-1, 32_768),
      thinkingLevel: oneOf('MINIMAL', 'LOW', 'MEDIUM', 'HIGH'),
    }),
  });
}

/** The body as the API takes it. */
export function geminiShape(model: StrictModel): ObjectShape {
  return object(
    {
      contents: list(content, 1),
      systemInstruction: object({ role: text(), parts: list(object({ text: text(/\S/) }, ['text']), 1) }, ['parts']),
      generationConfig: generationConfig(model),
      tools: list(object({ functionDeclarations: list(declaration, 1, 128) }), 1),
      toolConfig: object({
        functionCallingConfig: object({ mode: oneOf('AUTO', 'ANY', 'NONE'), allowedFunctionNames: list(filled, 1) }),
      }),
      safetySettings: list(anyObject),
      cachedContent: text(),
      serviceTier: oneOf('standard', 'flex', 'priority'),
    },
    ['contents'],
  );
}

const mediaTypes: Readonly<Record<string, 'image' | 'audio' | 'pdf'>> = {
  'image/png': 'image',
  'image/jpeg': 'image',
  'image/webp': 'image',
  'image/heic': 'image',
  'audio/wav': 'audio',
  'audio/mp3': 'audio',
  'audio/mpeg': 'audio',
  'application/pdf': 'pdf',
};

interface Place {
  readonly part: Fields;
  readonly role: string;
  readonly at: string;
}

function partsOf(body: Fields): Place[] {
  return listOf(body.contents).flatMap(({ role, parts }, index) =>
    listOf(parts).map((one, place) => ({ part: one, role: textOf(role), at: `contents[${index}].parts[${place}]` })),
  );
}

export function configOf({ body }: Asked): Fields {
  return fieldsOf(body.generationConfig);
}

function refuseMedia({ body, model }: Asked): Problem | undefined {
  for (const {
    part: { inlineData },
    at,
  } of partsOf(body)) {
    if (inlineData === undefined) continue;
    const kind = mediaTypes[textOf(fieldsOf(inlineData).mimeType)];
    if (kind === undefined) return refuse(`${at}.inlineData.mimeType`, 'Unsupported MIME type');
    if (!model.input.includes(kind)) return refuse(`${at}.inlineData`, `${kind} is not supported by this model`);
  }
  return undefined;
}

/** A turn of the model that calls functions is answered at once, by as many responses with the same names. */
function refuseTurns(body: Fields): Problem | undefined {
  const contents = listOf(body.contents);
  const names = (index: number, kind: 'functionCall' | 'functionResponse') =>
    listOf(contents[index]?.parts).flatMap((one) =>
      one[kind] === undefined ? [] : [textOf(fieldsOf(one[kind]).name)],
    );
  for (const index of contents.keys()) {
    const calls = names(index, 'functionCall').toSorted();
    const answers = names(index + 1, 'functionResponse').toSorted();
    if (calls.join() !== answers.join())
      return refuse(
        `contents[${index + 1}].parts`,
        'function responses must equal the function calls of the turn before',
      );
  }
  return names(0, 'functionResponse').length > 0
    ? refuse('contents[0].parts', 'a function response answers no call')
    : undefined;
}

/** What Google tells to send where another model made the call. */
const skipped = 'skip_thought_signature_validator';

/** From Gemini 3 on the first call of an answer is signed; what is signed is as it was. */
function refuseSignature({ body, model }: Asked): Problem | undefined {
  for (const [index, { role, parts }] of listOf(body.contents).entries()) {
    const first = listOf(parts).findIndex(({ functionCall }) => functionCall !== undefined);
    const unsigned = first >= 0 && listOf(parts)[first]?.thoughtSignature === undefined;
    const must = model.refuses.includes('thinkingBudget') && role === 'model';
    if (must && unsigned)
      return refuse(`contents[${index}].parts[${first}]`, 'Function call is missing a thought_signature');
  }
  for (const {
    part: { text: words, functionCall, thoughtSignature },
    at,
  } of partsOf(body)) {
    if (thoughtSignature === undefined || thoughtSignature === skipped) continue;
    const signed = functionCall === undefined ? textOf(words) : JSON.stringify(fieldsOf(functionCall).args);
    if (!isSealed('google', thoughtSignature, signed))
      return refuse(`${at}.thoughtSignature`, 'Thought signature is not valid');
  }
  return undefined;
}

function refuseThinking(asked: Asked): Problem | undefined {
  const { model } = asked;
  const config = configOf(asked).thinkingConfig;
  if (config === undefined) return undefined;
  const at = 'generationConfig.thinkingConfig';
  if (model.thinks === 'never') return refuse(at, 'Thinking is not enabled for this model');
  const { thinkingBudget: budget, thinkingLevel: level, includeThoughts } = fieldsOf(config);
  if (budget !== undefined) {
    if (model.refuses.includes('thinkingBudget'))
      return refuse(`${at}.thinkingBudget`, 'is not supported for this model');
    const [least = 0, most = 0] = model.efforts.map(Number);
    if (budget !== -1 && (Number(budget) < least || Number(budget) > most))
      return refuse(`${at}.thinkingBudget`, `must be from ${least} to ${most}`);
    if (budget === 0 && includeThoughts === true)
      return refuse(`${at}.includeThoughts`, 'is only enabled when thinking is enabled');
  }
  if (level === undefined) return undefined;
  if (model.refuses.includes('thinkingLevel')) return refuse(`${at}.thinkingLevel`, 'is not supported for this model');
  return model.efforts.includes(textOf(level))
    ? undefined
    : refuse(`${at}.thinkingLevel`, `${level} is not supported for this model`);
}

function refuseJson(asked: Asked): Problem | undefined {
  const { body, model } = asked;
  const config = configOf(asked);
  if (config.responseMimeType !== 'application/json') {
    const name = present(config, 'responseSchema', 'responseJsonSchema');
    return name === undefined
      ? undefined
      : refuse(`generationConfig.${name}`, 'needs responseMimeType application/json');
  }
  const at = 'generationConfig.responseMimeType';
  if (model.refuses.includes('json')) return refuse(at, 'JSON mode is not enabled for this model');
  const isForced = callingConfig(body).mode === 'ANY';
  const refused =
    model.refuses.includes('jsonWithTools') || (model.refuses.includes('jsonWithForcedTools') && isForced);
  return refused && body.tools !== undefined
    ? refuse(at, 'Function calling with a response mime type is unsupported')
    : undefined;
}

export function callingConfig(body: Fields): Fields {
  return fieldsOf(fieldsOf(body.toolConfig).functionCallingConfig);
}

export function declaredTools(body: Fields): string[] {
  return listOf(body.tools).flatMap((tool) => listOf(tool.functionDeclarations).map(({ name }) => textOf(name)));
}

function refuseChoice({ body }: Asked): Problem | undefined {
  const { mode, allowedFunctionNames: names } = callingConfig(body);
  const at = 'toolConfig.functionCallingConfig';
  if (mode !== undefined && body.tools === undefined) return refuse(`${at}.mode`, 'needs function declarations');
  if (names === undefined) return undefined;
  if (mode !== 'ANY') return refuse(`${at}.allowedFunctionNames`, 'needs the mode ANY');
  const known = declaredTools(body);
  return Array.isArray(names) && names.every((name) => known.includes(textOf(name)))
    ? undefined
    : refuse(`${at}.allowedFunctionNames`, 'names a function that is not declared');
}

export const geminiRules: readonly Rule[] = [
  rule('media', refuseMedia),
  rule('turns', ({ body }) => refuseTurns(body)),
  rule('signature', refuseSignature),
  rule('thinking', refuseThinking),
  rule('json', refuseJson),
  rule('choice', refuseChoice),
  rule('emptyPart', ({ body }) => {
    const empty = partsOf(body).find(
      ({ part: one }) => Object.keys(one).length === 0 || (one.text === '' && one.thoughtSignature === undefined),
    );
    return empty ? refuse(empty.at, 'must have one initialized data field') : undefined;
  }),
  rule('onePartKind', ({ body }) => {
    const kinds = ['text', 'inlineData', 'fileData', 'functionCall', 'functionResponse'];
    const mixed = partsOf(body).find(({ part: one }) => kinds.filter((kind) => one[kind] !== undefined).length > 1);
    return mixed ? refuse(mixed.at, 'oneof field data is already set') : undefined;
  }),
  rule('firstRole', ({ body }) =>
    listOf(body.contents)[0]?.role === 'model'
      ? refuse('contents[0].role', 'the first turn must be the user’s')
      : undefined,
  ),
  rule('system', ({ body, model }) =>
    model.refuses.includes('system') && body.systemInstruction !== undefined
      ? refuse('systemInstruction', 'Developer instruction is not enabled for this model')
      : undefined,
  ),
  rule('tools', ({ body, model }) =>
    model.tools === 'no' && body.tools !== undefined
      ? refuse('tools', 'Function calling is not enabled for this model')
      : undefined,
  ),
  rule('candidates', (asked) =>
    asked.model.refuses.includes('candidates') && Number(configOf(asked).candidateCount ?? 1) > 1
      ? refuse('generationConfig.candidateCount', 'Multiple candidates is not enabled for this model')
      : undefined,
  ),
  rule('penalties', (asked) => {
    const name = present(configOf(asked), 'presencePenalty', 'frequencyPenalty');
    return name !== undefined && asked.model.refuses.includes('penalties')
      ? refuse(`generationConfig.${name}`, 'Penalty is not enabled for this model')
      : undefined;
  }),
  rule('logprobs', (asked) => {
    const { logprobs, responseLogprobs } = configOf(asked);
    return logprobs !== undefined && responseLogprobs !== true
      ? refuse('generationConfig.logprobs', 'needs responseLogprobs')
      : undefined;
  }),
];

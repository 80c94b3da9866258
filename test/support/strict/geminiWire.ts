// GenerateContent as a wire of the strict server: from a good body to a stream.
import { callingConfig, configOf, declaredTools, geminiRules, geminiShape } from './geminiRules.ts';
import type { Answer, Asked, Choice, StrictWire, Wanted } from './rules.ts';
import { type Fields, fieldsOf, listOf, textOf } from './shape.ts';
import { seal } from './signatures.ts';

const path = /^\/v1beta\/models\/([^:/]+):streamGenerateContent$/;

function callsBy({ body }: Asked): Wanted['calls'] {
  const { mode, allowedFunctionNames: names } = callingConfig(body);
  if (mode === 'ANY') return Array.isArray(names) ? { name: textOf(names[0]) } : 'must';
  return mode === 'NONE' ? 'never' : 'asked';
}

function thinks(asked: Asked): boolean {
  return asked.model.thinks !== 'never' && fieldsOf(configOf(asked).thinkingConfig).thinkingBudget !== 0;
}

function jsonOf(config: Fields): Fields | 'object' | undefined {
  if (config.responseMimeType !== 'application/json') return undefined;
  return config.responseJsonSchema === undefined ? 'object' : fieldsOf(config.responseJsonSchema);
}

function wanted(asked: Asked): Wanted {
  const config = configOf(asked);
  const last = listOf(asked.body.contents).at(-1);
  const parts = listOf(last?.parts);
  const hasResult = parts.some(({ functionResponse }) => functionResponse !== undefined);
  return {
    n: Number(config.candidateCount ?? 1),
    maxTokens: typeof config.maxOutputTokens === 'number' ? config.maxOutputTokens : undefined,
    stops: (Array.isArray(config.stopSequences) ? config.stopSequences : []).map(textOf),
    logprobs: config.responseLogprobs === true ? Number(config.logprobs ?? 0) : undefined,
    json: jsonOf(config),
    tools: declaredTools(asked.body),
    calls: callsBy(asked),
    lastText: last?.role === 'model' || hasResult ? '' : parts.map(({ text }) => textOf(text)).join(''),
    thinks: thinks(asked),
    usage: true,
  };
}

function logprobsOf(tokens: readonly string[], alternatives: number): Fields {
  const candidate = (token: string) => ({ token, tokenId: 1, logProbability: -0.1 });
  const candidates = (token: string) =>
    Array.from({ length: alternatives }, (_, index) => (index === 0 ? candidate(token) : candidate(`other${index}`)));
  return {
    chosenCandidates: tokens.map(candidate),
    topCandidates: tokens.map((token) => ({ candidates: candidates(token) })),
  };
}

function partsOf(choice: Choice, asked: Asked): readonly Fields[] {
  const shown = fieldsOf(configOf(asked).thinkingConfig).includeThoughts === true && choice.thinking !== '';
  const isSigned = choice.thinking !== '';
  const calls = choice.calls.map(({ name, args }, position) => ({
    functionCall: { name, args },
    ...(position === 0 && isSigned ? { thoughtSignature: seal('google', JSON.stringify(args)) } : {}),
  }));
  const last = choice.tokens.at(-1) ?? '';
  const texts = choice.tokens.slice(0, -1).map((text) => ({ text }));
  // What a model that thinks says last is signed.
  const end = isSigned ? { text: last, thoughtSignature: seal('google', last) } : { text: last };
  return [
    ...(shown ? [{ text: choice.thinking, thought: true }] : []),
    ...texts,
    ...(choice.tokens.length > 0 ? [end] : []),
    ...calls,
  ];
}

function frames({ choices, usage }: Answer, asked: Asked, wish: Wanted): string {
  const data = (fields: object) =>
    `data: ${JSON.stringify({ ...fields, modelVersion: asked.model.id, responseId: 'r1' })}\r\n\r\n`;
  const pieces = choices.flatMap((choice, index) =>
    partsOf(choice, asked).map((part) => data({ candidates: [{ index, content: { role: 'model', parts: [part] } }] })),
  );
  const ends = choices.map((choice, index) => ({
    index,
    finishReason: choice.finish === 'length' ? 'MAX_TOKENS' : 'STOP',
    ...(wish.logprobs === undefined ? {} : { logprobsResult: logprobsOf(choice.tokens, wish.logprobs) }),
  }));
  const usageMetadata = {
    promptTokenCount: usage.input,
    candidatesTokenCount: usage.output - usage.reasoning,
    thoughtsTokenCount: usage.reasoning,
    totalTokenCount: usage.input + usage.output,
  };
  return `${pieces.join('')}${data({ candidates: ends, usageMetadata })}`;
}

export const geminiWire: StrictWire = {
  id: 'gemini',
  path,
  contentType: 'text/event-stream',
  modelOf: (_body, at) => path.exec(at)?.[1] ?? '',
  shape: geminiShape,
  rules: geminiRules,
  wanted,
  frames,
  refusal: ({ at, message }, _model, status) => ({
    error: { code: status, message: `${at}: ${message}`, status: status === 404 ? 'NOT_FOUND' : 'INVALID_ARGUMENT' },
  }),
};

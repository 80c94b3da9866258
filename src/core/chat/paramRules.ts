import { isRecord } from '../json.ts';
import { parseModelRef } from '../models/modelRef.ts';
import {
  anyText,
  numberFrom,
  oneOf,
  plainName,
  type Rule,
  taken,
  unknownField,
  wholeFrom,
  wrong,
  yesOrNo,
} from './checked.ts';
import {
  type ParameterName,
  type Parameters,
  parameterNames,
  reasoningEfforts,
  serviceTiers,
  type ToolChoice,
} from './params.ts';
import { responseFormatRule } from './responseFormat.ts';

/** A parameter's rule, with what holds where it is not set: Parley then sends nothing and the provider decides. */
interface ParameterRule<T> extends Rule<T> {
  readonly default: string;
  /** What else people should know. */
  readonly note?: string;
}

function parameter<T>(rule: Rule<T>, fallback: string, note?: string): ParameterRule<T> {
  return note === undefined ? { ...rule, default: fallback } : { ...rule, default: fallback, note };
}

function listRule(must: string, most: number, read: (one: unknown) => string | undefined): Rule<readonly string[]> {
  return {
    must,
    read(value) {
      const texts = (Array.isArray(value) ? value : [value]).map(read);
      const right = texts.filter((one) => one !== undefined);
      const fits = right.length === texts.length && right.length >= 1 && right.length <= most;
      return fits && new Set(right).size === right.length ? taken(right) : wrong(value, must);
    },
  };
}

const stops = listRule('a text, or a list of 1 to 4 different texts, none of them empty', 4, (one) =>
  typeof one === 'string' && one !== '' ? one : undefined,
);

const modelsMust = 'a list of 1 to 8 different models, each written provider/model';
const models: Rule<readonly string[]> = {
  must: modelsMust,
  read: (value) => (Array.isArray(value) ? modelList.read(value) : wrong(value, modelsMust)),
};
const modelList = listRule(modelsMust, 8, (one) => {
  const ref = typeof one === 'string' ? one.trim() : '';
  return parseModelRef(ref) && !/\s/.test(ref) ? ref : undefined;
});

const biasMust = 'an object of token ids (digits) to numbers from -100 to 100';
const logitBias: Rule<Readonly<Record<string, number>>> = {
  must: biasMust,
  read(value) {
    if (!isRecord(value)) return wrong(value, biasMust);
    const bias: Record<string, number> = {};
    for (const [token, amount] of Object.entries(value)) {
      if (!/^\d{1,9}$/.test(token))
        return wrong(amount, `left out: ${token} is no token id, which has digits only`, `.${token}`);
      const number = numberFrom(-100, 100).read(amount);
      if (number.type === 'wrong') return { ...number, at: `.${token}` };
      bias[token] = number.value;
    }
    return taken(bias);
  },
};

const choiceMust = 'none, auto, required, or {"type": "function", "function": {"name": …}}';
const toolChoice: Rule<ToolChoice> = {
  must: choiceMust,
  read(value) {
    if (value === 'none' || value === 'auto' || value === 'required') return taken(value);
    if (!isRecord(value) || value.type !== 'function') return wrong(value, choiceMust);
    const chosen = value.function;
    if (!isRecord(chosen)) return wrong(chosen, 'an object with the name of a function', '.function');
    const unknown = unknownField(value, ['type', 'function']) ?? unknownField(chosen, ['name'], '.function');
    if (unknown) return unknown;
    const name = plainName.read(chosen.name);
    if (name.type === 'wrong') return { ...name, at: '.function.name' };
    return taken({ type: 'function', function: { name: name.value } });
  },
};

const predictionMust = '{"type": "content", "content": a text that is not empty}';
const prediction: Rule<NonNullable<Parameters['prediction']>> = {
  must: predictionMust,
  read(value) {
    if (!isRecord(value) || value.type !== 'content') return wrong(value, predictionMust);
    const content = anyText.read(value.content);
    if (content.type === 'wrong') return { ...content, at: '.content' };
    return unknownField(value, ['type', 'content']) ?? taken({ type: 'content', content: content.value });
  },
};

const bodyMust = 'an object without model, messages and stream, at most 100,000 characters as JSON';
const reserved = ['model', 'messages', 'stream'] as const;
const extraBody: Rule<Readonly<Record<string, unknown>>> = {
  must: bodyMust,
  read(value) {
    if (!isRecord(value)) return wrong(value, bodyMust);
    const own = reserved.find((name) => Object.hasOwn(value, name));
    if (own) return wrong(value[own], `left out: ${reserved.join(', ')} are Parley's to set`, `.${own}`);
    return JSON.stringify(value).length > 100_000 ? wrong(value, bodyMust) : taken(value);
  },
};

const seconds: Rule<number> = {
  must: 'a number of seconds, more than 0 and at most 86,400 (a day)',
  read: (value) =>
    typeof value === 'number' && value > 0 && value <= 86_400 ? taken(value) : wrong(value, seconds.must),
};

const either = 'Set temperature or top_p rather than both; models that refuse the pair are sent temperature alone.';

/**
 * The one place for what parameters must be and what holds without them. Ranges and defaults as in OpenAI's API reference (2026-11),
 * but: `seed` is 0 … 2³²−1, which every provider with a seed but Gemini (31 bits) takes; OpenAI itself takes 64 bits, and −1 means
 * "random" to local servers, the opposite of a seed. `max_tokens` ends where no model can follow.
 */
export const parameterRules: { readonly [K in ParameterName]: ParameterRule<NonNullable<Parameters[K]>> } = {
  temperature: parameter(numberFrom(0, 2), '1', `0 is focused, above 1 is wild. ${either}`),
  top_p: parameter(numberFrom(0, 1), '1', `0.1 keeps the likeliest tenth. ${either}`),
  max_tokens: parameter(
    wholeFrom(1, 10_000_000),
    "the model's own limit",
    'Thinking counts too on models that reason.',
  ),
  n: parameter(wholeFrom(1, 128), '1', 'Each answer costs its own tokens.'),
  stop: parameter(stops, 'none', 'The answer ends before the text, which is not part of it.'),
  seed: parameter(
    wholeFrom(0, 4_294_967_295),
    'none: answers differ',
    'Best effort: the same seed makes the same answer likely, never certain.',
  ),
  response_format: parameter(responseFormatRule, 'text'),
  reasoning_effort: parameter(oneOf(reasoningEfforts), "the model's own"),
  verbosity: parameter(oneOf(['low', 'medium', 'high']), 'medium'),
  presence_penalty: parameter(numberFrom(-2, 2), '0', 'Above 0 leads to new topics, below 0 keeps to the same.'),
  frequency_penalty: parameter(numberFrom(-2, 2), '0', 'Above 0 avoids repeating words.'),
  logit_bias: parameter(logitBias, 'none'),
  logprobs: parameter(yesOrNo, 'false'),
  top_logprobs: parameter(wholeFrom(0, 20), '0', 'Needs logprobs: true.'),
  tool_choice: parameter(toolChoice, 'auto where tools are offered'),
  parallel_tool_calls: parameter(yesOrNo, 'true'),
  user: parameter(anyText, 'none: nothing that names you or this machine is sent'),
  service_tier: parameter(oneOf(serviceTiers), 'auto'),
  prediction: parameter(prediction, 'none'),
  extra_body: parameter(extraBody, 'none', "Only from your own settings, never from a workspace's."),
  stream: parameter(yesOrNo, 'true', 'false shows the answer when it is complete.'),
  timeout: parameter(seconds, 'no limit for the whole call, only for silence', 'Waits and fallbacks included.'),
  retries: parameter(wholeFrom(0, 10), "the setting's", 'Additional tries after the first, of each model.'),
  fallback_models: parameter(models, "the setting's", "Only from your own settings, never from a workspace's."),
};

/** A parameter for people: a settings page, a sheet, the docs. */
export interface ParameterFacts {
  readonly name: ParameterName;
  /** After "must be": "a number from 0 to 2". */
  readonly must: string;
  /** What holds where it is not set, in words. */
  readonly default: string;
  readonly note: string | undefined;
}

/** Every parameter in the order people see them. */
export const parameterFacts: readonly ParameterFacts[] = parameterNames.map((name) => {
  const { must, default: fallback, note } = parameterRules[name];
  return { name, must, default: fallback, note };
});

import { imageTypes } from '../chat/message.ts';
import { isParameterName, reasoningEfforts, serviceTiers } from '../chat/params.ts';
import { isRecord } from '../json.ts';
import type { Capabilities, RangedParameter } from './capabilities.ts';
import { wireApis } from './wireApi.ts';

/** What is wrong with a field's value, as the end of a sentence ("must be …"); undefined if nothing is. */
type Check = (value: unknown) => string | undefined;

function quoted(values: readonly string[]): string {
  return values.map((one) => JSON.stringify(one)).join(', ');
}

function oneOf(...values: readonly string[]): Check {
  return (value) =>
    typeof value === 'string' && values.includes(value) ? undefined : `must be one of ${quoted(values)}`;
}

const tokens: Check = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0
    ? undefined
    : 'must be a whole number of tokens above 0';

const count: Check = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? undefined
    : 'must be a whole number, 0 or more';

const temperature: Check = (value) =>
  typeof value === 'number' && value >= 0 && value <= 2 ? undefined : 'must be a number from 0 to 2';

const day: Check = (value) =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? undefined : 'must be a day such as "2023-06-01"';

function listOf(known: readonly string[]): Check {
  const all: readonly unknown[] = known;
  return (value) =>
    Array.isArray(value) && value.every((one) => all.includes(one))
      ? undefined
      : `must be a list of ${known.join(', ')}`;
}

function listOrUnknown(known: readonly string[]): Check {
  const list = listOf(known);
  return (value) => {
    const problem = value === 'unknown' ? undefined : list(value);
    return problem && `${problem}, or "unknown"`;
  };
}

const media = listOf(['image', 'audio', 'pdf']);

const rangedParameters: readonly RangedParameter[] = ['max_tokens', 'n', 'seed', 'top_logprobs'];

const ranges: Check = (value) => {
  if (!isRecord(value)) return 'must be an object of parameter names';
  for (const [name, range] of Object.entries(value)) {
    if (!rangedParameters.some((one) => one === name))
      return `names ${JSON.stringify(name)}; known are ${rangedParameters.join(', ')}`;
    if (!isRecord(range)) return `must give ${name} an object with least and most`;
    for (const [end, limit] of Object.entries(range)) {
      if (end !== 'least' && end !== 'most') return `has no ${end} for ${name}; known are least and most`;
      const problem = count(limit);
      if (problem) return `${problem} for ${name}`;
    }
  }
  return undefined;
};

/** An object from parameters' names to something. */
function byParameter(check: Check): Check {
  return (value) => {
    if (!isRecord(value)) return 'must be an object of parameter names';
    for (const [name, one] of Object.entries(value)) {
      if (!isParameterName(name)) return `names ${JSON.stringify(name)}, which is no parameter`;
      const problem = check(one);
      if (problem) return `${problem} for ${name}`;
    }
    return undefined;
  };
}

const wireName: Check = (value) =>
  typeof value === 'string' && /^[A-Za-z0-9_.]{1,64}$/.test(value) ? undefined : "must be the field's name on the wire";

const priceFields = ['input', 'output', 'cacheRead', 'cacheWrite', 'reasoning'];

function priceProblem(value: unknown, others: Readonly<Record<string, Check>>): string | undefined {
  if (!isRecord(value)) return 'they must be an object of prices';
  for (const [name, one] of Object.entries(value)) {
    const other = Object.hasOwn(others, name) ? others[name] : undefined;
    if (!other && !priceFields.includes(name)) return `there is no field ${JSON.stringify(name)}`;
    const isPrice = typeof one === 'number' && Number.isFinite(one) && one >= 0;
    const problem = other ? other(one) : isPrice ? undefined : 'must be USD per million tokens, 0 or more';
    if (problem) return `${name} ${problem}`;
  }
  return undefined;
}

const tiers: Check = (value) => {
  if (!Array.isArray(value)) return 'must be a list';
  for (const tier of value) {
    const problem = priceProblem(tier, { aboveInput: tokens });
    if (problem) return `have an entry that is wrong: ${problem}`;
    if (!isRecord(tier) || tier.aboveInput === undefined) return 'have an entry without aboveInput';
  }
  return undefined;
};

const prices: Check = (value) => {
  const problem = priceProblem(value, { tiers, asOf: day });
  return problem === undefined ? undefined : `are wrong: ${problem}`;
};

const intake = oneOf('yes', 'no', 'unknown');
const yesNo = oneOf('yes', 'no');
const jsonWay = oneOf('native', 'instructed');

/** Every capability a user may set, and what it must be. */
export const capabilityChecks: Readonly<Record<keyof Capabilities, Check>> = {
  takes: byParameter(oneOf('yes', 'no', 'effortNone')),
  names: byParameter(wireName),
  efforts: listOrUnknown(reasoningEfforts),
  thinks: oneOf('always', 'byEffort', 'never', 'unknown'),
  samplingPair: oneOf('both', 'one'),
  temperatureMost: temperature,
  stopsMost: count,
  serviceTiers: listOrUnknown(serviceTiers),
  predictionAlone: yesNo,
  n: oneOf('native', 'parallel'),
  jsonObject: jsonWay,
  jsonSchema: jsonWay,
  jsonWithTools: oneOf('yes', 'unforced', 'no'),
  tools: intake,
  toolsWhileThinking: yesNo,
  forcedTools: yesNo,
  image: intake,
  audio: intake,
  pdf: intake,
  fetches: media,
  imageTypes: listOf(imageTypes),
  blankStops: oneOf('yes', 'no'),
  roleOrder: oneOf('any', 'strict'),
  reasoningBack: oneOf('asCame', 'withCalls'),
  callIds: oneOf('any', 'nine'),
  ranges,
  system: oneOf('system', 'developer', 'user'),
  streamUsage: oneOf('ask', 'omit'),
  apiVersion: day,
};

/** The other facts a user may set. */
export const factChecks: Readonly<Record<'contextWindow' | 'maxInput' | 'maxOutput' | 'prices' | 'wireApi', Check>> = {
  contextWindow: tokens,
  maxInput: tokens,
  maxOutput: tokens,
  prices,
  wireApi: oneOf(...wireApis),
};

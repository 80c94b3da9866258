import { isRecord } from '../json.ts';
import { sentenceOf, show, showName } from './checked.ts';
import { parameterRules } from './paramRules.ts';
import { isParameterName, type ParameterName, type Parameters, parameterNames } from './params.ts';
import { readPlainData } from './plainData.ts';

/** A value that may not be sent, in a sentence that names parameter, value and what is allowed. */
export interface ParameterProblem {
  readonly name: string;
  readonly sentence: string;
}

export type ParametersReading =
  | { readonly type: 'valid'; readonly parameters: Parameters }
  | { readonly type: 'invalid'; readonly problems: readonly ParameterProblem[] };

type Draft = { -readonly [K in keyof Parameters]: Parameters[K] };

function readOne<K extends ParameterName>(name: K, given: unknown, draft: Draft): string | undefined {
  const rule = parameterRules[name];
  const data = readPlainData(given);
  if (data.type === 'other') return `${name} ${data.why}; it must be ${rule.must}.`;
  const checked = rule.read(data.value);
  if (checked.type === 'wrong') return sentenceOf(name, checked);
  draft[name] = checked.value;
  return undefined;
}

function unknownName(name: string, nearest: (name: string) => string | undefined): string {
  const near = nearest(name);
  const hint = near ? `Did you mean ${near}?` : `Known are ${parameterNames.join(', ')}.`;
  return `${showName(name)} is not a parameter Parley knows. ${hint}`;
}

/** What is wrong with parameters that are right one by one. */
function conflict({ top_logprobs: top, logprobs }: Parameters): ParameterProblem | undefined {
  if (top === undefined || logprobs === true) return undefined;
  const now = logprobs === undefined ? 'not set' : show(logprobs);
  return { name: 'top_logprobs', sentence: `top_logprobs is ${top}, but logprobs is ${now}; it must be true.` };
}

/**
 * Reads parameters from outside (settings, a request). `null` means "not set". Nothing is corrected silently: any value
 * that may not be sent is a problem. `nearest` suggests a known name for an unknown one. Never throws.
 */
export function readParameters(value: unknown, nearest: (name: string) => string | undefined): ParametersReading {
  if (value === undefined || value === null) return { type: 'valid', parameters: {} };
  const entries = fieldsOf(value);
  if (typeof entries === 'string') return { type: 'invalid', problems: [{ name: '', sentence: entries }] };
  const draft: Draft = {};
  const problems: ParameterProblem[] = [];
  for (const [name, given] of entries) {
    if (given === null || given === undefined) continue;
    const sentence = isParameterName(name) ? readOne(name, given, draft) : unknownName(name, nearest);
    if (sentence) problems.push({ name, sentence });
  }
  const clash = problems.length === 0 ? conflict(draft) : undefined;
  if (clash) problems.push(clash);
  return problems.length > 0 ? { type: 'invalid', problems } : { type: 'valid', parameters: draft };
}

function fieldsOf(value: unknown): readonly (readonly [string, unknown])[] | string {
  try {
    if (isRecord(value)) return Object.entries(value);
  } catch {
    return 'The parameters can not be read; they must be an object.';
  }
  const data = readPlainData(value);
  const is = data.type === 'data' ? `are ${show(data.value)}` : 'are no plain data';
  return `The parameters ${is}; they must be an object.`;
}

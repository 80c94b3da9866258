/**
 * The parameters of `chat.completions.create` under their own names. What the user did not set is not here and is not sent.
 * Ranges as in OpenAI's API reference (2026-11); what a wire API or a model does not take is handled where it is lowered.
 */
export interface Parameters {
  readonly temperature?: number;
  readonly top_p?: number;
  readonly max_tokens?: number;
  readonly stop?: readonly string[];
  readonly seed?: number;
  readonly presence_penalty?: number;
  readonly frequency_penalty?: number;
  readonly reasoning_effort?: ReasoningEffort;
  readonly verbosity?: 'low' | 'medium' | 'high';
  readonly user?: string;
}

export type ParameterName = keyof Parameters;
export type ReasoningEffort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max';

type Rule =
  | { readonly type: 'number'; readonly min: number; readonly max: number }
  | { readonly type: 'integer'; readonly min: number; readonly max: number }
  | { readonly type: 'choice'; readonly of: readonly string[] }
  | { readonly type: 'text' }
  | { readonly type: 'stops'; readonly most: number };

const rules: Readonly<Record<ParameterName, Rule>> = {
  temperature: { type: 'number', min: 0, max: 2 },
  top_p: { type: 'number', min: 0, max: 1 },
  max_tokens: { type: 'integer', min: 1, max: 10_000_000 },
  stop: { type: 'stops', most: 4 },
  seed: { type: 'integer', min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER },
  presence_penalty: { type: 'number', min: -2, max: 2 },
  frequency_penalty: { type: 'number', min: -2, max: 2 },
  reasoning_effort: { type: 'choice', of: ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] },
  verbosity: { type: 'choice', of: ['low', 'medium', 'high'] },
  user: { type: 'text' },
};

/** Every parameter's name, in the order people see them. */
export const parameterNames = Object.keys(rules) as readonly ParameterName[];

/** A value that may not be sent, in a sentence that names parameter, value and what is allowed. */
export interface ParameterProblem {
  readonly name: string;
  readonly sentence: string;
}

export type ParametersReading =
  | { readonly type: 'valid'; readonly parameters: Parameters }
  | { readonly type: 'invalid'; readonly problems: readonly ParameterProblem[] };

function isParameterName(name: string): name is ParameterName {
  return Object.hasOwn(rules, name);
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** What a value must be, in words; undefined if it is that already. */
function violation(rule: Rule, value: unknown): string | undefined {
  switch (rule.type) {
    case 'number':
    case 'integer': {
      const right =
        typeof value === 'number' && (rule.type === 'integer' ? Number.isInteger(value) : Number.isFinite(value));
      if (right && value >= rule.min && value <= rule.max) return undefined;
      const kind = rule.type === 'integer' ? 'a whole number' : 'a number';
      return Number.isSafeInteger(rule.min) && Math.abs(rule.min) > 1e9
        ? kind
        : `${kind} from ${rule.min} to ${rule.max}`;
    }
    case 'choice':
      return typeof value === 'string' && rule.of.includes(value) ? undefined : `one of ${rule.of.join(', ')}`;
    case 'text':
      return typeof value === 'string' && value !== '' ? undefined : 'a text that is not empty';
    case 'stops': {
      const list = Array.isArray(value) ? value : [value];
      const right =
        list.length >= 1 && list.length <= rule.most && list.every((one) => typeof one === 'string' && one !== '');
      return right ? undefined : `a text, or 1 to ${rule.most} texts, none of them empty`;
    }
  }
}

/**
 * Reads parameters from outside (settings, a preset). `null` means "not set". Nothing is corrected silently: any value
 * that may not be sent is a problem. `nearest` suggests a known name for an unknown one.
 */
export function readParameters(value: unknown, nearest: (name: string) => string | undefined): ParametersReading {
  if (value === undefined || value === null) return { type: 'valid', parameters: {} };
  if (typeof value !== 'object' || Array.isArray(value)) {
    return {
      type: 'invalid',
      problems: [{ name: '', sentence: `The parameters are ${show(value)}; they must be an object.` }],
    };
  }
  const read: Record<string, unknown> = {};
  const problems: ParameterProblem[] = [];
  for (const [name, given] of Object.entries(value)) {
    if (given === null || given === undefined) continue;
    if (!isParameterName(name)) {
      const near = nearest(name);
      const hint = near ? ` Did you mean ${near}?` : ` Known are ${parameterNames.join(', ')}.`;
      problems.push({ name, sentence: `${name} is not a parameter Parley knows.${hint}` });
      continue;
    }
    const must = violation(rules[name], given);
    if (must) problems.push({ name, sentence: `${name} is ${show(given)}; it must be ${must}.` });
    else read[name] = name === 'stop' && typeof given === 'string' ? [given] : given;
  }
  return problems.length > 0 ? { type: 'invalid', problems } : { type: 'valid', parameters: read };
}

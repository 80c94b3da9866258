import { isRecord } from '../json.ts';

/** What an answer must look like. The model is told by its API, or by words in the prompt where it knows no such form. */
export type ResponseFormat =
  | { readonly type: 'text' }
  | { readonly type: 'json_object' }
  | { readonly type: 'json_schema'; readonly json_schema: JsonSchemaFormat };

export interface JsonSchemaFormat {
  /** Letters, digits, dashes and underscores, at most 64. */
  readonly name: string;
  readonly description?: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly strict?: boolean;
}

export type ToolChoice =
  | 'none'
  | 'auto'
  | 'required'
  | { readonly type: 'function'; readonly function: { readonly name: string } };

export const reasoningEfforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const;
export type ReasoningEffort = (typeof reasoningEfforts)[number];
export const serviceTiers = ['auto', 'default', 'flex', 'scale', 'priority', 'fast', 'standard_only'] as const;
export type ServiceTier = (typeof serviceTiers)[number];

/**
 * The parameters of `chat.completions.create` that say how a model answers, under their own names. What the user did not set is not
 * here and is not sent. Ranges as in OpenAI's API reference (2026-11); what a model does not take is handled where the request is
 * compiled for it (`run/compile.ts`).
 */
export interface ModelParameters {
  readonly temperature?: number;
  readonly top_p?: number;
  readonly max_tokens?: number;
  readonly n?: number;
  readonly stop?: readonly string[];
  readonly seed?: number;
  readonly response_format?: ResponseFormat;
  readonly logprobs?: boolean;
  readonly top_logprobs?: number;
  readonly presence_penalty?: number;
  readonly frequency_penalty?: number;
  /** Token ids to −100 … 100. */
  readonly logit_bias?: Readonly<Record<string, number>>;
  readonly tool_choice?: ToolChoice;
  readonly parallel_tool_calls?: boolean;
  readonly user?: string;
  readonly reasoning_effort?: ReasoningEffort;
  readonly verbosity?: 'low' | 'medium' | 'high';
  readonly service_tier?: ServiceTier;
  /** Text most of which the answer will repeat, so that it comes faster. */
  readonly prediction?: { readonly type: 'content'; readonly content: string };
  /** Fields that go into the request's body as they are, over everything Parley puts there but `model`, `messages` and `stream`. */
  readonly extra_body?: Readonly<Record<string, unknown>>;
}

/** The parameters that say how Parley asks. They are never sent. */
export interface RunParameters {
  /** False: the answer is shown at once when it is complete. */
  readonly stream?: boolean;
  /** The most seconds the whole call may take, waits and fallbacks included. */
  readonly timeout?: number;
  /** Additional tries after the first, of each model. */
  readonly retries?: number;
  /** Model refs to ask in turn when the model can not answer. */
  readonly fallback_models?: readonly string[];
}

export interface Parameters extends ModelParameters, RunParameters {}

export type ModelParameterName = keyof ModelParameters;
export type ParameterName = keyof Parameters;

const named = {
  temperature: true,
  top_p: true,
  max_tokens: true,
  n: true,
  stop: true,
  seed: true,
  response_format: true,
  reasoning_effort: true,
  verbosity: true,
  presence_penalty: true,
  frequency_penalty: true,
  logit_bias: true,
  logprobs: true,
  top_logprobs: true,
  tool_choice: true,
  parallel_tool_calls: true,
  user: true,
  service_tier: true,
  prediction: true,
  extra_body: true,
  stream: true,
  timeout: true,
  retries: true,
  fallback_models: true,
} as const satisfies Readonly<Record<ParameterName, true>>;

export function isParameterName(name: string): name is ParameterName {
  return Object.hasOwn(named, name);
}

/** Every parameter's name, in the order people see them. Their ranges and defaults stand in `paramRules.ts`. */
export const parameterNames: readonly ParameterName[] = Object.keys(named).filter(isParameterName);

/** Parameters only the user's own settings may set: they decide what leaves this machine, and for where. */
export const ownParameters: readonly ParameterName[] = ['extra_body', 'fallback_models'];

/** A workspace's parameters without those it may not set. Anything but an object is left for `readParameters` to name. */
export function withoutOwnParameters(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const own: readonly string[] = ownParameters;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !own.includes(name)));
}

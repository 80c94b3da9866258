import type { ImageType } from '../chat/message.ts';
import type { ModelParameterName, ReasoningEffort, ServiceTier } from '../chat/params.ts';

/**
 * What becomes of a parameter. `effortNone`: the model takes it only while its reasoning effort is `none`. `standardOnly`: only the
 * default value is taken, so it is left out.
 */
export type Taking = 'yes' | 'no' | 'effortNone';

/** How a model is given a form of output that it may not know: by its API, or by words in the prompt. */
export type JsonWay = 'native' | 'instructed';

export type RangedParameter = 'max_tokens' | 'n' | 'seed' | 'top_logprobs';

/** Both ends included. */
export interface Range {
  readonly least?: number;
  readonly most?: number;
}

/** Whether a kind of content may be sent. `unknown` is sent: the provider decides. */
export type Intake = 'yes' | 'no' | 'unknown';

/**
 * What one model takes, over the wire API it is asked by. Put together from data alone, each layer over the one before: the wire
 * API's standard, the provider's row, the model's family, what the provider's own list says, the user's override.
 */
export interface Capabilities {
  /** A parameter that is not named here is taken. */
  readonly takes: Readonly<Partial<Record<ModelParameterName, Taking>>>;
  /** What a parameter is called on the wire where that is not its own name; a change is told as a `renamed` notice. */
  readonly names: Readonly<Partial<Record<ModelParameterName, string>>>;
  /** The efforts that may be asked for; `unknown` passes any on. Empty: none. */
  readonly efforts: readonly ReasoningEffort[] | 'unknown';
  /** `always`: reasons by itself, so that hidden tokens count against a limit. `byEffort`: unless the effort is `none`. */
  readonly thinks: 'always' | 'byEffort' | 'never' | 'unknown';
  /** Whether `temperature` and `top_p` may be sent together. */
  readonly samplingPair: 'both' | 'one';
  readonly temperatureMost: number;
  readonly stopsMost: number;
  /** Whether a stop sequence may be white space alone. */
  readonly blankStops: 'yes' | 'no';
  /** Narrower ranges than the parameter's own; a value outside is clamped, and more answers than `n` allows are asked for one by one. */
  readonly ranges: Readonly<Partial<Record<RangedParameter, Range>>>;
  /** The service tiers that may be asked for; `unknown` passes any on. */
  readonly serviceTiers: readonly ServiceTier[] | 'unknown';
  /** Whether a prediction is refused beside a limit, tools, penalties, log probabilities and several answers. */
  readonly predictionAlone: 'yes' | 'no';
  /** `parallel`: several answers need as many requests. */
  readonly n: 'native' | 'parallel';
  readonly jsonObject: JsonWay;
  readonly jsonSchema: JsonWay;
  /** Whether a JSON form may be asked for while tools are offered; `unforced`: unless one of them is forced. */
  readonly jsonWithTools: 'yes' | 'unforced' | 'no';
  readonly tools: Intake;
  /** Whether tools may be offered while it thinks; where not, its effort has to be `none`. */
  readonly toolsWhileThinking: 'yes' | 'no';
  /** Whether a tool may be forced by `tool_choice` (`required`, or a named one). */
  readonly forcedTools: 'yes' | 'no';
  readonly image: Intake;
  readonly imageTypes: readonly ImageType[];
  readonly audio: Intake;
  readonly pdf: Intake;
  /** The kinds of media the provider fetches itself when it is given an address; of the others it needs the bytes. */
  readonly fetches: readonly ('image' | 'audio' | 'pdf')[];
  /** Where the system message goes. `user`: in front of the first user message. */
  readonly system: 'system' | 'developer' | 'user';
  /** `strict`: system messages come first, and an answer stands between tool results and the user's next message. */
  readonly roleOrder: 'any' | 'strict';
  /** `withCalls`: `reasoning_content` goes with every tool call, empty where there is none (Chat Completions). */
  readonly reasoningBack: 'asCame' | 'withCalls';
  /** The form of tool-call ids. `nine`: nine letters and digits (Chat Completions). */
  readonly callIds: 'any' | 'nine';
  /** Whether `stream_options.include_usage` may be sent (Chat Completions). */
  readonly streamUsage: 'ask' | 'omit';
  /** The version header of the wire API, where models need different ones. */
  readonly apiVersion: string | undefined;
}

/** One layer over the others: what it does not name stays; `takes`, `names` and `ranges` are merged by parameter. */
export type CapabilityRules = Partial<Capabilities>;

/** `base` with `rules` on top. */
export function withRules(base: Capabilities, ...rules: readonly (CapabilityRules | undefined)[]): Capabilities {
  let whole = base;
  for (const over of rules) {
    if (!over) continue;
    const takes = { ...whole.takes, ...over.takes };
    const names = { ...whole.names, ...over.names };
    whole = { ...whole, ...over, takes, names, ranges: { ...whole.ranges, ...over.ranges } };
  }
  return whole;
}

import type { ChatError } from '../errors.ts';
import type { CallFacts } from '../run/callFacts.ts';
import type { ProviderData } from './message.ts';

/** Why the model stopped. What went wrong on the way is never one of these: adapters throw it. */
export type ProviderFinish = 'stop' | 'length' | 'tool_calls' | 'content_filter' | 'refusal';

/** How an answer ended, as the pipeline reports it. */
export type Finish = ProviderFinish | 'cancelled' | 'incomplete';

/**
 * Tokens as the provider counted them. Invariant: `input` includes `cacheRead` and `cacheWrite`; `output` includes
 * `reasoning`. A number the provider did not give is undefined, never 0.
 */
export interface Usage {
  readonly input?: number | undefined;
  readonly output?: number | undefined;
  readonly cacheRead?: number | undefined;
  readonly cacheWrite?: number | undefined;
  readonly reasoning?: number | undefined;
  /** What the provider itself says the call cost, in USD. */
  readonly reportedUsd?: number | undefined;
}

/**
 * `unsupported`: left out. `renamed`: sent under another name. `clamped`: sent with the nearest value that is taken. `emulated`: done
 * another way. `added`: something the user did not ask for was needed. `chosen`: why this model answers. `answer`: about the answer.
 */
export type NoticeKind = 'unsupported' | 'renamed' | 'clamped' | 'emulated' | 'added' | 'chosen' | 'answer';

/** Something Parley did that the user should know. */
export interface Notice {
  readonly kind: NoticeKind;
  /** The parameter's name in the vocabulary of `chat.completions.create`. */
  readonly parameter: string;
  /** One sentence for the user. */
  readonly text: string;
}

/** The request as it was sent, without any header; first of all, also before a failure. */
export interface SentEvent {
  readonly type: 'sent';
  readonly url: string;
  readonly body: string;
}
/** The model that really answers, as the response names it. */
export interface ResponseEvent {
  readonly type: 'response';
  readonly model: string;
  /** The answer's own id at the provider, where it has one. */
  readonly id?: string;
}
/** A piece of the answer's text. `providerData` closes the part, as in `ThinkingEvent`. */
export interface TextEvent {
  readonly type: 'text';
  readonly choice: number;
  readonly text: string;
  readonly providerData?: ProviderData;
}
/** A piece of thinking. `text` is empty only where the event carries `providerData` that closes the part. */
export interface ThinkingEvent {
  readonly type: 'thinking';
  readonly choice: number;
  readonly text: string;
  readonly providerData?: ProviderData;
}
/** A whole tool call, emitted once, when the stream has ended properly: a cut call is never emitted. */
export interface ToolCallEvent {
  readonly type: 'toolCall';
  readonly choice: number;
  readonly id: string;
  readonly name: string;
  readonly argumentsJson: string;
  readonly providerData?: ProviderData;
}
/** One token and how likely it was: natural logarithms, ≤ 0. */
export interface TokenLogprob {
  readonly token: string;
  readonly logprob: number;
  readonly top: readonly { readonly token: string; readonly logprob: number }[];
}
/** How likely the tokens since the last such event were. */
export interface LogprobsEvent {
  readonly type: 'logprobs';
  readonly choice: number;
  readonly tokens: readonly TokenLogprob[];
}
/** Counts so far; a later one replaces an earlier one. */
export interface UsageEvent {
  readonly type: 'usage';
  readonly usage: Usage;
}
export interface NoticeEvent {
  readonly type: 'notice';
  readonly notice: Notice;
}
export interface ProviderFinishEvent {
  readonly type: 'finish';
  readonly choice: number;
  readonly reason: ProviderFinish;
}

/** What an adapter yields. See `provider.ts` for the order it must keep. */
export type ProviderEvent =
  | SentEvent
  | ResponseEvent
  | TextEvent
  | ThinkingEvent
  | ToolCallEvent
  | LogprobsEvent
  | UsageEvent
  | NoticeEvent
  | ProviderFinishEvent;

/** The pipeline asks a model. Comes first, and again with every fallback. */
export interface StartedEvent {
  readonly type: 'started';
  /** The model ref that is asked now. */
  readonly model: string;
}
/** A try failed or the provider wants time; the next one begins in `waitMs` milliseconds. */
export interface WaitingEvent {
  readonly type: 'waiting';
  readonly model: string;
  /** Why. Undefined: the rate gate is closed because of another request. */
  readonly error: ChatError | undefined;
  readonly waitMs: number;
  /** The number of the try that follows, from 1, and the most there will be. */
  readonly attempt: number;
  readonly attempts: number;
}
/** Another model is asked, for `from` could not answer. */
export interface FellBackEvent {
  readonly type: 'fellBack';
  readonly from: string;
  readonly to: string;
  readonly error: ChatError;
}
/** All that is known of the call when it has ended. Once, last of all; where a failure is thrown, right before that. */
export interface SettledEvent {
  readonly type: 'settled';
  readonly call: CallFacts;
}
/** What became of `response_format` with JSON in it: the whole answer of a choice, parsed and checked against the schema. */
export interface JsonEvent {
  readonly type: 'json';
  readonly choice: number;
  readonly answer: JsonAnswer;
}
export type JsonAnswer =
  | { readonly type: 'valid'; readonly value: unknown }
  /** `error`: one sentence. The text stays as the model wrote it. */
  | { readonly type: 'invalid'; readonly error: string };
/** The pipeline's last event of a choice. `error` says why an answer is `incomplete`; it is absent otherwise. */
export interface FinishEvent {
  readonly type: 'finish';
  readonly choice: number;
  readonly reason: Finish;
  readonly error?: ChatError;
}

/** What the pipeline yields. */
export type ChatEvent =
  | StartedEvent
  | WaitingEvent
  | FellBackEvent
  | SettledEvent
  | JsonEvent
  | Exclude<ProviderEvent, ProviderFinishEvent>
  | FinishEvent;

import type { ChatError } from '../errors.ts';
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
}

/** Something Parley did to the request that the user should know. */
export interface Notice {
  readonly kind: 'unsupported' | 'renamed' | 'clamped' | 'added';
  /** The parameter's name in the vocabulary of `chat.completions.create`. */
  readonly parameter: string;
  /** One sentence for the user. */
  readonly text: string;
}

/** The model that really answers, as the response names it. */
export interface ResponseEvent {
  readonly type: 'response';
  readonly model: string;
}
export interface TextEvent {
  readonly type: 'text';
  readonly choice: number;
  readonly text: string;
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
  | ResponseEvent
  | TextEvent
  | ThinkingEvent
  | ToolCallEvent
  | UsageEvent
  | NoticeEvent
  | ProviderFinishEvent;

/** The pipeline's first event: who is asked. Times are milliseconds of the injected monotonic clock. */
export interface StartedEvent {
  readonly type: 'started';
  readonly model: string;
}
/** The pipeline's last event. `error` says why an answer is `incomplete`; it is absent otherwise. */
export interface FinishEvent {
  readonly type: 'finish';
  readonly choice: number;
  readonly reason: Finish;
  readonly error?: ChatError;
}

/** What the pipeline yields. */
export type ChatEvent = StartedEvent | Exclude<ProviderEvent, ProviderFinishEvent> | FinishEvent;

import type { ChatEvent } from '../chat/events.ts';
import type { Provider } from '../chat/provider.ts';
import type { ChatRequest } from '../chat/request.ts';
import type { Capabilities } from '../models/capabilities.ts';
import type { PriceList } from '../models/prices.ts';
import type { CallFacts } from './callFacts.ts';
import type { Clock } from './clock.ts';
import type { Cooldowns } from './cooldowns.ts';
import type { RateGate } from './rateGate.ts';
import type { Limits } from './timeouts.ts';

/** A model ready to be asked: its provider bound to a connection, and all that is known of it. */
export interface Target {
  /** The model ref, `provider/model`. */
  readonly ref: string;
  readonly provider: Provider;
  /** The model's id as the provider knows it. */
  readonly model: string;
  /** Whose servers read the request: a cloud model is no silent fallback for a local one. */
  readonly reach: 'cloud' | 'local' | 'custom';
  /** Names origin and key without holding the key; what shares it shares the provider's limits. */
  readonly gate: string;
  readonly capabilities: Capabilities;
  readonly contextWindow?: number | undefined;
  readonly maxInput?: number | undefined;
  readonly maxOutput?: number | undefined;
  readonly prices?: PriceList | undefined;
  readonly limits: Limits;
  /** What the user should know of the model now, such as the day it retires; '' for nothing. */
  readonly note?: string | undefined;
  /** Where requests go, as an origin; part of the cache's key. */
  readonly origin: string;
}

/** What only the user can decide. */
export type Question =
  /** The provider asks to wait longer than Parley waits unasked. */
  | { readonly type: 'longWait'; readonly model: string; readonly waitMs: number }
  /** `n` needs this many requests. */
  | { readonly type: 'manyRequests'; readonly model: string; readonly count: number }
  /** A fallback would send what was meant for this machine to a provider. */
  | { readonly type: 'leavesMachine'; readonly from: string; readonly to: string }
  /** No price is known, so the budget can't be held. */
  | { readonly type: 'unknownPrice'; readonly model: string };

/** What the user's settings say about every call. */
export interface RunPolicy {
  /** Additional tries after the first, where the request does not say. */
  readonly retries: number;
  /** Asked in turn where the request names none. */
  readonly fallbackModels: readonly string[];
  /** Failures that only an explicit choice of the user makes fall back. */
  readonly fallBackOn: { readonly contentFilter: 'never' | 'always'; readonly auth: 'never' | 'always' };
  /** The workspace, part of the cache's key and of the record; undefined: none is open. */
  readonly workspace: string | undefined;
}

/** One call as the ledger keeps it. */
export interface CallRecord extends CallFacts {
  /** When it began, in milliseconds since 1970. */
  readonly at: number;
  readonly workspace: string | undefined;
}

/** Writes down every call. A failure to write is the ledger's own to report; it never fails a call. */
export interface Ledger {
  record(call: CallRecord): Promise<void>;
}

/** Parameters that a model refused although nothing said it would; they are left out from then on, until the user clears them. */
export interface Refusals {
  refused(ref: string): Promise<readonly string[]>;
  remember(ref: string, parameter: string): Promise<void>;
}

/** Answers kept by their exact request. */
export interface AnswerCache {
  get(key: string): Promise<readonly ChatEvent[] | undefined>;
  put(key: string, events: readonly ChatEvent[]): Promise<void>;
}

export type Reservation =
  | { readonly type: 'reserved'; readonly id: string; readonly warning: string | undefined }
  | { readonly type: 'exceeded'; readonly sentence: string };

/** Money: reserved before a call, settled by the ledger's record after it. */
export interface Budget {
  /** `usd` undefined: no price is known. @throws ChatError `declined` when the user said no to an unknown price */
  reserve(ref: string, usd: number | undefined, signal: AbortSignal): Promise<Reservation>;
  /** Takes a reservation back; what the call cost stands in the ledger. */
  settle(id: string): Promise<void>;
}

/** A model chosen for an automatic ref such as `parley/cheapest`, and why, in a sentence. */
export interface Choice {
  readonly ref: string;
  readonly why: string;
}

/** Requests as they were sent, for inspection: never a key. */
export interface SentRequest {
  readonly at: number;
  readonly model: string;
  readonly url: string;
  /** The body as text. */
  readonly body: string;
}

/** What the pipeline needs from outside. */
export interface RunDeps {
  /** Finds provider, key and facts for a model ref. @throws ChatError */
  readonly connect: (ref: string, signal: AbortSignal) => Promise<Target>;
  /** Whose servers a model ref would be asked at; undefined if it names nobody. */
  readonly reach: (ref: string) => Target['reach'] | undefined;
  /** Chooses for an automatic ref; undefined if the ref is none. @throws ChatError if nothing fits */
  readonly automatic: (ref: string, request: ChatRequest, signal: AbortSignal) => Promise<Choice | undefined>;
  /** @returns whether the user said yes; no if there is nobody to ask */
  readonly ask: (question: Question, signal: AbortSignal) => Promise<'yes' | 'no'>;
  readonly policy: RunPolicy;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly wall: () => number;
  /** From 0 up to, but not, 1. */
  readonly random: () => number;
  readonly gate: RateGate;
  readonly cooldowns: Cooldowns;
  readonly refusals: Refusals;
  readonly budget: Budget;
  /** Undefined while the user has not switched it on. */
  readonly cache: AnswerCache | undefined;
  /** A collision-free digest of a text (SHA-256), for keys. */
  readonly hash: (text: string) => string;
  readonly ledger: Ledger;
  readonly sent: (request: SentRequest) => void;
  /** Estimated tokens of the request's input for a model. */
  readonly estimate: (request: ChatRequest, target: Target) => number;
  /** Told the estimate and what was really counted, so that the next one is better. */
  readonly learn: (target: Target, estimated: number, counted: number) => void;
}

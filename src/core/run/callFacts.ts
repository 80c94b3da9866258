import type { Finish, Usage } from '../chat/events.ts';
import type { ErrorKind } from '../errors.ts';
import type { Cost } from '../models/prices.ts';

/** One HTTP request of a call: which model was asked and what came of it. */
export interface Try {
  /** The model ref. */
  readonly model: string;
  readonly outcome: 'answered' | ErrorKind;
  /** From the request to its end, in milliseconds. */
  readonly durationMs: number;
}

/** What is known of one call when it has ended: it is shown under the answer and written to the ledger. */
export interface CallFacts {
  /** The model ref that was asked for. */
  readonly asked: string;
  /** The model ref that was asked last: another one after a fallback or an automatic choice. */
  readonly used: string;
  /** The model's id as the response names it. */
  readonly answered: string | undefined;
  /** The answer's id at the provider, of the last request. */
  readonly id?: string | undefined;
  /** All choices together. */
  readonly usage: Usage | undefined;
  readonly cost: Cost;
  /** From the beginning of the call to its first content, in milliseconds, waits included. */
  readonly firstContentMs: number | undefined;
  readonly durationMs: number;
  readonly tries: readonly Try[];
  readonly finish: Finish | 'failed';
  /** `cached`: the answer came from the cache and cost nothing. */
  readonly source: 'provider' | 'cached';
}

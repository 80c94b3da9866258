/**
 * Every way a chat call can fail. Closed: `classify.ts` maps the world onto it once, `host/failures.ts` words it once.
 * The last seven come from Parley's own checks before anything is sent.
 */
export const errorKinds = [
  'auth',
  'permission',
  'tooLarge',
  'redirect',
  'quota',
  'rateLimit',
  'overloaded',
  'contextTooLong',
  'unsupportedParameter',
  'notFound',
  'network',
  'notAnApi',
  'certificate',
  'incomplete',
  'stalled',
  'timeout',
  'server',
  'protocol',
  'filtered',
  'refusal',
  'badRequest',
  'cancelled',
  'notConnected',
  'insecureAddress',
  'invalidSetting',
  'contentNotTaken',
  'modelRetired',
  'budget',
  'declined',
] as const;

export type ErrorKind = (typeof errorKinds)[number];

/** Why a provider does not allow something to an account. */
export type PermissionReason = 'region' | 'modelAccess' | 'keyPermissions';

/** The raw facts kept with an error. All are safe to show: no key, no request body, no HTML, `detail` at most 500 characters. */
export interface ErrorFacts {
  /** HTTP status, if a response arrived. */
  readonly status?: number | undefined;
  /** The provider's or the platform's own code (`insufficient_quota`, `ECONNREFUSED`). */
  readonly code?: string | undefined;
  /** The provider's own sentence, cleaned, or the sentence that names what is wrong with a setting. */
  readonly detail?: string | undefined;
  /** The request's id at the provider, for its support. */
  readonly requestId?: string | undefined;
  /** How long the provider asks to wait, in milliseconds, ≥ 0. */
  readonly retryAfterMs?: number | undefined;
  /** For `permission`: why, where the provider says so. */
  readonly reason?: PermissionReason | undefined;
  /** For `unsupportedParameter`: which, as the provider names it. */
  readonly parameter?: string | undefined;
  /** Host and port that was called. */
  readonly host?: string | undefined;
  /** For `redirect`: where the response pointed. */
  readonly redirectedTo?: string | undefined;
  /** Who else was asked for the same answer before this error was given, in order. */
  readonly tried?: readonly { readonly model: string; readonly kind: ErrorKind }[] | undefined;
  /** What the provider says about trying again (`x-should-retry`); it beats what the kind suggests. */
  readonly shouldRetry?: boolean | undefined;
  /** For `contextTooLong`: estimated tokens of the input, and how many the model takes. */
  readonly tokens?: { readonly needed: number; readonly most: number } | undefined;
  /** For `timeout` and `stalled`: the limit that ran out, in milliseconds. */
  readonly limitMs?: number | undefined;
}

/** The one error type of Parley's core and adapters. */
export class ChatError extends Error {
  readonly kind: ErrorKind;
  readonly facts: ErrorFacts;

  constructor(kind: ErrorKind, facts: ErrorFacts = {}, cause?: unknown) {
    super(facts.detail ? `${kind}: ${facts.detail}` : kind, cause === undefined ? undefined : { cause });
    this.name = 'ChatError';
    this.kind = kind;
    this.facts = facts;
  }
}

/** Throws `cancelled` if the signal has aborted. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new ChatError('cancelled');
}

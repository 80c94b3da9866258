import type { Limits } from './timeouts.ts';

/** The clocks of the transport, in milliseconds. What an answer's content may take is the pipeline's business. */
export interface TransportLimits {
  /** From sending the request to the response's headers: name look-up, connection, TLS and the provider's queue. */
  readonly headersMs: number;
  /** For the whole of a body that is not a stream: a model list, an error. */
  readonly bodyMs: number;
}

export const transportLimits: TransportLimits = { headersMs: 60_000, bodyMs: 30_000 };

/** The clocks of an answer's content. */
export const contentLimits: Limits = { firstContentMs: 180_000, idleMs: 90_000 };

/** For servers on this machine, which may have to load a model first and have nobody to bill for waiting. */
export const localContentLimits: Limits = { firstContentMs: 600_000, idleMs: 300_000 };

/** The clocks for a provider, with what the user set on top. */
export function limitsFor(reach: 'cloud' | 'local' | 'custom', set: Partial<Limits> = {}): Limits {
  return { ...(reach === 'local' ? localContentLimits : contentLimits), ...set };
}

import type { ChatError } from '../errors.ts';
import type { Clock } from './clock.ts';

/** How long a provider and key that were overloaded or over their limit are passed over as a candidate, in milliseconds. */
const restMs = 30_000;

interface Rest {
  readonly until: number;
  readonly error: ChatError;
  /** Until when a probe is waited for. One that nobody tells the end of (its call was stopped) must not keep the others out. */
  probedUntil: number;
}

/** `closed`: better ask somebody else, for this happened a moment ago. `probe`: ask, alone. */
export type CooldownState =
  | { readonly type: 'open' }
  | { readonly type: 'probe' }
  | { readonly type: 'closed'; readonly error: ChatError };

/**
 * Which providers (by gate: origin and key) rest after a failure. After the rest one request is let through as a probe; the others
 * follow when it has succeeded, and another failure begins another rest. It only chooses among candidates: where there is nobody
 * else to ask, a resting provider is asked all the same.
 */
export class Cooldowns {
  readonly #clock: Clock;
  readonly #resting = new Map<string, Rest>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What to do now. A `probe` is followed by `succeeded`, `failed` or `released`; without any of them another may probe later. */
  enter(gate: string): CooldownState {
    const rest = this.#resting.get(gate);
    if (!rest) return { type: 'open' };
    const now = this.#clock.now();
    if (now < rest.until || now < rest.probedUntil) return { type: 'closed', error: rest.error };
    rest.probedUntil = now + restMs;
    return { type: 'probe' };
  }

  succeeded(gate: string): void {
    this.#resting.delete(gate);
  }

  /** Begins a rest; a provider that says when it can be asked again rests as long. */
  failed(gate: string, error: ChatError): void {
    const until = this.#clock.now() + Math.max(restMs, error.facts.retryAfterMs ?? 0);
    this.#resting.set(gate, { until, error, probedUntil: 0 });
  }

  /** The probe came to nothing either way: the next request may probe. */
  released(gate: string): void {
    const rest = this.#resting.get(gate);
    if (rest) rest.probedUntil = 0;
  }
}

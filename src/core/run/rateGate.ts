import type { Clock } from './clock.ts';
import { sleep } from './sleep.ts';

/** The pause between two requests while a gate is careful, in milliseconds. */
const spacingMs = 100;
/** How long a gate stays careful after it was last closed, in milliseconds. */
const carefulMs = 10_000;

interface Gate {
  /** When it opens, on the clock. */
  opensAt: number;
  /** The next free place in the line. */
  nextAt: number;
}

/**
 * One gate for everybody who asks the same origin with the same key. A `Retry-After` closes it for all; when it opens again, those
 * who waited pass one after the other, so that they do not run into the same limit together. Ten seconds without another closing
 * make it forget.
 */
export class RateGate {
  readonly #clock: Clock;
  readonly #gates = new Map<string, Gate>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How long a request would wait now, in milliseconds; 0 if the gate is open. */
  waitMs(gate: string): number {
    const found = this.#careful(gate);
    return found ? Math.max(0, Math.max(found.opensAt, found.nextAt) - this.#clock.now()) : 0;
  }

  /** Closes the gate for at least this long. */
  close(gate: string, ms: number): void {
    const before = this.#gates.get(gate);
    const opensAt = Math.max(this.#clock.now() + ms, before?.opensAt ?? 0);
    this.#gates.set(gate, { opensAt, nextAt: Math.max(opensAt, before?.nextAt ?? 0) });
  }

  /** Resolves when the request may be sent. @throws ChatError `cancelled` */
  async pass(gate: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      const found = this.#careful(gate);
      if (!found) return;
      const now = this.#clock.now();
      const place = Math.max(now, found.opensAt, found.nextAt);
      found.nextAt = place + spacingMs;
      if (place > now) await sleep(place - now, this.#clock, signal);
      // Another request may have closed it again meanwhile: then everybody takes a new place.
      const closedAgain = (this.#gates.get(gate)?.opensAt ?? 0) > this.#clock.now();
      if (!closedAgain) return;
    }
  }

  #careful(gate: string): Gate | undefined {
    const found = this.#gates.get(gate);
    if (found && this.#clock.now() - found.opensAt > carefulMs) this.#gates.delete(gate);
    return this.#gates.get(gate);
  }
}

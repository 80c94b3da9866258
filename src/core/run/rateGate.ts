import type { Clock } from './clock.ts';
import { sleep } from './sleep.ts';

/** The first and shortest pause between two requests of a gate that is careful, and the longest, in milliseconds. */
const spacing = { first: 100, longest: 10_000 } as const;
/** How much longer the pause becomes when a careful gate is closed again: less, the more requests had passed before. */
const growth = { least: 1.2, most: 2 } as const;
/** How long, in milliseconds, and how many pauses a gate must stay open before the pause becomes shorter again. */
const calm = { ms: 10_000, pauses: 5 } as const;

interface Gate {
  /** When it opens, on the clock. */
  opensAt: number;
  /** The next free place in the line. */
  nextAt: number;
  /** The pause between two requests. */
  spacingMs: number;
  /** How many have passed since it last opened. */
  passed: number;
  /** Since when it was not refused, on the clock. */
  calmSince: number;
  /** Counts the closings: places that were given out before one hold no longer. */
  closings: number;
}

/**
 * One gate for everybody who asks the same origin with the same key. A `Retry-After` closes it for all; when it opens again, those
 * who waited pass one after the other, so that they do not run into the same limit together, and more slowly the oftener they run
 * into it all the same. Calm makes it faster again, and then forget.
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
    const now = this.#clock.now();
    const before = this.#careful(gate);
    const opensAt = Math.max(now + ms, before?.opensAt ?? 0);
    // Refusals of requests that were on their way when it closed say nothing about the pause.
    const wasTooFast = before !== undefined && now >= before.opensAt;
    const longer = Math.min(
      (before?.spacingMs ?? spacing.first) * (wasTooFast ? growthAfter(before.passed) : 1),
      spacing.longest,
    );
    this.#gates.set(gate, {
      opensAt,
      nextAt: opensAt,
      spacingMs: longer,
      passed: 0,
      calmSince: opensAt,
      closings: (before?.closings ?? 0) + 1,
    });
  }

  /** Resolves when the request may be sent. @throws ChatError `cancelled` */
  async pass(gate: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      const found = this.#careful(gate);
      if (!found) return;
      const now = this.#clock.now();
      const place = Math.max(now, found.opensAt, found.nextAt);
      found.nextAt = place + found.spacingMs;
      if (place > now) await sleep(place - now, this.#clock, signal);
      // Another request may have closed it again meanwhile: then everybody takes a new place.
      if ((this.#gates.get(gate)?.closings ?? found.closings) !== found.closings) continue;
      found.passed += 1;
      return;
    }
  }

  #careful(gate: string): Gate | undefined {
    const found = this.#gates.get(gate);
    if (!found) return undefined;
    const now = this.#clock.now();
    while (now - found.calmSince > Math.max(calm.ms, calm.pauses * found.spacingMs)) {
      found.calmSince += Math.max(calm.ms, calm.pauses * found.spacingMs);
      found.spacingMs /= growth.most;
      if (found.spacingMs >= spacing.first) continue;
      this.#gates.delete(gate);
      return undefined;
    }
    return found;
  }
}

function growthAfter(passed: number): number {
  return Math.max(growth.least, Math.min(growth.most, 1 + 1 / Math.max(1, passed - 1)));
}

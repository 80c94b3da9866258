import type { Clock } from '../../src/core/run/clock.ts';

interface Timer {
  readonly at: number;
  readonly then: () => void;
  handle: NodeJS.Timeout;
}

/** The real clock, which a test can move on at once: for sockets that are real and waits that nobody wants to sit through. */
export class SkippingClock implements Clock {
  readonly #timers = new Set<Timer>();
  #skipped = 0;

  now(): number {
    return performance.now() + this.#skipped;
  }

  after(ms: number, then: () => void): () => void {
    const timer: Timer = { at: this.now() + ms, then, handle: setTimeout(() => this.#fire(timer), ms) };
    this.#timers.add(timer);
    return () => this.#remove(timer);
  }

  /** Timers not yet fired. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Moves time on and fires what is due, in order; what is not due yet comes so much earlier. */
  skip(ms: number): void {
    this.#skipped += ms;
    const now = this.now();
    for (const timer of [...this.#timers].sort((a, b) => a.at - b.at)) {
      if (!this.#timers.has(timer)) continue;
      if (timer.at <= now) this.#fire(timer);
      else {
        clearTimeout(timer.handle);
        timer.handle = setTimeout(() => this.#fire(timer), timer.at - now);
      }
    }
  }

  #fire(timer: Timer): void {
    this.#remove(timer);
    timer.then();
  }

  #remove(timer: Timer): void {
    clearTimeout(timer.handle);
    this.#timers.delete(timer);
  }
}

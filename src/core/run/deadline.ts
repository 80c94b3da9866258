import { ChatError } from '../errors.ts';
import type { Clock } from './clock.ts';

/**
 * The signal of a whole call: aborts with the user's, when the call's own time is up (`timeout`, in seconds), and when the call is
 * over, so that nothing is left under way.
 */
export class Deadline {
  readonly #own = new AbortController();
  readonly #user: AbortSignal;
  readonly #forward = () => this.#own.abort();
  readonly #stopTimer: () => void;
  #expired: ChatError | undefined;

  constructor(seconds: number | undefined, clock: Clock, user: AbortSignal) {
    this.#user = user;
    user.addEventListener('abort', this.#forward, { once: true });
    if (user.aborted) this.#own.abort();
    if (seconds === undefined) this.#stopTimer = () => {};
    else this.#stopTimer = clock.after(seconds * 1_000, () => this.#expire(seconds * 1_000));
  }

  get signal(): AbortSignal {
    return this.#own.signal;
  }

  /** What a failure really was: `cancelled` because the time was up is `timeout`. */
  explain(error: ChatError): ChatError {
    return error.kind === 'cancelled' && !this.#user.aborted ? (this.#expired ?? error) : error;
  }

  end(): void {
    this.#stopTimer();
    this.#user.removeEventListener('abort', this.#forward);
    this.#own.abort();
  }

  #expire(limitMs: number): void {
    this.#expired = new ChatError('timeout', { limitMs });
    this.#own.abort();
  }
}

import type { ChatEvent, ProviderEvent } from '../../src/core/chat/events.ts';
import { ChatError } from '../../src/core/errors.ts';

/** A stream whose events the test pushes by hand; it obeys its signal as an adapter must. */
export class ScriptedStream<E extends ProviderEvent | ChatEvent = ProviderEvent> {
  #queue: (E | { readonly fail: unknown } | 'end')[] = [];
  #wake: (() => void) | undefined;
  /** How the consumer left: not yet, by finishing, or early. */
  left: 'not yet' | 'done' | 'early' = 'not yet';
  signal: AbortSignal | undefined;

  push(...events: E[]): void {
    this.#queue.push(...events);
    this.#wake?.();
  }

  fail(error: unknown): void {
    this.#queue.push({ fail: error });
    this.#wake?.();
  }

  end(): void {
    this.#queue.push('end');
    this.#wake?.();
  }

  async *open(signal: AbortSignal): AsyncGenerator<E> {
    this.signal = signal;
    signal.addEventListener('abort', () => this.#wake?.());
    let finished = false;
    try {
      for (;;) {
        if (signal.aborted) throw new ChatError('cancelled');
        const next = this.#queue.shift();
        if (next === 'end') {
          finished = true;
          return;
        }
        if (next === undefined) {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
        } else if ('fail' in next) {
          finished = true;
          throw next.fail;
        } else yield next;
      }
    } finally {
      this.left = finished ? 'done' : 'early';
    }
  }
}

/** Lets everything that is ready to run, run. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  await new Promise((resolve) => setImmediate(resolve));
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

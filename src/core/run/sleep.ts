import { ChatError } from '../errors.ts';
import type { Clock } from './clock.ts';

/** Waits on the given clock. @throws ChatError `cancelled`, at once, when the signal aborts */
export function sleep(ms: number, clock: Clock, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  if (signal.aborted) reject(new ChatError('cancelled'));
  else {
    const cancelTimer = clock.after(ms, () => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
    const abort = () => {
      cancelTimer();
      reject(new ChatError('cancelled'));
    };
    signal.addEventListener('abort', abort, { once: true });
  }
  return promise;
}

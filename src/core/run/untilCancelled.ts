import { ChatError } from '../errors.ts';

/**
 * What the promise gives, or `cancelled` as soon as the signal aborts: for waiting on what can't be aborted itself, such as a
 * person. What the promise comes to after that is dropped.
 * @throws ChatError `cancelled`, or what the promise is rejected with
 */
export async function untilCancelled<T>(promise: PromiseLike<T>, signal: AbortSignal): Promise<T> {
  const { promise: cancelled, reject } = Promise.withResolvers<never>();
  const abort = () => reject(new ChatError('cancelled'));
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    return await Promise.race([cancelled, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

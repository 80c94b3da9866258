import type { ProviderEvent } from '../chat/events.ts';
import { ChatError } from '../errors.ts';
import type { Clock } from './clock.ts';

/** The pipeline's clocks, in milliseconds. Connect and headers belong to the guarded fetch. */
export interface Limits {
  /** From the start to the first content. Reasoning models are silent for long. */
  readonly firstContentMs: number;
  /** Between two pieces of content; keep-alives do not count. */
  readonly idleMs: number;
}

/** Whether an event carries something of the answer itself. */
export function isContent(event: ProviderEvent): boolean {
  return event.type === 'text' || event.type === 'thinking' || event.type === 'toolCall';
}

/**
 * Runs a stream under the content clocks. When one runs out the stream's signal aborts and `timeout` (nothing had come yet) or
 * `stalled` is thrown in place of the `cancelled` that follows. One timer a stream, re-armed only when it fires.
 */
export async function* withTimeouts(
  open: (signal: AbortSignal) => AsyncIterable<ProviderEvent>,
  limits: Limits,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<ProviderEvent> {
  const inner = new AbortController();
  const forward = () => inner.abort();
  signal.addEventListener('abort', forward, { once: true });
  if (signal.aborted) inner.abort();
  let last = clock.now();
  let content: 'none yet' | 'arriving' = 'none yet';
  let expired: ChatError | undefined;
  const check = () => {
    const limitMs = content === 'arriving' ? limits.idleMs : limits.firstContentMs;
    const left = last + limitMs - clock.now();
    if (left > 0) {
      cancelTimer = clock.after(left, check);
      return;
    }
    expired = new ChatError(content === 'arriving' ? 'stalled' : 'timeout', { limitMs });
    inner.abort();
  };
  let cancelTimer = clock.after(Math.min(limits.firstContentMs, limits.idleMs), check);
  try {
    for await (const event of open(inner.signal)) {
      if (isContent(event)) {
        content = 'arriving';
        last = clock.now();
      }
      yield event;
    }
  } catch (error) {
    throw expired ?? error;
  } finally {
    cancelTimer();
    signal.removeEventListener('abort', forward);
  }
}

import type { ChatEvent, FinishEvent, ProviderEvent } from '../chat/events.ts';
import type { Provider } from '../chat/provider.ts';
import type { ChatRequest } from '../chat/request.ts';
import { ChatError, throwIfCancelled } from '../errors.ts';
import type { Clock } from './clock.ts';
import { isContent, type Limits, withTimeouts } from './timeouts.ts';
import { untilCancelled } from './untilCancelled.ts';

/** A provider ready to be asked, and the model's id as that provider knows it. */
export interface Target {
  readonly provider: Provider;
  readonly model: string;
  /** The most tokens one answer of this model may have, if that is known. */
  readonly maxOutput?: number | undefined;
}

/** What the pipeline needs from outside. */
export interface RunDeps {
  /** Finds provider and key for a model ref. @throws ChatError */
  readonly connect: (model: string, signal: AbortSignal) => Promise<Target>;
  readonly clock: Clock;
  readonly limits: Limits;
}

function validate(request: ChatRequest): void {
  const last = request.messages.at(-1);
  if (!last) throw new ChatError('badRequest', { detail: 'The request has no message.' });
  if (last.role === 'user' && last.parts.every((part) => part.type === 'text' && part.text.trim() === '')) {
    throw new ChatError('badRequest', { detail: 'The message is empty.' });
  }
}

/** Nothing but a ChatError leaves the pipeline; anything else is a fault of ours and says so. */
function asChatError(thrown: unknown): ChatError {
  if (thrown instanceof ChatError) return thrown;
  return new ChatError('protocol', { detail: thrown instanceof Error ? thrown.message : String(thrown) }, thrown);
}

function ending(error: ChatError, shown: 'something' | 'nothing'): FinishEvent {
  if (error.kind === 'cancelled') return { type: 'finish', choice: 0, reason: 'cancelled' };
  if (shown === 'something') return { type: 'finish', choice: 0, reason: 'incomplete', error };
  throw error;
}

/**
 * One chat completion. Yields `started`, then what the provider sends, and exactly one `finish` per choice. A failure before the
 * first visible token is thrown as `ChatError`; after it the answer is kept and ends with `finish` `incomplete`, which carries the
 * error. Aborting the signal ends it with `finish` `cancelled`, never with an exception.
 */
export async function* complete(request: ChatRequest, deps: RunDeps, signal: AbortSignal): AsyncGenerator<ChatEvent> {
  let shown: 'something' | 'nothing' = 'nothing';
  try {
    validate(request);
    throwIfCancelled(signal);
    yield { type: 'started', model: request.model };
    const { provider, model, maxOutput } = await untilCancelled(deps.connect(request.model, signal), signal);
    const { messages, parameters, tools } = request;
    const open = (inner: AbortSignal): AsyncIterable<ProviderEvent> =>
      provider.stream({ model, messages, parameters, tools, maxOutput }, inner);
    for await (const event of withTimeouts(open, deps.limits, deps.clock, signal)) {
      if (isContent(event)) shown = 'something';
      yield event;
    }
  } catch (thrown) {
    yield ending(asChatError(thrown), shown);
  }
}

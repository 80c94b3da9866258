import type { ChatEvent } from '../chat/events.ts';
import type { ChatRequest } from '../chat/request.ts';
import { ChatError, throwIfCancelled } from '../errors.ts';
import { answers } from './answers.ts';
import { asChatError } from './asChatError.ts';
import { atOnce } from './atOnce.ts';
import { Call } from './call.ts';
import { candidatesOf } from './candidates.ts';
import { Deadline } from './deadline.ts';
import type { RunDeps } from './deps.ts';
import { newJob } from './job.ts';

function validate({ messages }: ChatRequest): void {
  const last = messages.at(-1);
  if (!last) throw new ChatError('badRequest', { detail: 'The request has no message.' });
  if (last.role === 'user' && last.parts.every((part) => part.type === 'text' && part.text.trim() === '')) {
    throw new ChatError('badRequest', { detail: 'The message is empty.' });
  }
}

/**
 * One chat completion, faithfully and safely: validated; asked of the model, then of its fallbacks, each compiled for that model, with
 * retries before the first visible token and never after it; counted, priced and written to the ledger.
 *
 * Yields `started` for every model asked, `waiting` and `fellBack` on the way, `notice` for whatever was changed, what the provider
 * sends, exactly one `finish` per choice and one `settled` at the very end. A failure before the first visible token is thrown as
 * `ChatError` (after `settled`); after it the answer is kept and ends with `finish` `incomplete`, which carries the error. Aborting
 * the signal ends it with `finish` `cancelled`, never with an exception. Leaving the iteration early aborts the request.
 */
export async function* complete(request: ChatRequest, deps: RunDeps, signal: AbortSignal): AsyncGenerator<ChatEvent> {
  const call = new Call(request.model, deps.clock);
  const at = deps.wall();
  const deadline = new Deadline(request.parameters.timeout, deps.clock, signal);
  let failure: ChatError | undefined;
  try {
    try {
      validate(request);
      throwIfCancelled(signal);
      const { refs, notices } = await candidatesOf(request, deps, deadline.signal);
      for (const notice of notices) yield { type: 'notice', notice };
      const whole = answers(newJob(request, refs, call), deps, deadline.signal);
      yield* request.parameters.stream === false ? atOnce(whole) : whole;
    } catch (thrown) {
      const error = deadline.explain(asChatError(thrown));
      const reason = error.kind === 'cancelled' ? 'cancelled' : 'incomplete';
      if (error.kind !== 'cancelled' && !call.hasContent) failure = withTries(error, call);
      else for (const choice of call.unfinished()) yield* seen(call, choice, reason, error);
    }
    yield { type: 'settled', call: call.facts(failure ? 'failed' : 'over') };
    if (failure) throw failure;
  } finally {
    deadline.end();
    const facts = call.facts(failure ? 'failed' : 'over');
    if (call.wasMade) await deps.ledger.record({ at, workspace: deps.policy.workspace, ...facts });
    for (const reservation of call.reservations) await deps.budget.settle(reservation);
  }
}

function* seen(call: Call, choice: number, reason: 'cancelled' | 'incomplete', error: ChatError): Generator<ChatEvent> {
  const event: ChatEvent =
    reason === 'cancelled' ? { type: 'finish', choice, reason } : { type: 'finish', choice, reason, error };
  call.see(event, undefined);
  yield event;
}

/** The error with who else was asked, where anybody was. */
function withTries(error: ChatError, { tries }: Call): ChatError {
  const tried = tries.flatMap(({ model, outcome }) => (outcome === 'answered' ? [] : [{ model, kind: outcome }]));
  const models = new Set(tried.map(({ model }) => model));
  return models.size < 2 ? error : new ChatError(error.kind, { ...error.facts, tried }, error);
}

import type { ChatEvent, ProviderEvent } from '../chat/events.ts';
import { ChatError } from '../errors.ts';
import { estimateCost } from '../models/cost.ts';
import { asChatError } from './asChatError.ts';
import { Choices, remarks } from './choices.ts';
import type { Compiled } from './compile.ts';
import type { RunDeps, Target } from './deps.ts';
import type { Job } from './job.ts';
import { readJsonAnswer } from './jsonAnswer.ts';
import { withTimeouts } from './timeouts.ts';

/** How one request ended: with an answer, whole or cut, or with nothing to show. */
export type Outcome = { readonly type: 'answered' } | { readonly type: 'failed'; readonly error: ChatError };

/** What is assumed of an answer's length where no limit is set, in tokens: for the reservation only. */
const usualOutput = 2_000;

/** Reserves what the request may cost. Servers on this machine cost nothing. @throws ChatError `budget`, `declined` */
async function* reserve(
  compiled: Compiled,
  target: Target,
  estimated: number,
  deps: RunDeps,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent, string | undefined> {
  if (target.reach === 'local') return undefined;
  const output = compiled.request.parameters.max_tokens ?? Math.min(target.maxOutput ?? usualOutput, usualOutput);
  const usd = estimateCost(estimated, output * (compiled.request.parameters.n ?? 1), target.prices);
  const reservation = await deps.budget.reserve(target.ref, usd, signal);
  if (reservation.type === 'exceeded') throw new ChatError('budget', { detail: reservation.sentence });
  if (reservation.warning) {
    yield { type: 'notice', notice: { kind: 'answer', parameter: 'budget', text: reservation.warning } };
  }
  return reservation.id;
}

/** Waits for the rate gate, visibly. A gate that stays closed for longer than anybody should wait unasked is a failure of its own. */
async function* throughGate(target: Target, job: Job, deps: RunDeps, signal: AbortSignal): AsyncGenerator<ChatEvent> {
  const waitMs = deps.gate.waitMs(target.gate);
  if (waitMs > job.waitLeftMs) throw new ChatError('rateLimit', { retryAfterMs: waitMs });
  if (waitMs >= 1_000) {
    yield { type: 'waiting', model: target.ref, error: undefined, waitMs, attempt: 1, attempts: 1 };
  }
  await deps.gate.pass(target.gate, signal);
}

/**
 * One HTTP request: reservation, rate gate, stream under its clocks. Yields what comes. A failure after the first visible token is
 * part of the answer (`finish` `incomplete`), one before it is returned. @throws ChatError `cancelled`, `budget`, `declined`
 */
export async function* attempt(
  compiled: Compiled,
  target: Target,
  job: Job,
  deps: RunDeps,
  estimated: number,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent, Outcome> {
  const reservation = yield* reserve(compiled, target, estimated, deps, signal);
  let outcome: Outcome | undefined;
  try {
    yield* throughGate(target, job, deps, signal);
    job.requestsLeft -= 1;
    outcome = yield* stream(compiled, target, job, deps, estimated, signal);
  } catch (thrown) {
    outcome = { type: 'failed', error: asChatError(thrown) };
  } finally {
    // What may have cost something stays reserved until it stands in the ledger.
    if (reservation !== undefined) {
      if (outcome?.type === 'failed') await deps.budget.settle(reservation);
      else job.call.holds(reservation);
    }
  }
  return outcome;
}

/** An answer that was cut after something was seen: every choice that has not ended is incomplete. */
function* cut(choices: Choices, error: ChatError): Generator<ChatEvent> {
  for (const choice of choices.unfinished()) yield { type: 'finish', choice, reason: 'incomplete', error };
}

async function* ending(event: ProviderEvent, compiled: Compiled, choices: Choices): AsyncGenerator<ChatEvent> {
  if (event.type !== 'finish') return;
  yield* remarks(event, choices);
  if (!compiled.json || event.reason !== 'stop') return;
  yield { type: 'json', choice: event.choice, answer: await readJsonAnswer(choices.text(event.choice), compiled.json) };
}

async function* stream(
  compiled: Compiled,
  target: Target,
  { call, offset }: Job,
  deps: RunDeps,
  estimated: number,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent, Outcome> {
  const request = call.began(target);
  const choices = new Choices(compiled.json ? 'whole' : 'whether');
  const open = (inner: AbortSignal): AsyncIterable<ProviderEvent> => target.provider.stream(compiled.request, inner);
  try {
    for await (const given of withTimeouts(open, target.limits, deps.clock, signal)) {
      const event = offset > 0 && 'choice' in given ? { ...given, choice: given.choice + offset } : given;
      if (event.type === 'sent') deps.sent({ at: deps.wall(), model: target.ref, url: event.url, body: event.body });
      choices.see(event);
      const usage = call.see(event, request);
      if (event.type === 'finish') yield* ending(event, compiled, choices);
      yield usage ? { type: 'usage', usage } : event;
    }
    if (request.usage?.input !== undefined) deps.learn(target, estimated, request.usage.input);
    call.ended(request, 'answered');
    return { type: 'answered' };
  } catch (thrown) {
    const error = asChatError(thrown);
    call.ended(request, error.kind);
    if (choices.shown === 'nothing' || error.kind === 'cancelled') return { type: 'failed', error };
    for (const event of cut(choices, error)) {
      call.see(event, request);
      yield event;
    }
    return { type: 'answered' };
  }
}

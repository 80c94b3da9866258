import type { ChatEvent, FinishEvent } from '../chat/events.ts';
import { ChatError } from '../errors.ts';
import { asChatError } from './asChatError.ts';
import { attempts } from './attempts.ts';
import type { Call } from './call.ts';
import type { RunDeps, Target } from './deps.ts';
import { failureRule } from './failureRules.ts';
import { type Found, nextCandidate } from './fallback.ts';
import { type Job, jobOfOne } from './job.ts';
import { mergeStreams } from './mergeStreams.ts';
import { untilCancelled } from './untilCancelled.ts';

/** The most requests for one question that are sent without asking. */
const mostUnasked = 8;

/** All choices of a request: from one model that gives several, or one request each. @throws ChatError if nothing came of it */
export async function* answers(job: Job, deps: RunDeps, signal: AbortSignal): AsyncGenerator<ChatEvent> {
  const [first = job.request.model] = job.candidates;
  yield { type: 'started', model: first };
  const begin = await firstCandidate(job, deps, signal);
  if (begin.at > 0) yield* fellBack(first, begin);
  yield* chain(job, begin, deps, signal);
}

interface Begin extends Found {
  /** Why the first model was passed over. */
  readonly error?: ChatError;
}

/** The model itself, unless it rests and somebody else may answer. */
async function firstCandidate(job: Job, deps: RunDeps, signal: AbortSignal): Promise<Begin> {
  const ref = job.candidates[0] ?? job.request.model;
  let target: Target;
  try {
    target = await untilCancelled(deps.connect(ref, signal), signal);
  } catch (thrown) {
    const error = asChatError(thrown);
    if (error.kind === 'cancelled') throw error;
    job.call.notAsked(ref, error);
    const next = await nextCandidate(job, 0, undefined, error, deps, signal);
    if (!next) throw error;
    return { ...next, error };
  }
  const rest = deps.cooldowns.enter(target.gate);
  if (rest.type !== 'closed') return { at: 0, target };
  const next = await nextCandidate(job, 0, target, rest.error, deps, signal);
  if (!next) return { at: 0, target };
  job.call.notAsked(ref, rest.error);
  return { ...next, error: rest.error };
}

function* fellBack(from: string, { target, error }: Begin): Generator<ChatEvent> {
  if (error) yield { type: 'fellBack', from, to: target.ref, error };
  yield { type: 'started', model: target.ref };
}

/** One model after the other until one has answered. */
async function* chain(job: Job, begin: Found, deps: RunDeps, signal: AbortSignal): AsyncGenerator<ChatEvent> {
  let first: ChatError | undefined;
  for (let found = begin; ; ) {
    const { target, at } = found;
    const error = yield* oneModel(job, found, deps, signal);
    if (!error) return;
    first ??= error;
    const next = await nextCandidate(job, at, target, error, deps, signal);
    if (!next) throw first;
    yield* fellBack(target.ref, { ...next, error });
    found = next;
  }
}

/** Asks one model; the failure is returned, for another one may be asked. @throws ChatError `cancelled` */
async function* oneModel(
  job: Job,
  { target, at }: Found,
  deps: RunDeps,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent, ChatError | undefined> {
  const { n = 1 } = job.request.parameters;
  if (target.note) yield { type: 'notice', notice: { kind: 'answer', parameter: 'model', text: target.note } };
  try {
    const others = at < job.candidates.length - 1 ? 'left' : 'none';
    const end = yield* attempts(job, target, others, deps, signal);
    if (end === 'oneByOne') yield* copies(job, n, { target, at }, deps, signal);
    deps.cooldowns.succeeded(target.gate);
    return undefined;
  } catch (thrown) {
    const error = asChatError(thrown);
    if (failureRule(error).rests) deps.cooldowns.failed(target.gate, error);
    else deps.cooldowns.released(target.gate);
    if (error.kind === 'cancelled' || signal.aborted) throw error;
    return error;
  }
}

/**
 * Several answers of a model that gives one at a time: as many requests, side by side, each with retries and fallbacks of its own. One
 * that fails is an incomplete choice; only when all fail has nothing come of it.
 */
async function* copies(
  job: Job,
  n: number,
  found: Found,
  deps: RunDeps,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent> {
  const { ref } = found.target;
  if (
    n > mostUnasked &&
    (await untilCancelled(deps.ask({ type: 'manyRequests', model: ref, count: n }, signal), signal)) === 'no'
  ) {
    throw new ChatError('declined', { detail: `${n} requests were not sent.` });
  }
  const text = `${ref} gives one answer at a time. It was asked ${n} times.`;
  yield { type: 'notice', notice: { kind: 'emulated', parameter: 'n', text } };
  const streams = Array.from({ length: n }, (_, choice) => chain(jobOfOne(job, choice), found, deps, signal));
  yield* together(streams, job.call);
}

/** Whether an event says something that was not said for another choice already. */
function isNews(event: ChatEvent, told: Set<string>): boolean {
  if (event.type !== 'notice' || event.notice.kind === 'answer') return true;
  const isNew = !told.has(event.notice.text);
  told.add(event.notice.text);
  return isNew;
}

/** The events of several choices as one answer's: what was changed is said once, and a failure only when not all have failed. */
async function* together(streams: readonly AsyncGenerator<ChatEvent>[], call: Call): AsyncGenerator<ChatEvent> {
  const told = new Set<string>();
  const failures: FinishEvent[] = [];
  let shown: 'something' | 'nothing' = 'nothing';
  for await (const one of mergeStreams(streams)) {
    if (one.type === 'failed') {
      const error = asChatError(one.error);
      if (error.kind === 'cancelled') throw error;
      failures.push({ type: 'finish', choice: one.from, reason: 'incomplete', error });
      if (failures.length === streams.length) throw error;
    } else if (one.type === 'value') {
      const event = one.value;
      if (call.hasContent) shown = 'something';
      if (isNews(event, told)) yield event;
    }
    if (shown === 'nothing') continue;
    for (const failure of failures.filter(({ choice }) => call.isUnfinished(choice))) {
      call.see(failure, undefined);
      yield failure;
    }
  }
}

import type { ChatEvent, Notice } from '../chat/events.ts';
import { ChatError } from '../errors.ts';
import { attempt } from './attempt.ts';
import { backoffMs, longestUnaskedMs } from './backoff.ts';
import { type Compiled, compileRequest } from './compile.ts';
import type { RunDeps, Target } from './deps.ts';
import { failureRule } from './failureRules.ts';
import { fromCache, keeping } from './fromCache.ts';
import { type Job, triesLeft } from './job.ts';
import { refusedParameter } from './refusedParameter.ts';
import { sleep } from './sleep.ts';
import { untilCancelled } from './untilCancelled.ts';

/** An estimate may be this far off before a request is refused for its length. */
const tolerance = 1.2;

/** Estimated tokens of the input. @throws ChatError `contextTooLong` if it can't fit: only the conversation can be shortened */
function checkFit(job: Job, target: Target, deps: RunDeps): number {
  const needed = deps.estimate(job.request, target);
  const most = target.maxInput ?? target.contextWindow;
  if (most !== undefined && needed > most * tolerance) {
    throw new ChatError('contextTooLong', { tokens: { needed, most } });
  }
  return needed;
}

/** Who decides whether a failure is worth another try: the rules, the patience that is left, and for long waits the user. */
async function* waitForNext(
  error: ChatError,
  failures: number,
  target: Target,
  job: Job,
  others: 'left' | 'none',
  deps: RunDeps,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent, 'again' | 'give up'> {
  const { again } = failureRule(error);
  // A server on this machine that refuses the connection is not running: once more is enough.
  const isDown = target.reach === 'local' && error.facts.code === 'ECONNREFUSED';
  const left = triesLeft(job, isDown && again !== 'never' ? 'once' : again, failures, deps.policy);
  const { retryAfterMs } = error.facts;
  const waitMs = backoffMs(failures, retryAfterMs, deps.random);
  // What the provider asks for holds for everybody, also where this request gives up.
  const closes = error.kind === 'rateLimit' || error.kind === 'overloaded';
  if (closes && (left > 0 || retryAfterMs !== undefined)) deps.gate.close(target.gate, waitMs);
  if (left <= 0) return 'give up';
  if (waitMs > longestUnaskedMs) {
    if (others === 'left') return 'give up';
    const said = await untilCancelled(deps.ask({ type: 'longWait', model: target.ref, waitMs }, signal), signal);
    if (said === 'no') return 'give up';
  } else {
    if (waitMs > job.waitLeftMs) return 'give up';
    job.waitLeftMs -= waitMs;
  }
  const attempts = failures + left;
  yield { type: 'waiting', model: target.ref, error, waitMs, attempt: failures + 1, attempts };
  await sleep(waitMs, deps.clock, signal);
  return 'again';
}

/** Yields what compiling changed, each thing once however often the request is compiled. */
function* untold(notices: readonly Notice[], told: Set<string>): Generator<ChatEvent> {
  for (const notice of notices) {
    if (told.has(notice.text)) continue;
    told.add(notice.text);
    yield { type: 'notice', notice };
  }
}

/**
 * One model, as often as its failures allow: compiled with the parameters it refused before, from the cache if it is there, else
 * asked. Ends when it has answered, also with an answer that was cut, or when several answers have to be asked for one by one.
 * @throws ChatError when it gave nothing
 */
export async function* attempts(
  job: Job,
  target: Target,
  others: 'left' | 'none',
  deps: RunDeps,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent, 'answered' | 'oneByOne'> {
  let refused = await deps.refusals.refused(target.ref);
  const told = new Set<string>();
  for (let failures = 0; ; ) {
    const compiled: Compiled = compileRequest(job.request, target, refused);
    if (compiled.copies > 1) return 'oneByOne';
    yield* untold(compiled.notices, told);
    const estimated = checkFit(job, target, deps);
    const cached = await fromCache(compiled, target, job, deps);
    if (cached.type === 'found') {
      yield* replay(cached.events, target, job);
      return 'answered';
    }
    const run = attempt(compiled, target, job, deps, estimated, signal);
    const outcome = yield* keeping(run, cached.key, deps);
    if (outcome.type === 'answered') return 'answered';
    const { error } = outcome;
    const parameter = refusedParameter(error, compiled);
    if (parameter !== undefined && job.requestsLeft > 0) {
      refused = [...refused, parameter];
      await deps.refusals.remember(target.ref, parameter);
      continue;
    }
    failures += 1;
    if ((yield* waitForNext(error, failures, target, job, others, deps, signal)) === 'give up') throw error;
  }
}

function* replay(events: readonly ChatEvent[], target: Target, { call }: Job): Generator<ChatEvent> {
  call.cached(target.ref);
  for (const event of events) {
    call.see(event, undefined);
    yield event;
  }
}

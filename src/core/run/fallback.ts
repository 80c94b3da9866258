import type { ChatError } from '../errors.ts';
import { asChatError } from './asChatError.ts';
import type { RunDeps, Target } from './deps.ts';
import { failureRule } from './failureRules.ts';
import type { Job } from './job.ts';
import { untilCancelled } from './untilCancelled.ts';

/** Whether another model may answer after this failure at all. */
export function allowsOthers(error: ChatError, { policy }: RunDeps): 'yes' | 'no' | 'larger' {
  const { others } = failureRule(error);
  switch (others) {
    case 'contentFilter':
      return policy.fallBackOn.contentFilter === 'always' ? 'yes' : 'no';
    case 'auth':
      return policy.fallBackOn.auth === 'always' ? 'yes' : 'no';
    default:
      return others;
  }
}

/** A candidate that can be asked, or the index where the search ended. */
export interface Found {
  readonly at: number;
  readonly target: Target;
}

/** Whether the conversation may fit: not where its length was told and is known to be too much. */
function mayFit(candidate: Target, error: ChatError): boolean {
  const needed = error.facts.tokens?.needed;
  const most = candidate.maxInput ?? candidate.contextWindow;
  return most === undefined || needed === undefined || most >= needed;
}

function windowOf(target: Target | undefined): number {
  return target?.maxInput ?? target?.contextWindow ?? 0;
}

/** Reaches a candidate; undefined, and noted, if it can't be. @throws ChatError `cancelled` */
async function reach(ref: string, job: Job, deps: RunDeps, signal: AbortSignal): Promise<Target | undefined> {
  try {
    return await untilCancelled(deps.connect(ref, signal), signal);
  } catch (thrown) {
    const failed = asChatError(thrown);
    if (failed.kind === 'cancelled') throw failed;
    job.call.notAsked(ref, failed);
    return undefined;
  }
}

/** Whether the user lets a model elsewhere answer what was meant for this machine: asked for each one, for each is somebody else. */
async function mayLeave({ candidates }: Job, to: Target, deps: RunDeps, signal: AbortSignal): Promise<'yes' | 'no'> {
  const [home = to.ref] = candidates;
  if (deps.reach(home) !== 'local' || to.reach === 'local') return 'yes';
  return untilCancelled(deps.ask({ type: 'leavesMachine', from: home, to: to.ref }, signal), signal);
}

/**
 * The next candidate that may answer instead of `from` (undefined: it could not even be reached). Passed over: those without a key,
 * those that rest while others are left, those whose window is no larger where the conversation was too long, and, unless the user
 * says yes, those that would send away what was meant for this machine. @throws ChatError `cancelled`
 */
export async function nextCandidate(
  job: Job,
  after: number,
  from: Target | undefined,
  error: ChatError,
  deps: RunDeps,
  signal: AbortSignal,
): Promise<Found | undefined> {
  const allowed = allowsOthers(error, deps);
  if (allowed === 'no') return undefined;
  for (const [at, ref] of job.candidates.entries()) {
    if (at <= after || job.requestsLeft <= 0) continue;
    const target = await reach(ref, job, deps, signal);
    if (!target) continue;
    if (allowed === 'larger' && !(mayFit(target, error) && windowOf(target) > windowOf(from))) continue;
    const rest = deps.cooldowns.enter(target.gate);
    if (rest.type === 'closed' && at < job.candidates.length - 1) job.call.notAsked(ref, rest.error);
    else if ((await mayLeave(job, target, deps, signal)) === 'yes') return { at, target };
    else deps.cooldowns.released(target.gate);
  }
  return undefined;
}

import type { Parameters } from '../chat/params.ts';
import type { ChatRequest } from '../chat/request.ts';
import type { Call } from './call.ts';
import type { RunPolicy } from './deps.ts';

/** The most HTTP requests of one choice over the whole chain of models, unless the request says how many tries it wants. */
const mostRequests = 6;
/** The most time all unasked waits of one choice take together, in milliseconds. */
const mostWaitingMs = 120_000;

/** One choice on its way through the chain of models: the request and what is left of its patience. */
export interface Job {
  readonly request: ChatRequest;
  /** The model and its fallbacks, in order. */
  readonly candidates: readonly string[];
  readonly call: Call;
  /** Additional tries of one model; undefined: as the kind of failure suggests. */
  readonly retries: number | undefined;
  /** Added to the index of every choice: the place of this one among several requests for one question. */
  readonly offset: number;
  /** Whether the answer may come from the cache and go there; one of several must not be the same as the others. */
  readonly caching: 'allowed' | 'never';
  requestsLeft: number;
  waitLeftMs: number;
}

export function newJob(request: ChatRequest, candidates: readonly string[], call: Call): Job {
  return makeJob({ request, candidates, call, offset: 0, caching: 'allowed' });
}

function makeJob(given: Pick<Job, 'request' | 'candidates' | 'call' | 'offset' | 'caching'>): Job {
  const { request, candidates } = given;
  const { retries }: Parameters = request.parameters;
  const most = retries === undefined ? mostRequests : Math.max(mostRequests, (retries + 1) * candidates.length);
  return { ...given, retries, requestsLeft: most, waitLeftMs: mostWaitingMs };
}

/** The same job for one of several choices, with patience of its own. */
export function jobOfOne({ request, candidates, call }: Job, offset: number): Job {
  const { n: _, ...parameters } = request.parameters;
  return makeJob({ request: { ...request, parameters }, candidates, call, offset, caching: 'never' });
}

/** How often the model may be asked again after this many failures of this kind. */
export function triesLeft(job: Job, again: 'never' | 'once' | 'retries', failures: number, policy: RunPolicy): number {
  if (again === 'never') return 0;
  const allowed = job.retries ?? (again === 'once' ? Math.min(1, policy.retries) : policy.retries);
  return Math.max(0, Math.min(allowed - failures + 1, job.requestsLeft));
}

import type { RunDeps } from '../../src/core/run/deps.ts';
import { type Bench, lineWithGoal } from './bench.ts';
import { type NetworkApi, networkApis } from './support/frames.ts';
import type { Pipeline } from './support/pipelineBuild.ts';
import { depsFor, providerAt, questionTo } from './support/pipelineDeps.ts';
import { fetchAnswer } from './support/readers/floor.ts';
import { median, quantile, rounded } from './support/statistics.ts';
import { startStreamServer } from './support/streamServer.ts';

const pairs = { warmUp: 40, measured: 120 };
const model = 'deltas-20';

/**
 * How much later the first text comes out of the pipeline than the first byte out of a bare fetch of the same answer: warm, in
 * turns. The value is that of the slowest adapter.
 */
export const ttftOverhead: Bench = {
  names: ['ttft_overhead_ms'],
  when: 'always',
  async run(given) {
    const { modules } = await given.pipeline();
    await using server = await startStreamServer(given.signal);
    const overheads: Partial<Record<NetworkApi, Overhead>> = {};
    for (const api of networkApis) {
      const deps = depsFor(await providerAt(modules, api, server.origin), api, server.origin);
      overheads[api] = await measure(
        () => fetchFirstByte(api, server.origin),
        () => completeToFirstText(modules, deps),
        given.signal,
      );
    }
    const worst = Math.max(...Object.values(overheads).map(({ added }) => added));
    return [lineWithGoal('ttft_overhead_ms', worst, 'ms', 5, { pairs: pairs.measured, ...overheads })];
  },
};

/** Milliseconds; medians, except `addedP95`. */
interface Overhead {
  readonly fetch: number;
  readonly pipeline: number;
  readonly added: number;
  readonly addedP95: number;
}

/** Both resolve with the milliseconds to what comes first. */
async function measure(
  byFetch: () => Promise<number>,
  byPipeline: () => Promise<number>,
  signal: AbortSignal,
): Promise<Overhead> {
  const fetched: number[] = [];
  const piped: number[] = [];
  for (let pair = 0; pair < pairs.warmUp + pairs.measured; pair += 1) {
    signal.throwIfAborted();
    const fetchFirst = pair % 2 === 0;
    const early = await (fetchFirst ? byFetch : byPipeline)();
    const late = await (fetchFirst ? byPipeline : byFetch)();
    if (pair < pairs.warmUp) continue;
    fetched.push(fetchFirst ? early : late);
    piped.push(fetchFirst ? late : early);
  }
  const added = piped.map((time, index) => time - (fetched[index] ?? 0));
  return {
    fetch: rounded(median(fetched)),
    pipeline: rounded(median(piped)),
    added: rounded(median(added)),
    addedP95: rounded(quantile(added, 0.95)),
  };
}

async function fetchFirstByte(api: NetworkApi, origin: string): Promise<number> {
  const start = performance.now();
  const response = await fetchAnswer(api, origin, model);
  let first: number | undefined;
  for await (const _bytes of response.body ?? []) first ??= performance.now() - start;
  if (first === undefined) throw new Error('the answer is empty');
  return first;
}

async function completeToFirstText({ complete }: Pipeline, deps: RunDeps): Promise<number> {
  const start = performance.now();
  let first: number | undefined;
  for await (const event of complete(questionTo(model), deps, new AbortController().signal)) {
    if (event.type === 'text') first ??= performance.now() - start;
    if (event.type === 'finish' && event.reason !== 'stop') throw new Error(`the answer ended with ${event.reason}`);
  }
  if (first === undefined) throw new Error('the answer has no text');
  return first;
}

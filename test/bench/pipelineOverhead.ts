import { type Bench, lineWithGoal } from './bench.ts';
import { type NetworkApi, networkApis, textOf } from './support/frames.ts';
import type { Pipeline } from './support/pipelineBuild.ts';
import { depsFor, providerAt } from './support/pipelineDeps.ts';
import { readByAdapter, readByPipeline } from './support/readers/parley.ts';
import type { ReadAnswer } from './support/readers/readAnswer.ts';
import { median, rounded, spread } from './support/statistics.ts';
import { startStreamServer } from './support/streamServer.ts';

/** One call costs too little to be measured alone. */
const callsInTurn = 25;
const turns = { warmUp: 5, measured: 25 };
const deltas = 5;

/**
 * The CPU time that one short call costs more through the whole pipeline than through its adapter alone, in microseconds: the same
 * answer in turns, and the median of the turns' differences. The value is that of the worst wire API.
 */
export const pipelineOverhead: Bench = {
  names: ['pipeline_overhead_us'],
  when: 'always',
  async run(given) {
    const { modules } = await given.pipeline();
    await using server = await startStreamServer(given.signal);
    const found: Partial<Record<NetworkApi, Overhead>> = {};
    for (const api of networkApis) found[api] = await measure(modules, api, server.origin, given.signal);
    const worst = Math.max(...Object.values(found).map(({ added }) => added.median));
    const detail = { time: 'CPU', calls: callsInTurn * turns.measured, ...found };
    return [lineWithGoal('pipeline_overhead_us', worst, 'µs', 300, detail)];
  },
};

/** Microseconds of CPU time for a call; `wallAdded` by the clock. */
interface Overhead {
  readonly adapter: number;
  readonly pipeline: number;
  readonly added: ReturnType<typeof spread>;
  readonly wallAdded: number;
}

interface Cost {
  readonly cpu: number;
  readonly wall: number;
}

async function measure(pipeline: Pipeline, api: NetworkApi, origin: string, signal: AbortSignal): Promise<Overhead> {
  const provider = await providerAt(pipeline, api, origin);
  const byAdapter = readByAdapter(provider, api);
  const byPipeline = readByPipeline(pipeline, depsFor(provider, api, origin));
  const pairs: { readonly adapter: Cost; readonly pipeline: Cost }[] = [];
  for (let turn = 0; turn < turns.warmUp + turns.measured; turn += 1) {
    signal.throwIfAborted();
    const adapterFirst = turn % 2 === 0;
    const early = await costOf(adapterFirst ? byAdapter : byPipeline);
    const late = await costOf(adapterFirst ? byPipeline : byAdapter);
    if (turn < turns.warmUp) continue;
    pairs.push(adapterFirst ? { adapter: early, pipeline: late } : { adapter: late, pipeline: early });
  }
  return {
    adapter: rounded(median(pairs.map(({ adapter }) => adapter.cpu)), 0),
    pipeline: rounded(median(pairs.map(({ pipeline: whole }) => whole.cpu)), 0),
    added: spread(
      pairs.map(({ adapter, pipeline: whole }) => whole.cpu - adapter.cpu),
      0,
    ),
    wallAdded: rounded(median(pairs.map(({ adapter, pipeline: whole }) => whole.wall - adapter.wall)), 0),
  };
}

async function costOf(read: ReadAnswer): Promise<Cost> {
  const expected = textOf(deltas);
  const start = performance.now();
  const before = process.cpuUsage();
  for (let call = 0; call < callsInTurn; call += 1) {
    if ((await read(`deltas-${deltas}`)) !== expected) throw new Error('the answer is not what was sent');
  }
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / callsInTurn, wall: ((performance.now() - start) * 1_000) / callsInTurn };
}

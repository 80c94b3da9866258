import { type Bench, type Given, type Line, lineWithGoal } from '../bench.ts';
import { type NetworkApi, textOf } from './frames.ts';
import { type AiSdkApi, readByAiSdk } from './readers/aiSdk.ts';
import { readByFetch } from './readers/floor.ts';
import { readByParley } from './readers/parley.ts';
import type { ReadAnswer } from './readers/readAnswer.ts';
import { readBySdk } from './readers/sdks.ts';
import { median, rounded, spread } from './statistics.ts';
import { startStreamServer } from './streamServer.ts';

const deltas = 20_000;
const rounds = { warmUp: 1, measured: 5 };

type Way = 'parley' | 'sdk' | 'aiSdk' | 'floor';
type Costs = Readonly<Partial<Record<Way, number>>>;

/** What one leaves behind (in the caches, in the collector) changes the next one's cost: in a round, each follows each. */
const sdkOrder: readonly Way[] = [
  ...(['parley', 'sdk', 'floor'] as const),
  ...(['floor', 'sdk', 'parley'] as const),
  ...(['sdk', 'floor', 'parley'] as const),
  ...(['parley', 'floor', 'sdk'] as const),
  ...(['floor', 'parley', 'sdk'] as const),
  ...(['sdk', 'parley', 'floor'] as const),
];
const aiSdkOrder: readonly Way[] = ['parley', 'aiSdk', 'aiSdk', 'parley'];

/**
 * CPU time per chunk through the whole pipeline ÷ by iterating the vendor's SDK: the same stream, in the same process, in turns, and
 * the median of the rounds' ratios. CPU time, because the wall clock belongs to the server and to whatever else runs.
 */
export function streamCostVsSdk(name: string, api: NetworkApi, most: number): Bench {
  return streamCost(name, api, most, 'sdk', sdkOrder, (origin) => ({
    sdk: readBySdk(api, origin),
    floor: readByFetch(api, origin),
  }));
}

/** The same ÷ by iterating `streamText` of the AI SDK. */
export function streamCostVsAiSdk(name: string, api: AiSdkApi, most: number): Bench {
  return streamCost(name, api, most, 'aiSdk', aiSdkOrder, (origin) => ({ aiSdk: readByAiSdk(api, origin) }));
}

function streamCost(
  name: string,
  api: NetworkApi,
  most: number,
  peer: Way,
  order: readonly Way[],
  readPeers: (origin: string) => Partial<Record<Way, ReadAnswer>>,
): Bench {
  return {
    names: [name],
    when: 'always',
    async run(given: Given) {
      const pipeline = await given.pipeline();
      await using server = await startStreamServer(given.signal);
      const parley = await readByParley(pipeline.modules, api, server.origin);
      const costs = await measureInTurns({ parley, ...readPeers(server.origin) }, order, given.signal);
      return [lineOf(name, most, peer, order, costs)];
    },
  };
}

function lineOf(name: string, most: number, peer: Way, order: readonly Way[], costs: readonly Costs[]): Line {
  const of = (way: Way) => costs.map((cost) => cost[way] ?? Number.NaN);
  const ratiosTo = (way: Way) => of('parley').map((cost, round) => cost / (of(way)[round] ?? Number.NaN));
  const ratios = ratiosTo(peer);
  const ways = new Set(order);
  const detail = {
    chunks: deltas,
    streams: costs.length * order.length,
    ratios: spread(ratios, 3),
    microsecondsPerChunk: Object.fromEntries([...ways].map((way) => [way, spread(of(way))])),
    ...(ways.has('floor') ? { ofFloor: rounded(median(ratiosTo('floor'))) } : {}),
  };
  return lineWithGoal(name, rounded(median(ratios), 3), 'ratio', most, detail);
}

/** What a chunk costs, in microseconds of CPU time, each way and round. */
async function measureInTurns(
  readers: Partial<Record<Way, ReadAnswer>>,
  order: readonly Way[],
  signal: AbortSignal,
): Promise<readonly Costs[]> {
  const expected = textOf(deltas);
  const costs: Costs[] = [];
  for (let round = 0; round < rounds.warmUp + rounds.measured; round += 1) {
    const cost: Partial<Record<Way, number>> = {};
    for (const way of order) {
      signal.throwIfAborted();
      const turns = order.filter((one) => one === way).length;
      cost[way] = (cost[way] ?? 0) + (await costOf(readers[way], expected)) / turns;
    }
    if (round >= rounds.warmUp) costs.push(cost);
  }
  return costs;
}

async function costOf(read: ReadAnswer | undefined, expected: string): Promise<number> {
  const before = process.cpuUsage();
  const text = await read?.(`deltas-${deltas}`);
  const { user, system } = process.cpuUsage(before);
  if (text !== expected) throw new Error(`the answer has ${text?.length} characters instead of ${expected.length}`);
  return (user + system) / deltas;
}

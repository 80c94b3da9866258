import type { WireApi } from '../../../src/core/models/wireApi.ts';
import { type Bench, lineWithGoal } from '../bench.ts';
import { answerOf } from './frames.ts';
import { median, rounded, spread } from './statistics.ts';
import { type ReadAnswer, readByFetch, readByProvider, readBySdk, shippedProvider } from './streamReaders.ts';
import { startStreamServer } from './streamServer.ts';

const deltas = 20_000;
const rounds = { warmUp: 2, measured: 9 };

type Way = 'parley' | 'sdk' | 'floor';
const ways: readonly Way[] = ['parley', 'sdk', 'floor'];
/** What one leaves behind (in the caches, in the collector) changes the next one's cost: in a round, each follows each. */
const orders: readonly (readonly Way[])[] = [
  ['parley', 'sdk', 'floor'],
  ['floor', 'sdk', 'parley'],
  ['sdk', 'floor', 'parley'],
  ['parley', 'floor', 'sdk'],
  ['floor', 'parley', 'sdk'],
  ['sdk', 'parley', 'floor'],
];

/**
 * CPU time per chunk through our adapter ÷ by iterating the SDK's own stream: the same stream, in the same process, in turns,
 * and the median of the rounds' ratios. CPU time, because the wall clock belongs to the server and to whatever else runs.
 */
export function streamCost(name: string, api: WireApi, most: number): Bench {
  return {
    names: [name],
    when: 'always',
    async run(given) {
      const packed = await given.packed();
      await using server = await startStreamServer(given.signal);
      const readers: Record<Way, ReadAnswer> = {
        parley: readByProvider(await shippedProvider(packed, api, server.origin)),
        sdk: readBySdk(api, server.origin),
        floor: readByFetch(api, server.origin),
      };
      const costs = await measureInTurns(readers, answerOf(api, deltas).text, given.signal);
      const ratios = costs.map(({ parley, sdk }) => parley / sdk);
      const detail = {
        chunks: deltas,
        streams: rounds.measured * orders.length,
        ratios: spread(ratios),
        microsecondsPerChunk: Object.fromEntries(ways.map((way) => [way, spread(costs.map((cost) => cost[way]))])),
        ofFloor: rounded(median(costs.map(({ parley, floor }) => parley / floor))),
      };
      return [lineWithGoal(name, rounded(median(ratios), 3), 'ratio', most, detail)];
    },
  };
}

/** What a chunk costs, in microseconds of CPU time, each way and round. */
async function measureInTurns(
  readers: Record<Way, ReadAnswer>,
  expected: string,
  signal: AbortSignal,
): Promise<readonly Record<Way, number>[]> {
  const costs: Record<Way, number>[] = [];
  for (let round = 0; round < rounds.warmUp + rounds.measured; round += 1) {
    const cost = { parley: 0, sdk: 0, floor: 0 };
    for (const way of orders.flat()) {
      signal.throwIfAborted();
      cost[way] += (await costOf(readers[way], expected)) / orders.length;
    }
    if (round >= rounds.warmUp) costs.push(cost);
  }
  return costs;
}

async function costOf(read: ReadAnswer, expected: string): Promise<number> {
  const before = process.cpuUsage();
  const text = await read(`deltas-${deltas}`);
  const { user, system } = process.cpuUsage(before);
  if (text !== expected) throw new Error(`the answer has ${text.length} characters instead of ${expected.length}`);
  return (user + system) / deltas;
}

import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { type Bench, lineWithGoal } from './bench.ts';
import { rejectsOnAbort } from './support/abort.ts';
import { networkApis } from './support/frames.ts';
import type { Growth } from './support/growthProcess.ts';
import { rounded } from './support/statistics.ts';
import { startStreamServer } from './support/streamServer.ts';

const chunks = 1_000_000;

/**
 * By how much the memory of the process grows (heap and what hangs on it, after a collection) while one answer of a million chunks
 * comes through the pipeline and is kept by nobody: the most seen at any tenth of it. The value is that of the worst wire API.
 */
export const stream1MChunks: Bench = {
  names: ['stream_1M_chunks_growth_mb'],
  when: 'always',
  async run(given) {
    const { folder } = await given.pipeline();
    await using server = await startStreamServer(given.signal);
    const grown: Record<string, { megabytes: number; atTheEnd: number; before: number }> = {};
    for (const api of networkApis) {
      const { before, after } = await growthOf([folder, api, server.origin, String(chunks)], given.signal);
      const growth = (bytes: number) => rounded((bytes - before) / 1e6, 1);
      const atTheEnd = growth(after.at(-1) ?? Number.NaN);
      grown[api] = { megabytes: growth(Math.max(...after)), atTheEnd, before: rounded(before / 1e6, 1) };
    }
    const worst = Math.max(...Object.values(grown).map(({ megabytes }) => megabytes));
    return [lineWithGoal('stream_1M_chunks_growth_mb', worst, 'MB', 20, { chunks, ...grown })];
  },
};

async function growthOf(parameters: readonly string[], signal: AbortSignal): Promise<Growth> {
  const file = path.join(import.meta.dirname, 'support/growthProcess.ts');
  const child = fork(file, [...parameters], { execArgv: ['--expose-gc'] });
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`the reading process ended with ${code}`);
  });
  try {
    const [growth] = await Promise.race([once(child, 'message'), failed, rejectsOnAbort(signal)]);
    return growth;
  } finally {
    failed.catch(() => {}); // It ends when it has told.
    child.kill();
  }
}

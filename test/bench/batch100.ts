import { type Bench, lineWithGoal, lineWithLeast } from './bench.ts';
import { startLimitedServer } from './support/limitedServer.ts';
import { depsFor, providerAt, questionTo } from './support/pipelineDeps.ts';
import { rounded } from './support/statistics.ts';

const requests = 100;
const perSecond = 10;
const concurrency = 5;

/** A hundred requests at once to a provider that answers ten a second and rejects the others. */
export const batch100: Bench = {
  names: ['batch_100_completed', 'batch_100_rejections'],
  when: 'always',
  async run(given) {
    const { modules } = await given.pipeline();
    await using server = await startLimitedServer(perSecond);
    const deps = depsFor(await providerAt(modules, 'openai-chat', server.origin), 'openai-chat', server.origin);
    const asked = new Map(Array.from({ length: requests }, (_, index) => [`${index}`, questionTo('any')]));
    const failures: Record<string, number> = {};
    let completed = 0;
    const start = performance.now();
    for await (const event of modules.completeAll(asked, deps, given.signal, { concurrency })) {
      if (event.type !== 'finished') continue;
      const { result } = event;
      const end = result.type === 'error' ? result.error.kind : (result.call?.finish ?? 'none');
      if (end === 'stop') completed += 1;
      else failures[end] = (failures[end] ?? 0) + 1;
    }
    given.signal.throwIfAborted();
    const seconds = rounded((performance.now() - start) / 1_000, 1);
    const detail = { perSecond, concurrency, seconds, failures, server: server.counts };
    return [
      lineWithLeast('batch_100_completed', completed, 'requests', requests, detail),
      lineWithGoal('batch_100_rejections', server.counts.rejected, 'requests', 60, detail),
    ];
  },
};

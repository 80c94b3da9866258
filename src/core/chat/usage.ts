import type { Usage } from './events.ts';

function added(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0);
}

/** What several requests used together; a count that one of them lacks is the sum of the others. */
export function sumUsage(usages: readonly Usage[]): Usage | undefined {
  if (usages.length < 2) return usages[0];
  return usages.reduce((all, one) => ({
    input: added(all.input, one.input),
    output: added(all.output, one.output),
    cacheRead: added(all.cacheRead, one.cacheRead),
    cacheWrite: added(all.cacheWrite, one.cacheWrite),
    reasoning: added(all.reasoning, one.reasoning),
    reportedUsd: added(all.reportedUsd, one.reportedUsd),
  }));
}

import type { CallRecord } from '../../core/run/deps.ts';

/** How fast a model was. */
export interface Latency {
  /** Median time from the call to its first content, in milliseconds. */
  readonly firstContentMs: number;
  /** Median of the visible tokens per second after the first content; undefined if no call tells. */
  readonly tokensPerSecond: number | undefined;
  /** How many calls that comes from. */
  readonly calls: number;
}

interface Sample {
  readonly firstContentMs: number;
  readonly tokensPerSecond: number | undefined;
}

/** Below this, in milliseconds, the whole answer came at once and says nothing about its pace. */
const shortestStreamMs = 50;

function samplesOf(calls: readonly CallRecord[]): readonly Sample[] {
  return calls.flatMap(({ firstContentMs, durationMs, usage }) => {
    if (firstContentMs === undefined) return [];
    const streamMs = durationMs - firstContentMs;
    const visible = usage?.output === undefined ? undefined : usage.output - (usage.reasoning ?? 0);
    const tells = visible !== undefined && visible > 0 && streamMs >= shortestStreamMs;
    return [{ firstContentMs, tokensPerSecond: tells ? (visible * 1000) / streamMs : undefined }];
  });
}

/** What calls that came to their own end say about a model's speed; undefined if none says anything. */
export function latencyOf(calls: readonly CallRecord[]): Latency | undefined {
  const samples = samplesOf(calls);
  const firstContentMs = median(samples.map((sample) => sample.firstContentMs));
  if (firstContentMs === undefined) return undefined;
  const rates = samples.flatMap(({ tokensPerSecond }) => (tokensPerSecond === undefined ? [] : [tokensPerSecond]));
  return { firstContentMs, tokensPerSecond: median(rates), calls: samples.length };
}

function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

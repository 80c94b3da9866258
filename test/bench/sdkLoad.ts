import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Bench, Line } from './bench.ts';
import { builtFile, type Packed } from './support/packed.ts';
import { median, rounded, spread } from './support/statistics.ts';

const loads = 7;

/** An adapter for each SDK; the first to be used loads it. */
const adapters = {
  openai: 'src/providers/openaiChat.ts',
  anthropic: 'src/providers/anthropicMessages.ts',
  google: 'src/providers/googleGenai.ts',
  ollama: 'src/providers/ollamaChat.ts',
} as const;

type Sdk = keyof typeof adapters;
const sdks = Object.keys(adapters) as readonly Sdk[];

/**
 * How long the first import of a packed adapter takes, each time in a fresh process: what the first question to a provider waits
 * for. `sdk_load_ms` is the slowest.
 */
export const sdkLoad: Bench = {
  names: ['sdk_load_ms', ...sdks.map(nameOf)],
  when: 'always',
  async run(given) {
    const packed = await given.packed();
    const times: Record<Sdk, number[]> = { openai: [], anthropic: [], google: [], ollama: [] };
    for (let load = 0; load < loads; load += 1) {
      for (const sdk of sdks) times[sdk].push(await timeToLoad(packed, adapters[sdk], given.signal));
    }
    const lines = sdks.map((sdk): Line => {
      const detail = { loads, ms: spread(times[sdk]) };
      return { name: nameOf(sdk), value: rounded(median(times[sdk])), unit: 'ms', detail };
    });
    const slowest = Math.max(...lines.map(({ value }) => value));
    const detail = { loads, ...Object.fromEntries(lines.map(({ name, value }) => [name, value])) };
    return [{ name: 'sdk_load_ms', value: slowest, unit: 'ms', detail }, ...lines];
  },
};

function nameOf(sdk: Sdk): string {
  return `sdk_load_ms_${sdk}`;
}

async function timeToLoad(packed: Packed, source: string, signal: AbortSignal): Promise<number> {
  const file = path.join(import.meta.dirname, 'support/importProcess.ts');
  const child = fork(file, [builtFile(packed, source)], { execArgv: [], signal });
  const [ms] = await once(child, 'message', { signal });
  await once(child, 'exit', { signal });
  return ms;
}

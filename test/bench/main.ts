// Runs benches and prints their figures to stdout, one JSON object per line. Run by Node 24; `npm run bench` starts it.
// usage: node test/bench/main.ts [NAME…]      with names: only these figures
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureBrowser } from '../../scripts/setup/browser.mjs';
import { ensureCurrentVSCode } from '../../scripts/setup.mjs';
import type { Bench, Given, Line } from './bench.ts';
import { benches } from './benches.ts';
import { type Packed, pack } from './support/packed.ts';
import { buildPipeline } from './support/pipelineBuild.ts';

/** What all benches together may take, so that a run ends within ten minutes, installing included. */
const timeLimit = 8 * 60_000;

console.log = console.error; // Stdout is for the figures alone; what the benches use talks too.

const asked = process.argv.slice(2);
const known = benches.flatMap(({ names }) => names);
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}. Known are:\n${known.join('\n')}`);
  process.exit(2);
}

const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => interruption.abort(new Error(`interrupted by ${name}`)));
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-bench-'));
const given: Given = {
  packed: once((): Promise<Packed> => pack(folder)),
  pipeline: once(() => buildPipeline(path.join(folder, 'pipeline'))),
  vscode: once(ensureCurrentVSCode),
  browser: once(ensureBrowser),
  say,
  signal: AbortSignal.any([interruption.signal, AbortSignal.timeout(timeLimit)]),
};
try {
  for (const bench of benches) {
    const wanted = asked.length > 0 ? bench.names.filter((name) => asked.includes(name)) : ordinaryNames(bench);
    if (wanted.length > 0 && !interruption.signal.aborted) await runBench(bench, wanted);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit();

function ordinaryNames({ names, when }: Bench): readonly string[] {
  return when === 'always' ? names : [];
}

async function runBench({ run }: Bench, wanted: readonly string[]): Promise<void> {
  say(`${wanted.join(', ')} …`);
  const start = performance.now();
  try {
    for (const line of await run(given)) if (wanted.includes(line.name)) print(line);
    say(`  ${((performance.now() - start) / 1000).toFixed(1)} s`);
  } catch (error) {
    process.exitCode = 1;
    say(`${wanted.join(', ')} could not be measured: ${error instanceof Error ? error.stack : error}`);
  }
}

/** What is measured by the clock is worth little on a busy machine, so its load goes along. */
function print({ name, value, unit, detail }: Line): void {
  const load = unit === 'ms' || unit === '%' ? { loadAverage: os.loadavg()[0] } : {};
  process.stdout.write(`${JSON.stringify({ name, value, unit, detail: { ...detail, ...load } })}\n`);
  const { goal, met } = detail;
  if (goal !== undefined) say(`  ${name}: ${value} ${unit}, goal ${goal}: ${met ? 'met' : 'MISSED'}`);
}

function say(text: string): void {
  console.error(text);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

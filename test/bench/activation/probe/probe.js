// Runs in the extension host as its "tests": activates the extensions named by PARLEY_BENCH_ORDER (ids, separated by commas) one
// after the other and writes what each took into the file PARLEY_BENCH_RESULT, as JSON.
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';

export async function run() {
  const order = (process.env.PARLEY_BENCH_ORDER ?? '').split(',');
  const costs = [];
  await idle();
  for (const id of order) costs.push({ id, ...(await activationOf(id)) });
  writeFileSync(process.env.PARLEY_BENCH_RESULT ?? '', JSON.stringify(costs));
}

/** Resolves when the extension host has done next to nothing for a while: the extensions that VS Code starts are active. */
async function idle() {
  for (let quiet = 0; quiet < 5; ) {
    const before = performance.eventLoopUtilization();
    await new Promise((resolve) => setTimeout(resolve, 200));
    quiet = performance.eventLoopUtilization(before).utilization < 0.05 ? quiet + 1 : 0;
  }
}

/** Milliseconds of the clock, and of CPU time in this process, to load and activate an extension. @param {string} id */
async function activationOf(id) {
  const extension = vscode.extensions.getExtension(id);
  if (!extension) throw new Error(`${id} is not installed`);
  if (extension.isActive) throw new Error(`${id} is active already`);
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  await extension.activate();
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { wallMs, cpuMs: (user + system) / 1000 };
}

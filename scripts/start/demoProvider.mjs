// The demo provider as a program of its own, so that it can be killed and brought back while VS Code runs.
import path from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../setup/shell.mjs';
import { endsWithParent, start } from './processes.mjs';

const program = 'scripts/demo/main.ts';

/** @typedef {import('./processes.mjs').Started & { url: string, port: number, restartCommand: string }} DemoProvider `url` is the API's base URL */

/**
 * Starts it on loopback. What it says about each request goes to `say`.
 * @param {string} node24
 * @param {number} port 0 for a random one
 * @param {(line: string) => void} say
 * @returns {Promise<DemoProvider>}
 */
export async function startDemo(node24, port, say) {
  const demo = await start(node24, [...endsWithParent, path.join(root, program), '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: root,
  });
  if (!demo.child.stdout) throw new Error('the demo provider has no output');
  const lines = createInterface({ input: demo.child.stdout });
  const url = new Promise((resolve) => {
    lines.on('line', (line) => {
      const listening = /^listening on (http:\S+)$/.exec(line)?.[1];
      if (listening) resolve(listening);
      else say(line);
    });
  });
  const first = await Promise.race([
    url,
    demo.ended.then((how) => new Error(`The demo provider could not start (${how}).`)),
  ]);
  if (first instanceof Error) throw first;
  const taken = Number(new URL(first).port);
  const restartCommand = `${path.relative(process.cwd(), node24)} ${program} --port ${taken}`;
  return { ...demo, url: first, port: taken, restartCommand };
}

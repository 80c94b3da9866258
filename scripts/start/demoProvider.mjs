// The demo provider as a program of its own, so that it can be killed and brought back while VS Code runs.
import path from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../setup/shell.mjs';
import { endsWithParent, start } from './processes.mjs';

const program = 'scripts/demo/main.ts';

/** @typedef {import('./processes.mjs').Started & { url: string, restartCommand: string }} DemoProvider `url` is the API's base URL */

/**
 * Starts it on a random loopback port. What it says about each request goes to `say`.
 * @param {string} node24
 * @param {(line: string) => void} say
 * @returns {Promise<DemoProvider>}
 */
export async function startDemo(node24, say) {
  const demo = await start(node24, [...endsWithParent, path.join(root, program), '--port', '0'], {
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
  const { port } = new URL(first);
  return { ...demo, url: first, restartCommand: `${path.relative(process.cwd(), node24)} ${program} --port ${port}` };
}

// Measures speed and size: one JSON object per line on stdout, everything else on stderr. What is missing is installed.
// usage: node scripts/bench.mjs [NAME…]      names are those in test/bench; without any: all
import { spawn } from 'node:child_process';
import { ensureDependencies } from './setup/dependencies.mjs';
import { ensureNode24 } from './setup/node.mjs';
import { root } from './setup/shell.mjs';
import { toolEnvironment } from './setup.mjs';

console.log = console.error; // Stdout is for the figures alone; set-up talks too.

await ensureDependencies();
const node24 = await ensureNode24();
const child = spawn(node24, ['test/bench/main.ts', ...process.argv.slice(2)], {
  cwd: root,
  env: toolEnvironment(node24),
  stdio: 'inherit',
});
// A Ctrl+C reaches the child too; it stops what it started, and we wait for it.
for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => child.kill('SIGTERM'));
child.on('close', (code) => process.exit(code ?? 1));

// Runs the tests that need no VS Code: every test/**/*.test.ts outside test/host. Run by Node 24, which strips the types.
// usage: node test/support/runPlainTests.ts [--grep TEXT] [--results FILE] [FILE…]
import { globSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import Mocha from 'mocha';
import { loadTests } from './loadTests.ts';
import { reportTo } from './mochaReporter.ts';
import type { Summary } from './summary.ts';

const root = path.resolve(import.meta.dirname, '../..');
const { values, positionals } = parseArgs({
  options: { grep: { type: 'string' }, results: { type: 'string' } },
  allowPositionals: true,
});

const files =
  positionals.length > 0 ? positionals : globSync('test/**/*.test.ts', { cwd: root }).filter(isPlain).sort();
let summary: Summary | undefined;
const mocha = new Mocha({
  ui: 'bdd',
  timeout: process.env.PARLEY_LONG ? 600_000 : 10_000,
  forbidOnly: Boolean(process.env.CI),
  ...(values.grep === undefined ? {} : { grep: values.grep }),
  reporter: reportTo({ line: console.log, done: (result) => (summary = result) }),
});
await loadTests(
  mocha,
  files.map((file) => path.resolve(root, file)),
);
await new Promise<number>((resolve) => mocha.run(resolve));
if (values.results && summary) writeFileSync(values.results, JSON.stringify(summary));
// A test that leaves a socket or a timer open must not keep the run from ending.
process.exit(summary && summary.failed === 0 ? 0 : 1);

function isPlain(file: string): boolean {
  return !file.startsWith(path.join('test', 'host') + path.sep);
}

// Runs the tests of out/test/host inside VS Code. Run by Node 24.
// usage: node test/support/vscode/main.ts --vscode DIR --server-node FILE --browser FILE [--extension DIR|VSIX] [--results FILE]
//          [--tests FILE] [--workspace DIR] [--grep TEXT]
//          [--settings JSON] [--environment JSON] [--time-limit SECONDS] [--keep] [--headed] [--verbose]
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { RunOptions } from './options.ts';
import { runInVSCode } from './run.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const { values } = parseArgs({
  options: {
    vscode: { type: 'string' },
    'server-node': { type: 'string' },
    browser: { type: 'string' },
    extension: { type: 'string', default: root },
    tests: { type: 'string', default: path.join(root, 'out/test/host/index.js') },
    workspace: { type: 'string', default: path.join(root, 'test/fixtures/workspace') },
    results: { type: 'string' },
    grep: { type: 'string' },
    settings: { type: 'string', default: '{}' },
    environment: { type: 'string', default: '{}' },
    'time-limit': { type: 'string', default: '600' },
    keep: { type: 'boolean', default: false },
    headed: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});
if (!values.vscode || !values['server-node'] || !values.browser)
  throw new Error('--vscode, --server-node and --browser are needed');

// The server is in a process group of its own, so that Ctrl+C does not reach it: it is stopped here.
const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => interruption.abort(new Error(`interrupted by ${name}`)));
}

const options: RunOptions = {
  vscodeFolder: values.vscode,
  serverNode: values['server-node'],
  browser: values.browser,
  extension: path.resolve(values.extension),
  tests: path.resolve(values.tests),
  workspace: path.resolve(values.workspace),
  settings: JSON.parse(values.settings),
  environment: { ...(process.env.CI ? { CI: process.env.CI } : {}), ...JSON.parse(values.environment) },
  grep: values.grep,
  timeLimit: Number(values['time-limit']) * 1000,
  keep: values.keep,
  headed: values.headed,
  verbose: values.verbose,
};
const summary = await runInVSCode(options, interruption.signal);
if (values.results) writeFileSync(values.results, JSON.stringify(summary));
process.exit(summary.failed === 0 ? 0 : 1);

// Runs every check and every test. The last line is `N passed, N failed`; the exit code is 0 only if nothing failed.
// usage: node scripts/test.mjs [--only types,lint,unit,build,host] [--grep TEXT] [--long] [--vscode current|oldest|desktop]
//          and for the tests inside VS Code: [--packed] [--keep] [--headed] [--verbose]; --packed tests the .vsix that users install
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBrowser } from './setup/browser.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { ensureNode24 } from './setup/node.mjs';
import { root } from './setup/shell.mjs';
import { ensureCurrentVSCode, ensureOldestVSCode, toolEnvironment } from './setup.mjs';

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string' },
    grep: { type: 'string' },
    long: { type: 'boolean', default: false },
    vscode: { type: 'string', default: 'current' },
    packed: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    headed: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});

/** @typedef {'types' | 'lint' | 'unit' | 'build' | 'host'} Stage */
/** @typedef {{ passed: number, failed: number, failures: { title: string, detail: string }[] }} Summary */
/** @typedef {{ node24: string, host: string[] }} Tools `host`: the command line of the runner of the tests inside VS Code */

/** The stages in their order. @type {Record<Stage, string>} */
const titles = {
  types: 'Type check',
  lint: 'Lint',
  unit: 'Tests outside VS Code',
  build: 'Build',
  host: `Tests inside VS Code (${flags.vscode})`,
};

let testsRun = 0;
/** @type {import('node:child_process').ChildProcess | undefined} */
let running;
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    interrupted = true;
    running?.kill('SIGTERM'); // It closes what it started; then we say how far we came.
  });
}

const temporary = mkdtempSync(path.join(os.tmpdir(), 'parley-results-'));
try {
  const summary = await runAll(selectedStages());
  for (const { title } of summary.failures) console.log(`failed: ${title}`);
  process.exitCode = summary.failed === 0 && summary.passed > 0 ? 0 : 1;
  console.log(`\n${summary.passed} passed, ${summary.failed} failed`);
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

/** What `--only` names, else everything; with `--grep` only what has tests to choose from. @returns {Stage[]} */
function selectedStages() {
  const stages = /** @type {Stage[]} */ (Object.keys(titles));
  const named = flags.only?.split(',') ?? (flags.grep ? ['unit', 'host'] : stages);
  const unknown = named.filter((name) => !stages.some((stage) => stage === name));
  if (unknown.length > 0) throw new Error(`--only takes ${stages.join(', ')}; not ${unknown.join(', ')}`);
  // What runs inside VS Code is the build.
  return stages.filter((stage) => named.includes(stage) || (stage === 'build' && named.includes('host')));
}

/** @param {Stage[]} stages @returns {Promise<Summary>} */
async function runAll(stages) {
  /** @type {Summary} */
  const total = { passed: 0, failed: 0, failures: [] };
  let tools;
  try {
    tools = await timed('Set-up', () => setUp(stages));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return oneFailure('Set-up', '');
  }
  for (const stage of stages) {
    if (interrupted) break;
    const builtBadly = stage === 'host' && total.failures.some(({ title }) => title === titles.build);
    const result = builtBadly
      ? oneFailure(titles.host, 'not run, because the build failed')
      : await timed(titles[stage], () => runStage(stage, tools));
    total.passed += result.passed;
    total.failed += result.failed;
    total.failures.push(...result.failures);
  }
  if (interrupted) return { ...total, failed: total.failed + 1 };
  const nothingChosen = flags.grep !== undefined && testsRun === 0 && total.failed === 0;
  return nothingChosen ? oneFailure('--grep', `no test has "${flags.grep}" in its title`) : total;
}

/** @param {Stage[]} stages @returns {Promise<Tools>} */
async function setUp(stages) {
  await ensureDependencies();
  const node24 = await ensureNode24();
  return { node24, host: stages.includes('host') ? await hostRunner() : [] };
}

/** Installs the VS Code that is asked for and returns how the tests run in it. */
async function hostRunner() {
  if (flags.vscode === 'desktop') return ['test/support/desktop/main.ts'];
  const ensure = new Map([
    ['current', ensureCurrentVSCode],
    ['oldest', ensureOldestVSCode],
  ]).get(flags.vscode);
  if (!ensure) throw new Error(`--vscode takes current, oldest or desktop; not ${flags.vscode}`);
  const { vscodeFolder, serverNode } = await ensure();
  const places = ['--vscode', vscodeFolder, '--server-node', serverNode, '--browser', await ensureBrowser()];
  const { keep, headed, verbose } = flags;
  const switches = Object.entries({ keep, headed, verbose }).flatMap(([name, isSet]) => (isSet ? [`--${name}`] : []));
  return ['test/support/vscode/main.ts', ...places, ...switches];
}

/** @param {Stage} stage @param {Tools} tools @returns {Promise<Summary>} */
async function runStage(stage, { node24, host }) {
  const dependency = (/** @type {string} */ name) => path.join(root, 'node_modules', name);
  switch (stage) {
    case 'types':
      return check(titles.types, node24, [dependency('typescript/bin/tsc'), '-b']);
    case 'lint':
      return check(titles.lint, node24, [
        dependency('@biomejs/biome/bin/biome'),
        'check',
        '--error-on-warnings',
        '--diagnostic-level=warn',
      ]);
    case 'build':
      return check(titles.build, node24, ['esbuild.mjs', '--tests']);
    case 'unit':
      return runTests(titles.unit, node24, ['test/support/runPlainTests.ts']);
    default:
      return runTests(titles.host, node24, flags.packed ? [...host, '--extension', await pack()] : host);
  }
}

/** Packs the extension as for users and returns the path of the .vsix. */
async function pack() {
  const { packageExtension } = await import('./package.mjs');
  const vsix = path.join(temporary, 'parley.vsix');
  await packageExtension(vsix);
  return vsix;
}

/**
 * A program that says by its exit code whether all is well counts as one test.
 * @param {string} title @param {string} node24 @param {string[]} args @returns {Promise<Summary>}
 */
async function check(title, node24, args) {
  return (await runTool(node24, args)) === 0 ? { passed: 1, failed: 0, failures: [] } : oneFailure(title, '');
}

/**
 * A runner of tests writes its summary into a file; one that dies before is a failure.
 * @param {string} title @param {string} node24 @param {string[]} args @returns {Promise<Summary>}
 */
async function runTests(title, node24, args) {
  const results = path.join(temporary, `${title}.json`);
  const code = await runTool(node24, [...args, '--results', results, ...(flags.grep ? ['--grep', flags.grep] : [])]);
  const summary = readSummary(results) ?? oneFailure(title, `ended with code ${code} and no results`);
  testsRun += summary.passed + summary.failed;
  if (summary.passed + summary.failed === 0 && !flags.grep) return oneFailure(title, 'there was no test');
  return summary;
}

/** @param {string} file @returns {Summary | undefined} */
function readSummary(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Runs a tool under Node 24 with its output on our own; resolves with its exit code.
 * @param {string} node24 @param {string[]} args @returns {Promise<number>}
 */
function runTool(node24, args) {
  const env = { ...toolEnvironment(node24), ...(flags.long ? { PARLEY_LONG: '1' } : {}) };
  const child = spawn(node24, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
  running = child;
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/**
 * @template Result
 * @param {string} title @param {() => Promise<Result>} work @returns {Promise<Result>}
 */
async function timed(title, work) {
  const start = performance.now();
  console.log(`\n== ${title}`);
  const result = await work();
  console.log(`== ${title}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return result;
}

/** @param {string} title @param {string} detail @returns {Summary} */
function oneFailure(title, detail) {
  if (detail) console.error(`${title}: ${detail}`);
  return { passed: 0, failed: 1, failures: [{ title, detail }] };
}

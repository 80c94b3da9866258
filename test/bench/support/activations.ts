import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RunOptions } from '../../support/vscode/options.ts';
import { createSandbox } from '../../support/vscode/sandbox.ts';
import { startServer } from '../../support/vscode/server.ts';
import { loadVSCode, openWindow } from '../../support/vscode/window.ts';
import type { Given } from '../bench.ts';
import { rejectsOnAbort } from './abort.ts';

const folder = path.resolve(import.meta.dirname, '../activation');
const workspace = path.resolve(import.meta.dirname, '../../fixtures/workspace');

/** What it took to load and activate an extension, in milliseconds. `cpuMs` is the extension host's, all threads. */
export interface Activation {
  readonly id: string;
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** An installed extension's folder is copied from here. It is activated by us and by nothing else. */
export interface Candidate {
  readonly id: string;
  readonly folder: string;
}

/** The extension that does nothing. */
export const emptyExtension: Candidate = { id: 'parley-bench.empty', folder: path.join(folder, 'empty') };

/** Starts a fresh VS Code with the extensions installed and activates them in their order. */
export async function activateInFreshVSCode(
  given: Given,
  candidates: readonly Candidate[],
): Promise<readonly Activation[]> {
  const { vscodeFolder, serverNode } = await given.vscode();
  const sandbox = createSandbox(workspace, {});
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => sandbox.remove());
  for (const candidate of candidates) install(candidate, sandbox.extensions);
  const probe = path.join(sandbox.folder, 'probe');
  cpSync(path.join(folder, 'probe'), probe, { recursive: true });
  const result = path.join(sandbox.folder, 'activations.json');
  const environment = { PARLEY_BENCH_ORDER: candidates.map(({ id }) => id).join(','), PARLEY_BENCH_RESULT: result };
  const options: RunOptions = {
    ...{ vscodeFolder, serverNode, workspace, environment },
    browser: await given.browser(),
    extension: probe,
    tests: path.join(probe, 'probe.js'),
    settings: {},
    grep: undefined,
    timeLimit: 60_000,
    ...{ keep: false, headed: false, verbose: false },
  };
  const window = await openWindow(options);
  cleanup.defer(() => window.close());
  const server = await startServer(options, sandbox, environment);
  cleanup.defer(() => server.stop());
  const late = rejectsOnAbort(AbortSignal.any([given.signal, AbortSignal.timeout(options.timeLimit)]));
  const folders = { extension: probe, tests: options.tests, workspace: sandbox.workspace };
  const ran = loadVSCode(window.page, server.authority, folders).then(() => window.finished);
  const exitCode = await Promise.race([ran, server.died, late]);
  if (exitCode !== 0) throw new Error(`nothing was activated. The window logged:\n${window.errors.join('\n')}`);
  return JSON.parse(readFileSync(result, 'utf8'));
}

/** As VS Code lays out an installed extension, but without the events on which VS Code would activate it before us. */
function install(candidate: Candidate, extensions: string): void {
  const manifest = JSON.parse(readFileSync(path.join(candidate.folder, 'package.json'), 'utf8'));
  const target = path.join(extensions, `${candidate.id}-${manifest.version}`);
  mkdirSync(target);
  cpSync(candidate.folder, target, { recursive: true });
  writeFileSync(path.join(target, 'package.json'), JSON.stringify({ ...manifest, activationEvents: [] }));
}

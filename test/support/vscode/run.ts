import path from 'node:path';
import { requireProposedApiGate } from '../../../scripts/setup/adaptVSCode.mjs';
import type { Summary } from '../summary.ts';
import { unpackVsix } from '../vsix.ts';
import { openChannel } from './channel.ts';
import { conclude, readExtensionId } from './findings.ts';
import type { RunOptions } from './options.ts';
import { createSandbox, installExtensions, type Sandbox } from './sandbox.ts';
import { startServer } from './server.ts';
import type { StepContext } from './steps/step.ts';
import { listenToTests } from './testVoice.ts';
import { loadVSCode, openWindow } from './window.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** Milliseconds from the start of VS Code to the first word of the tests; usually 4,000. */
const startLimit = 60_000;

/**
 * Runs the tests inside VS Code's extension host, with its window in a browser, and closes everything it started.
 * What keeps the tests from running (an abort too) is a failure in the summary, not an exception.
 */
export async function runInVSCode(options: RunOptions, signal: AbortSignal): Promise<Summary> {
  const sandbox = createSandbox(options.workspace, options.settings);
  try {
    return await runInSandbox(options, sandbox, AbortSignal.any([signal, AbortSignal.timeout(options.timeLimit)]));
  } catch (error) {
    return failed('VS Code runs the tests', error);
  } finally {
    if (options.keep) console.log(`kept ${sandbox.folder}`);
    else sandbox.remove();
  }
}

async function runInSandbox(options: RunOptions, sandbox: Sandbox, signal: AbortSignal): Promise<Summary> {
  await using cleanup = new AsyncDisposableStack();
  const aborted = rejectsOnAbort(signal);
  requireProposedApiGate(options.vscodeFolder);
  const extension = extensionFolder(options, sandbox);
  installExtensions(path.join(root, 'test/fixtures/extensions'), sandbox);
  const window = await openWindow(options);
  cleanup.defer(() => window.close());

  const context: StepContext = { page: window.page, sandbox, root };
  const tests = listenToTests(() => Promise.resolve(context));
  const channel = await openChannel(tests.handlers);
  cleanup.defer(() => channel.close());

  const server = await startServer(options, sandbox, {
    ...options.environment,
    PARLEY_HARNESS_URL: channel.url,
    PARLEY_HARNESS_GREP: options.grep ?? '',
  });
  cleanup.defer(() => server.stop());

  const ends = Promise.race([server.died, aborted, window.finished]);
  const folders = { extension, tests: options.tests, workspace: sandbox.workspace };
  const loaded = loadVSCode(window.page, server.authority, folders).then(() => tests.started);
  const inTime = rejectsOnAbort(AbortSignal.timeout(startLimit)).catch(() => {
    const words = [...window.errors, server.lastWords()].join('\n');
    throw new Error(`the tests did not start within ${startLimit / 1000} s; VS Code said:\n${words}`);
  });
  await Promise.race([ends, loaded, inTime]);
  const exitCode = await ends;
  return conclude(tests.summary(), exitCode, window.errors, readExtensionId(extension));
}

function rejectsOnAbort(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {}); // Nobody may be waiting when it strikes.
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  return promise;
}

function extensionFolder({ extension }: RunOptions, sandbox: Sandbox): string {
  if (!extension.endsWith('.vsix')) return extension;
  const folder = path.join(sandbox.folder, 'extension');
  unpackVsix(extension, folder);
  return folder;
}

function failed(title: string, error: unknown): Summary {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  console.error(`✗ ${title}\n${detail}`);
  return { passed: 0, failed: 1, failures: [{ title, detail }] };
}

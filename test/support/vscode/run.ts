import path from 'node:path';
import { requireProposedApiGate } from '../../../scripts/setup/adaptVSCode.mjs';
import type { Failure, Summary } from '../summary.ts';
import { unpackVsix } from '../vsix.ts';
import { openChannel } from './channel.ts';
import { readExtensionId, windowFailures } from './findings.ts';
import type { RunOptions } from './options.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';
import { startServer } from './server.ts';
import { steps } from './steps/all.ts';
import type { Step, StepContext } from './steps/step.ts';
import { loadVSCode, openWindow } from './window.ts';

const root = path.resolve(import.meta.dirname, '../../..');

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
  const window = await openWindow(options);
  cleanup.defer(() => window.close());

  const context: StepContext = { page: window.page, sandbox, root };
  let reported: Summary | undefined;
  const channel = await openChannel({
    line: (text) => console.log(`  ${text}`),
    done: (summary) => {
      reported = summary;
    },
    ui: (name, args) => runStep(context, name, args),
  });
  cleanup.defer(() => channel.close());

  const server = await startServer(options, sandbox, {
    ...options.environment,
    PARLEY_HARNESS_URL: channel.url,
    PARLEY_HARNESS_GREP: options.grep ?? '',
  });
  cleanup.defer(() => server.stop());

  const ends = Promise.race([server.died, aborted, window.finished]);
  const folders = { extension, tests: options.tests, workspace: sandbox.workspace };
  await Promise.race([ends, loadVSCode(window.page, server.authority, folders)]);
  const exitCode = await ends;
  return conclude(reported, exitCode, windowFailures(window.errors, readExtensionId(extension)), window.errors);
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

async function runStep(context: StepContext, name: string, args: unknown): Promise<unknown> {
  const step = (steps as Record<string, Step>)[name];
  if (!step) throw new Error(`no step is called ${name}`);
  return step(context, args as never);
}

function conclude(
  reported: Summary | undefined,
  exitCode: number,
  found: readonly Failure[],
  errors: readonly string[],
): Summary {
  if (!reported) {
    const detail = `The tests did not run (exit code ${exitCode}). The window logged:\n${errors.join('\n')}`;
    return { passed: 0, failed: 1 + found.length, failures: [{ title: 'VS Code runs the tests', detail }, ...found] };
  }
  const failures = [...reported.failures, ...found];
  if (exitCode !== 0 && failures.length === 0)
    failures.push({ title: 'VS Code ends with code 0', detail: `it was ${exitCode}` });
  return { passed: reported.passed, failed: failures.length, failures };
}

function failed(title: string, error: unknown): Summary {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { passed: 0, failed: 1, failures: [{ title, detail }] };
}

// Runs the tests of out/test/host inside a desktop VS Code: the one that VSCODE_TEST_EXECUTABLE names, else a downloaded one.
// usage: node test/support/desktop/main.ts [--results FILE] [--grep TEXT] [--version stable|insiders|1.110.0]
import { writeFileSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { openChannel } from '../vscode/channel.ts';
import { conclude, readExtensionId } from '../vscode/findings.ts';
import { createSandbox, installExtensions, type Sandbox } from '../vscode/sandbox.ts';
import type { StepContext } from '../vscode/steps/step.ts';
import { listenToTests } from '../vscode/testVoice.ts';
import { findWorkbench } from './desktopWindow.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const { values } = parseArgs({
  options: { results: { type: 'string' }, grep: { type: 'string' }, version: { type: 'string', default: 'stable' } },
});

const cachePath = path.join(root, '.vscode-test/desktop');
const executable = process.env.VSCODE_TEST_EXECUTABLE || (await download());
const sandbox = createSandbox(path.join(root, 'test/fixtures/workspace'), {});
installExtensions(path.join(root, 'test/fixtures/extensions'), sandbox);
const debuggingPort = await freePort();
let context: Promise<StepContext> | undefined;
const tests = listenToTests(() => {
  context ??= findWorkbench(debuggingPort).then((page) => ({ page, sandbox, root }));
  return context;
});
const channel = await openChannel(tests.handlers);
const exitCode = await runTests({
  vscodeExecutablePath: executable,
  extensionDevelopmentPath: root,
  extensionTestsPath: path.join(root, 'out/test/host/index.js'),
  extensionTestsEnv: testEnvironment(channel.url),
  launchArgs: launchArguments(sandbox),
}).catch((error: unknown) => {
  console.error(error);
  return 1;
});
await channel.close();
sandbox.remove();

const summary = conclude(tests.summary(), exitCode, [], readExtensionId(root));
if (values.results) writeFileSync(values.results, JSON.stringify(summary));
process.exit(summary.failed === 0 ? 0 : 1);

async function download(): Promise<string> {
  try {
    return await downloadAndUnzipVSCode({ version: values.version, cachePath });
  } catch (cause) {
    throw new Error('VS Code could not be downloaded. Set VSCODE_TEST_EXECUTABLE to an installed one.', { cause });
  }
}

function launchArguments({ workspace, userData, extensions }: Sandbox): string[] {
  return [
    workspace,
    ...[`--user-data-dir=${userData}`, `--extensions-dir=${extensions}`, `--remote-debugging-port=${debuggingPort}`],
    // No question by the operating system's keychain.
    '--use-inmemory-secretstorage',
  ];
}

/** VS Code inherits our environment; no key of the developer's is in it. */
function testEnvironment(channelUrl: string): Record<string, string | undefined> {
  const keys = Object.keys(process.env).filter((name) => /_(API_)?(KEY|TOKEN)$/i.test(name));
  return {
    ...Object.fromEntries(keys.map((name) => [name, undefined])),
    PARLEY_HARNESS_URL: channelUrl,
    PARLEY_HARNESS_GREP: values.grep ?? '',
  };
}

async function freePort(): Promise<number> {
  const probe = net.createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

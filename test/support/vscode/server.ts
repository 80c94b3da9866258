import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RunOptions } from './options.ts';
import type { Sandbox } from './sandbox.ts';

/** A running VS Code server. */
export interface Server {
  /** host:port */
  readonly authority: string;
  /** Rejects when the server ends before it was asked to. */
  readonly died: Promise<never>;
  /** Ends the server and everything it started. */
  stop(): Promise<void>;
}

const unneededExtensions = [
  'GitHub.copilot-chat',
  'vscode.github',
  'vscode.github-authentication',
  'vscode.microsoft-authentication',
  'vscode.tunnel-forwarding',
];

/** Starts VS Code's server on a free loopback port. Rejects when it ends instead of listening. */
export async function startServer(
  options: RunOptions,
  sandbox: Sandbox,
  environment: Record<string, string>,
): Promise<Server> {
  const child = spawn(options.serverNode, serverArguments(options.vscodeFolder, sandbox), {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: serverEnvironment(options.serverNode, sandbox, environment),
  });
  let stopping = false;
  let tail = '';
  const log = createWriteStream(path.join(sandbox.folder, 'server.log'));
  const { promise: listening, resolve: listens } = Promise.withResolvers<string>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      log.write(chunk);
      tail = (tail + chunk).slice(-4000);
      const port = /Extension host agent listening on (\d+)\s/.exec(tail)?.[1];
      if (port) listens(`127.0.0.1:${port}`);
    });
  }
  const died = new Promise<never>((_resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (!stopping) reject(new Error(`VS Code's server ended early (${code ?? signal}):\n${tail}`));
    });
  });
  const stop = async () => {
    stopping = true;
    await stopGroup(child);
    log.end();
  };
  try {
    return { authority: await Promise.race([listening, died]), died, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function serverArguments(vscodeFolder: string, sandbox: Sandbox): string[] {
  const endWithParent = pathToFileURL(path.join(import.meta.dirname, 'endWithParent.ts')).href;
  return [
    ...['--import', endWithParent, path.join(vscodeFolder, 'out/server-main.js')],
    ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token', '--accept-server-license-terms'],
    ...['--disable-telemetry', '--disable-workspace-trust', '--force-disable-user-env', '--enable-smoke-test-driver'],
    ...[
      '--user-data-dir',
      sandbox.userData,
      '--server-data-dir',
      sandbox.userData,
      '--extensions-dir',
      sandbox.extensions,
    ],
  ];
}

/** Nothing of the developer's environment reaches the extension: no key, no proxy, no home folder. */
function serverEnvironment(
  serverNode: string,
  sandbox: Sandbox,
  environment: Record<string, string>,
): NodeJS.ProcessEnv {
  return {
    PATH: [path.dirname(serverNode), '/usr/local/bin', '/usr/bin', '/bin'].join(path.delimiter),
    HOME: sandbox.home,
    TMPDIR: sandbox.temporary,
    LANG: 'en_US.UTF-8',
    VSCODE_SKIP_BUILTIN_EXTENSIONS: unneededExtensions.join(','),
    ...environment,
  };
}

/** The server is the leader of a process group that holds the extension hosts too. */
async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  const gone = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
  signalGroup(child.pid, 'SIGTERM');
  const force = setTimeout(signalGroup, 3000, child.pid, 'SIGKILL');
  await gone;
  clearTimeout(force);
  signalGroup(child.pid, 'SIGKILL');
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has ended already.
  }
}

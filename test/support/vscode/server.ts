import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { endsWithParent, start } from '../../../scripts/start/processes.mjs';
import type { RunOptions } from './options.ts';
import type { Sandbox } from './sandbox.ts';

/** A running VS Code server. */
export interface Server {
  /** host:port */
  readonly authority: string;
  /** Rejects when the server ends before it was asked to. */
  readonly died: Promise<never>;
  /** What it wrote last. */
  lastWords(): string;
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
  const started = await start(options.serverNode, serverArguments(options.vscodeFolder, sandbox), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: serverEnvironment(options.serverNode, sandbox, environment),
  });
  const log = createWriteStream(path.join(sandbox.folder, 'server.log'));
  let tail = '';
  const { promise: listening, resolve: listens } = Promise.withResolvers<string>();
  for (const stream of [started.child.stdout, started.child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      log.write(chunk);
      tail = (tail + chunk).slice(-4000);
      const port = /Extension host agent listening on (\d+)\s/.exec(tail)?.[1];
      if (port) listens(`127.0.0.1:${port}`);
    });
  }
  const died = started.ended.then((how) => {
    log.end();
    throw new Error(`VS Code's server ended early (${how}):\n${tail}`);
  });
  died.catch(() => {}); // It also ends when it is stopped, and nobody waits then.
  return { authority: await Promise.race([listening, died]), died, lastWords: () => tail, stop: started.stop };
}

function serverArguments(vscodeFolder: string, sandbox: Sandbox): string[] {
  return [
    ...[...endsWithParent, path.join(vscodeFolder, 'out/server-main.js')],
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

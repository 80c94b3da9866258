// VS Code's server: the page in the browser and the extension host behind it.
import { randomBytes } from 'node:crypto';
import { createWriteStream, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { loopback } from './ports.mjs';
import { endsWithParent, start } from './processes.mjs';

/**
 * @typedef {import('./processes.mjs').Started & { address: string, port: number, lastWords: () => string }} VSCodeServer
 *   `address` holds the token; `lastWords` are the last lines that the server wrote, and where the rest is
 */

/** Built-in extensions that would only ask for an account here. */
const leftOut = [
  'GitHub.copilot-chat',
  'vscode.github',
  'vscode.github-authentication',
  'vscode.microsoft-authentication',
  'vscode.tunnel-forwarding',
];

/**
 * Starts the server on loopback, with a new random token. Rejects with an Error for the user when the port is taken or the
 * server ends instead of listening.
 * @param {import('../setup.mjs').VSCodeTools} tools
 * @param {import('./folders.mjs').Folders} folders
 * @param {number} port 0 for a random one
 * @returns {Promise<VSCodeServer>}
 */
export async function startServer(tools, folders, port) {
  const token = randomBytes(24).toString('hex');
  writeFileSync(folders.tokenFile, token, { mode: 0o600 });
  const server = await start(tools.serverNode, serverArguments(tools.vscodeFolder, folders, port), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: serverEnvironment(folders),
    cwd: folders.workspace,
  });
  const output = readOutput(server.child, folders.logFile);
  const listening = await Promise.race([output.port, server.ended]);
  if (typeof listening === 'number') {
    const address = `http://${loopback}:${listening}/?tkn=${token}&folder=${inQuery(folders.workspace)}`;
    return { ...server, port: listening, address, lastWords: output.lastWords };
  }
  throw new Error(`VS Code's server could not start (${listening}).\n${output.lastWords()}`);
}

/** @param {string} vscodeFolder @param {import('./folders.mjs').Folders} folders @param {number} port */
function serverArguments(vscodeFolder, folders, port) {
  const keepSecrets = pathToFileURL(path.join(import.meta.dirname, 'keepSecrets.mjs')).href;
  return [
    ...[...endsWithParent, '--import', keepSecrets, path.join(vscodeFolder, 'out/server-main.js')],
    ...['--host', loopback, '--port', String(port), '--connection-token-file', folders.tokenFile],
    ...['--accept-server-license-terms', '--disable-telemetry', '--force-disable-user-env'],
    // Only the sample is opened, which is ours: no question whether its authors are trusted.
    '--disable-workspace-trust',
    ...['--user-data-dir', folders.userData, '--server-data-dir', folders.userData],
    ...['--extensions-dir', folders.extensions],
  ];
}

/** A folder as VS Code reads it from the address. (Its --default-folder would open it under another authority than its files.) */
function inQuery(/** @type {string} */ folder) {
  return pathToFileURL(folder).pathname.replaceAll('+', '%2B').replaceAll('&', '%26');
}

/** The user's environment, without what npm or a VS Code that we were started from put into it. */
function serverEnvironment(/** @type {import('./folders.mjs').Folders} */ folders) {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|VSCODE_|ELECTRON_|NODE_OPTIONS$)/i.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    VSCODE_SKIP_BUILTIN_EXTENSIONS: leftOut.join(','),
    PARLEY_SECRET_FILE: folders.secretFile,
    PARLEY_TOKEN_FILE: folders.tokenFile,
  };
}

/**
 * Writes all that the server says into the log. `port` resolves when it says that it listens.
 * @param {import('node:child_process').ChildProcess} child @param {string} logFile
 */
function readOutput(child, logFile) {
  const log = createWriteStream(logFile);
  let tail = '';
  /** @type {Promise<number>} */
  const port = new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        log.write(chunk);
        tail = (tail + chunk).slice(-8000);
        const listening = /Extension host agent listening on (\d+)\s/.exec(tail)?.[1];
        if (listening) resolve(Number(listening));
      });
    }
  });
  const lastWords = () => {
    const lines = tail.trimEnd().split('\n').slice(-8);
    return `${lines.map((line) => `  | ${line}`).join('\n')}\nThe whole log is in ${logFile}`;
  };
  return { port, lastWords };
}

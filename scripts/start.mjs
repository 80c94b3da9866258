// Starts VS Code with Parley in it, a sample workspace and the demo provider. `npm start -- --help` names the options.
import path from 'node:path';
import { ensureDependencies } from './setup/dependencies.mjs';
import { ensureNode24 } from './setup/node.mjs';
import { root } from './setup/shell.mjs';
import { ensureCurrentVSCode } from './setup.mjs';
import { startDemo } from './start/demoProvider.mjs';
import { findDesktop, startDesktop } from './start/desktop.mjs';
import { buildParley, installOpener, installParley } from './start/extensions.mjs';
import { claimFolder, foldersIn, prepareFolders } from './start/folders.mjs';
import { open, openerFor } from './start/openBrowser.mjs';
import { help, readOptions } from './start/options.mjs';
import { choosePort, rememberPort } from './start/ports.mjs';
import { writeSettings } from './start/settings.mjs';
import { onStopSignal } from './start/signals.mjs';
import { ensureTypeScript } from './start/typescript.mjs';
import { startServer } from './start/vscodeServer.mjs';
import { sshHint, welcome } from './start/words.mjs';

/** @typedef {import('./start/options.mjs').StartOptions} StartOptions */
/** @typedef {import('./start/folders.mjs').Folders} Folders */
/** @typedef {import('./start/processes.mjs').Started} Started */

/** Everything that has to be stopped before we end. @type {Started[]} */
const running = [];
/** Aborted by the first Ctrl+C. */
const stopping = new AbortController();
onStopSignal({
  first: () => {
    if (running.length === 0) process.exit(130);
    console.log('\nStopping…');
    stopping.abort();
  },
  again: () => {
    console.log('Ending it by force.');
    for (const { kill } of running) kill();
  },
});

try {
  const options = readOptions(process.argv.slice(2));
  if (options.action === 'help') console.log(help);
  else if (options.target === 'browser') await runInBrowser(options);
  else await runOnDesktop(options);
} catch (error) {
  if (!stopping.signal.aborted) {
    console.error(`\n${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
} finally {
  stopping.abort();
  await Promise.all(running.map(({ stop }) => stop()));
}
process.exit();

/** VS Code in the browser, until Ctrl+C. @param {StartOptions} options */
async function runInBrowser(options) {
  const folders = foldersIn(options.folder, 'browser');
  const tellAddress = claimFolder(folders);
  const port = await choosePort(options.port, folders.portFile);
  await ensureDependencies();
  const tools = await ensureCurrentVSCode();
  const typescriptLibrary = await ensureTypeScript(tools.vscodeFolder);
  prepareFolders(folders);
  say('building Parley');
  await installParley(folders.extensions, path.join(folders.folder, 'meta'));
  const demo = await startDemoFor(folders, tools.serverNode, typescriptLibrary);
  stopping.signal.throwIfAborted();
  say("starting VS Code's server");
  const server = await startServer(tools, folders, port);
  running.push(server);
  stopping.signal.throwIfAborted();
  rememberPort(server.port, folders.portFile);
  tellAddress(server.address);
  console.log(welcome({ address: server.address, demoUrl: demo.url }));
  showAddress(options, server);
  await Promise.race([stopAsked(), server.ended.then((how) => serverDied(how, server))]);
}

/** Desktop VS Code, until its window is closed or Ctrl+C. @param {StartOptions} options */
async function runOnDesktop(options) {
  const command = findDesktop();
  const folders = foldersIn(options.folder, 'desktop');
  claimFolder(folders);
  await ensureDependencies();
  prepareFolders(folders);
  say('building Parley');
  await buildParley(path.join(root, 'dist'), path.join(root, 'out/meta'));
  const demo = await startDemoFor(folders, await ensureNode24(), undefined);
  stopping.signal.throwIfAborted();
  say(`opening ${command}`);
  const desktop = await startDesktop(command, folders);
  running.push(desktop);
  console.log(welcome({ address: undefined, demoUrl: demo.url }));
  const how = await Promise.race([stopAsked(), desktop.ended]);
  if (how === 'code 0') console.log('The window was closed.');
  else if (how !== undefined) throw new Error(`Desktop VS Code could not be started or ended badly (${how}).`);
}

/** Starts the demo provider and connects VS Code to it. @param {Folders} folders @param {string} node24 @param {string | undefined} typescriptLibrary */
async function startDemoFor(folders, node24, typescriptLibrary) {
  installOpener(folders.extensions);
  const port = await choosePort(undefined, folders.demoPortFile);
  const demo = await startDemo(node24, port, (line) => console.log(`[demo] ${line}`));
  running.push(demo);
  rememberPort(demo.port, folders.demoPortFile);
  demo.ended.then((how) => {
    if (!stopping.signal.aborted) {
      console.log(
        `[demo] The demo provider has ended (${how}). To bring it back, run in another terminal:\n  ${demo.restartCommand}`,
      );
    }
  });
  writeSettings(folders.userData, { demoUrl: demo.url, typescriptLibrary });
  return demo;
}

/** @param {StartOptions} options @param {import('./start/vscodeServer.mjs').VSCodeServer} server */
function showAddress(options, server) {
  if (process.env.SSH_CONNECTION) console.log(sshHint(server.port));
  const opener = options.address === 'open' ? openerFor(server.address, process.platform, process.env) : undefined;
  if (opener) open(opener);
}

/** @param {string} how @param {import('./start/vscodeServer.mjs').VSCodeServer} server @returns {never} */
function serverDied(how, server) {
  throw new Error(`VS Code's server ended unexpectedly (${how}). Its last words:\n${server.lastWords()}`);
}

/** Resolves at the first Ctrl+C. @returns {Promise<undefined>} */
function stopAsked() {
  const { signal } = stopping;
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

/** @param {string} step */
function say(step) {
  console.log(`[start] ${step}`);
}

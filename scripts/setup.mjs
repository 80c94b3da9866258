// Installs what is missing: dependencies, Node 24, VS Code, a browser. Works without the network when all is there.
// usage: node scripts/setup.mjs [--dependencies]      with the flag: only what npm installs
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBrowser } from './setup/browser.mjs';
import { currentCodeServer, ensureCodeServer, oldestCodeServer } from './setup/codeServer.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { ensureNode22, ensureNode24 } from './setup/node.mjs';

/**
 * What the tests and `npm start` need of VS Code.
 * @typedef {object} VSCodeTools
 * @property {string} vscodeFolder folder of the VS Code server (holds out/server-main.js)
 * @property {string} serverNode path of the Node that runs it
 */

/** VS Code 1.139 and its Node. @returns {Promise<VSCodeTools>} */
export async function ensureCurrentVSCode() {
  return { vscodeFolder: await ensureCodeServer(currentCodeServer), serverNode: await ensureNode24() };
}

/** The oldest supported VS Code and its Node. @returns {Promise<VSCodeTools>} */
export async function ensureOldestVSCode() {
  return { vscodeFolder: await ensureCodeServer(oldestCodeServer), serverNode: await ensureNode22() };
}

/**
 * The environment in which tools run: Node 24 and the dependencies' programs come first on the PATH.
 * @param {string} node24
 */
export function toolEnvironment(node24) {
  const folders = [path.dirname(node24), path.join(import.meta.dirname, '../node_modules/.bin')];
  return { ...process.env, PATH: [...folders, process.env.PATH].join(path.delimiter) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await ensureDependencies();
  if (!process.argv.includes('--dependencies')) {
    await ensureCurrentVSCode();
    await ensureBrowser();
  }
}

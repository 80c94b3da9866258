// The Node that runs the tools and VS Code's server.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { installOnce, npm, run, toolsFolder } from './shell.mjs';

/** What VS Code 1.139 was built for; its own major version is what matters. */
const node24 = '24.21.0';
/** What VS Code 1.110 was built for. */
const node22 = '22.23.3';

/** The path of a Node 24: the running one, or the npm package `node` installed into .vscode-test. */
export function ensureNode24() {
  return process.versions.node.startsWith('24.') ? Promise.resolve(process.execPath) : ensureNode(node24);
}

/** The path of a Node 22, for the oldest VS Code. */
export function ensureNode22() {
  return ensureNode(node22);
}

async function ensureNode(/** @type {string} */ version) {
  const folder = path.join(toolsFolder, `node-${version}`);
  await installOnce(folder, `Node ${version}`, async (temporary) => {
    await npm(['install', '--prefix', temporary, '--no-save', '--no-package-lock', `node@${version}`]);
    // The package's install script fetches the binary; npm may have been told not to run install scripts.
    if (!existsSync(nodeBinary(temporary))) {
      const packageFolder = path.join(temporary, 'node_modules/node');
      await run(process.execPath, ['installArchSpecificPackage.js'], { cwd: packageFolder });
    }
    await run(nodeBinary(temporary), ['--version']);
  });
  return nodeBinary(folder);
}

function nodeBinary(/** @type {string} */ folder) {
  return path.join(folder, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

// VS Code itself: the npm package code-server contains a whole VS Code server, which runs without code-server's own wrapper.
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { adaptVSCode } from './adaptVSCode.mjs';
import { aptInstall, installOnce, npm, onPath, toolsFolder } from './shell.mjs';

/** VS Code 1.139.1. */
export const currentCodeServer = '4.139.1';
/** VS Code 1.110.0, the oldest that `engines.vscode` allows. */
export const oldestCodeServer = '4.110.0';

/**
 * Installs a code-server and returns the folder of the VS Code in it.
 * Without install scripts it needs no compiler; only the integrated terminal is missing.
 * @param {string} version
 */
export async function ensureCodeServer(version) {
  const folder = path.join(toolsFolder, `code-server-${version}`);
  await installOnce(folder, `code-server ${version} (VS Code)`, async (temporary) => {
    await npm([
      'install',
      '--prefix',
      temporary,
      '--no-save',
      '--no-package-lock',
      '--ignore-scripts',
      `code-server@${version}`,
    ]);
    await npm(['install', '--omit=dev', '--ignore-scripts'], { cwd: vscodeFolder(temporary) });
    adaptVSCode(vscodeFolder(temporary));
  });
  await provideRipgrep(path.join(vscodeFolder(folder), 'node_modules/@vscode/ripgrep'));
  return vscodeFolder(folder);
}

function vscodeFolder(/** @type {string} */ folder) {
  return path.join(folder, 'node_modules/code-server/lib/vscode');
}

/** Older versions download ripgrep in an install script, which did not run; file search needs it. */
async function provideRipgrep(/** @type {string} */ packageFolder) {
  const binary = path.join(packageFolder, 'bin/rg');
  if (!existsSync(packageFolder) || existsSync(binary)) return;
  if (!onPath('rg')) await aptInstall('ripgrep');
  const installed = onPath('rg');
  if (!installed)
    throw new Error(
      'This version of VS Code needs ripgrep. Install it so that `rg` is on the PATH, then run this again.',
    );
  mkdirSync(path.dirname(binary), { recursive: true });
  symlinkSync(installed, binary);
}

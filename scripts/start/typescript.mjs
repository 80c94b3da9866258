// The TypeScript that VS Code's own TypeScript support runs on. code-server leaves it to an install script, which set-up does
// not run; without it the editor complains as soon as a TypeScript file is opened.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { installOnce, npm, toolsFolder } from '../setup/shell.mjs';

/** The last version with the kind of server that VS Code 1.139 talks to. */
const version = '6.0.3';

/**
 * The folder for VS Code's setting, or undefined if VS Code has its own.
 * @param {string} vscodeFolder
 * @returns {Promise<string | undefined>}
 */
export async function ensureTypeScript(vscodeFolder) {
  if (existsSync(path.join(vscodeFolder, 'extensions/node_modules/typescript'))) return undefined;
  const folder = path.join(toolsFolder, `typescript-${version}`);
  await installOnce(folder, `TypeScript ${version} for the editor`, async (temporary) => {
    const where = ['--prefix', temporary, '--no-save', '--no-package-lock', '--ignore-scripts'];
    await npm(['install', ...where, `typescript@${version}`]);
  });
  return path.join(folder, 'node_modules/typescript/lib');
}

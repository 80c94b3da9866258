// Puts Parley and its opener among VS Code's installed extensions.
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../setup/shell.mjs';

/** What of the repository is part of the installed extension, besides the bundles; what is not there yet is left out. */
const shipped = ['package.json', 'media', 'README.md', 'CHANGELOG.md', 'LICENSE'];

/**
 * Builds Parley into the extensions folder, laid out as VS Code lays out an installed .vsix. The working copy's own dist is
 * left alone.
 * @param {string} extensions
 * @param {string} metafiles where esbuild's metafiles go
 */
export async function installParley(extensions, metafiles) {
  const parley = folderOf(extensions, root);
  for (const name of shipped) {
    const source = path.join(root, name);
    if (existsSync(source)) cpSync(source, path.join(parley, name), { recursive: true });
  }
  await buildParley(path.join(parley, 'dist'), metafiles);
}

/** Builds Parley's bundles. @param {string} output @param {string} metafiles */
export async function buildParley(output, metafiles) {
  // Imported late: esbuild is there only after set-up.
  const { buildExtension } = await import('../../esbuild.mjs');
  await buildExtension({ output, metafiles });
}

/** Adds the extension that shows the panel once. @param {string} extensions */
export function installOpener(extensions) {
  const opener = path.join(import.meta.dirname, 'opener');
  cpSync(opener, folderOf(extensions, opener), { recursive: true });
}

/** VS Code's own name for the folder of an installed extension. @param {string} extensions @param {string} source */
function folderOf(extensions, source) {
  const { publisher, name, version } = JSON.parse(readFileSync(path.join(source, 'package.json'), 'utf8'));
  const folder = path.join(extensions, `${publisher}.${name}-${version}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

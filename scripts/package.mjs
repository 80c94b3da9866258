// Packs the extension: parley-<version>.vsix, to be installed with "Install from VSIX…".
// usage: node scripts/package.mjs [--out FILE]
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { thirdPartyNotices } from './notices.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { ensureNode24 } from './setup/node.mjs';
import { root, run } from './setup/shell.mjs';

/** What is not the source: made by tools, or not ours to read. */
const notSource = ['node_modules', 'dist', 'out', 'coverage', '.git', '.vscode-test'];

/**
 * Builds for production and packs into `vsix`, an absolute path. Works on a copy, so that a development build stays as it is.
 * Rejects with vsce's words when the manifest or the files are not fit to publish.
 * @param {string} vsix
 */
export async function packageExtension(vsix) {
  const node24 = await ensureNode24();
  const { buildExtension } = await import('../esbuild.mjs');
  const copy = mkdtempSync(path.join(os.tmpdir(), 'parley-package-'));
  try {
    cpSync(root, copy, { recursive: true, filter: isSource });
    const metafiles = path.join(root, 'out/meta/production');
    await buildExtension({ production: true, output: path.join(copy, 'dist'), metafiles });
    const bundles = ['host.json', 'webview.json'].map((name) => path.join(metafiles, name));
    writeFileSync(path.join(copy, 'THIRD_PARTY_NOTICES.txt'), thirdPartyNotices(bundles));
    const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
    // The extension is bundled: no dependency ships. Links stay as they are: the repository's address is not part of the manifest.
    const flags = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
    await run(node24, [vsce, 'package', ...flags, '--out', vsix], { cwd: copy });
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function isSource(/** @type {string} */ file) {
  return !notSource.includes(path.relative(root, file)) && !file.endsWith('.vsix');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await ensureDependencies();
  const { values } = parseArgs({ options: { out: { type: 'string' } } });
  const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const vsix = path.resolve(values.out ?? path.join(root, `${name}-${version}.vsix`));
  await packageExtension(vsix);
  console.log(vsix);
}

import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Metafile } from 'esbuild';
import { packageExtension } from '../../../scripts/package.mjs';
import { unpackVsix } from '../../support/vsix.ts';
import { loadedWith, readBundle } from './bundle.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** The extension as users install it: the .vsix, and the same unpacked. */
export interface Packed {
  readonly vsix: string;
  /** Holds package.json and dist. */
  readonly folder: string;
  /** What esbuild says about the bundle of the extension host. */
  readonly host: Metafile;
  /** What esbuild says about the bundle of the panel. */
  readonly webview: Metafile;
}

/** Builds for production and packs, as `npm run package` does, into `folder`. */
export async function pack(folder: string): Promise<Packed> {
  const vsix = path.join(folder, 'parley.vsix');
  const unpacked = path.join(folder, 'parley');
  await packageExtension(vsix);
  mkdirSync(unpacked);
  unpackVsix(vsix, unpacked);
  const metafile = (name: string): Metafile =>
    JSON.parse(readFileSync(path.join(root, 'out/meta/production', `${name}.json`), 'utf8'));
  return { vsix, folder: unpacked, host: metafile('host'), webview: metafile('webview') };
}

/** A folder with `dist`, and what esbuild says about it. */
export type Built = Pick<Packed, 'folder' | 'host'>;

/** The file that esbuild made of a source file. Throws if there is none. */
export function builtFile(built: Built, source: string): string {
  const chunk = loadedWith(readBundle(built.host), source)[0];
  if (!chunk) throw new Error(`${source} is no chunk of its own`);
  return path.join(built.folder, 'dist', chunk.file);
}

/** Loads what esbuild made of a source file. `Module` is the source file's type. */
export async function importBuilt<Module>(built: Built, source: string): Promise<Module> {
  return await import(pathToFileURL(builtFile(built, source)).href);
}

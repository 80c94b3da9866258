import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildModules } from '../../../esbuild.mjs';
import type { complete } from '../../../src/core/run/complete.ts';
import type { completeAll } from '../../../src/core/run/completeAll.ts';
import type { loadProvider } from '../../../src/providers/load.ts';
import { importBuilt } from './packed.ts';

/** The pipeline and the adapters as they ship, but to be called from outside of VS Code. */
export interface Pipeline {
  readonly complete: typeof complete;
  readonly completeAll: typeof completeAll;
  readonly loadProvider: typeof loadProvider;
}

/** Where it was built, and the same loaded. */
export interface BuiltPipeline {
  readonly folder: string;
  readonly modules: Pipeline;
}

const sources = {
  complete: 'src/core/run/complete.ts',
  completeAll: 'src/core/run/completeAll.ts',
  load: 'src/providers/load.ts',
} as const;

/**
 * Builds the pipeline for production, as the extension is built, into `folder`. In the packed extension itself it is one chunk with
 * what needs VS Code, and can't be loaded from outside.
 */
export async function buildPipeline(folder: string): Promise<BuiltPipeline> {
  await buildModules(
    { production: true, output: path.join(folder, 'dist'), metafiles: folder },
    Object.values(sources),
  );
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  return { folder, modules: await loadPipeline(folder) };
}

/** Loads what `buildPipeline` built into a folder. */
export async function loadPipeline(folder: string): Promise<Pipeline> {
  const built = { folder, host: JSON.parse(readFileSync(path.join(folder, 'host.json'), 'utf8')) };
  const [run, all, load] = await Promise.all([
    importBuilt<Pick<Pipeline, 'complete'>>(built, sources.complete),
    importBuilt<Pick<Pipeline, 'completeAll'>>(built, sources.completeAll),
    importBuilt<Pick<Pipeline, 'loadProvider'>>(built, sources.load),
  ]);
  return { complete: run.complete, completeAll: all.completeAll, loadProvider: load.loadProvider };
}

import type { Metafile } from 'esbuild';

/** One file of a bundle. */
export interface Chunk {
  /** Below dist, with slashes. */
  readonly file: string;
  readonly bytes: number;
  /** The source file it was made for; undefined for what several chunks share. */
  readonly entryPoint: string | undefined;
  /** What is loaded with it. */
  readonly imports: readonly string[];
  /** What it may load later. */
  readonly lazyImports: readonly string[];
}

/** The scripts of a bundle by their file names. The build may have been made anywhere, so names begin below `dist`. */
export function readBundle({ outputs }: Metafile): ReadonlyMap<string, Chunk> {
  const scripts = Object.entries(outputs).filter(([name]) => name.endsWith('.js'));
  return new Map(
    scripts.map(([name, { bytes, entryPoint, imports }]) => {
      const ofKind = (wanted: string) =>
        imports.filter(({ kind, external }) => kind === wanted && !external).map((one) => belowDist(one.path));
      const file = belowDist(name);
      const chunk = { file, bytes, entryPoint };
      return [file, { ...chunk, imports: ofKind('import-statement'), lazyImports: ofKind('dynamic-import') }];
    }),
  );
}

/** The chunk made for a source file, and all that is loaded with it. Empty if there is no such chunk. */
export function loadedWith(bundle: ReadonlyMap<string, Chunk>, entryPoint: string): readonly Chunk[] {
  const loaded = new Set([...bundle.values()].filter((chunk) => chunk.entryPoint === entryPoint));
  for (const { imports } of loaded) {
    for (const file of imports) {
      const chunk = bundle.get(file);
      if (chunk) loaded.add(chunk);
    }
  }
  return [...loaded];
}

function belowDist(file: string): string {
  return file.slice(file.lastIndexOf('dist/') + 'dist/'.length);
}

import path from 'node:path';
import { type Finding, type Import, importsOf, type Rule, type SourceFile } from './syntax.ts';

/** What a layer may import. */
interface Layer {
  /** Other layers; `types` allows `import type` alone. */
  readonly layers: Readonly<Record<string, 'values' | 'types'>>;
  /** npm packages, `vscode` and `node:*`. */
  readonly packages: readonly string[];
}

/** Official SDKs: each reached by one adapter at most, and only from there. */
const sdks = ['openai', '@anthropic-ai/sdk', '@google/genai', 'ollama'];

/** Small packages without I/O that any layer may compute with. */
const pure = ['@cfworker/json-schema', 'diff', 'fastest-levenshtein', 'valibot'];

const table: Readonly<Record<string, Layer>> = {
  core: { layers: {}, packages: pure },
  protocol: { layers: { core: 'types' }, packages: pure },
  providers: { layers: { core: 'values' }, packages: [...sdks, ...pure, 'eventsource-parser'] },
  webview: {
    layers: { core: 'values', protocol: 'values' },
    packages: [
      ...pure,
      ...['preact', '@preact/signals', 'marked', 'dompurify', 'katex', 'highlight.js', '@vscode/codicons'],
    ],
  },
  host: { layers: { core: 'values', protocol: 'values' }, packages: [...pure, 'vscode', 'node:*'] },
};

/** The one module of the providers that the host may know: it loads the others. */
const loader = 'src/providers/load.ts';

/** Who may import whom. `extension.ts`, the composition root, may import from every layer. */
export const layerRule: Rule = {
  name: 'layers',
  check(file) {
    const layer = layerOf(file.path);
    if (layer === 'extension.ts') return [];
    const allowed = table[layer];
    if (!allowed) return [finding(file, 0, `there is no layer called ${layer}`)];
    return importsOf(file).flatMap((found) => {
      const objection = found.specifier.startsWith('.')
        ? objectToFile(file, layer, allowed, found)
        : objectToPackage(layer, allowed, found);
      return objection ? [finding(file, found.start, objection)] : [];
    });
  },
};

/** At most one SDK in a file, and an adapter does not know another adapter. */
export const adapterRule: Rule = {
  name: 'adapters',
  check(file) {
    if (layerOf(file.path) !== 'providers') return [];
    const used = new Set(
      importsOf(file).flatMap(({ specifier }) => sdks.find((sdk) => isWithin(specifier, sdk)) ?? []),
    );
    return used.size > 1 ? [finding(file, 0, `imports ${[...used].join(' and ')}; one SDK per file`, 'adapters')] : [];
  },
};

/** Forbids the import of one adapter by another. `adapters` are the files that the loader imports dynamically. */
export function adapterIsolation(files: readonly SourceFile[]): readonly Finding[] {
  const loading = files.find((file) => file.path === loader);
  if (!loading) return [];
  const dynamic = importsOf(loading).filter(({ kind }) => kind === 'dynamic');
  const adapters = new Set(dynamic.map(({ specifier }) => resolve(loader, specifier)));
  return files.flatMap((file) =>
    importsOf(file)
      .filter(
        ({ specifier, kind }) =>
          adapters.has(resolve(file.path, specifier)) && !(file.path === loader && kind === 'dynamic'),
      )
      .map(({ start, specifier }) =>
        finding(file, start, `imports the adapter ${specifier}; only ${loader} does, by import()`, 'adapters'),
      ),
  );
}

function objectToFile(file: SourceFile, layer: string, allowed: Layer, found: Import): string | undefined {
  const target = resolve(file.path, found.specifier);
  const targetLayer = layerOf(target);
  if (targetLayer === layer || (layer === 'host' && target === loader)) return undefined;
  const permission = allowed.layers[targetLayer];
  if (!permission) return `${layer} must not import ${targetLayer} (${found.specifier})`;
  if (permission === 'types' && found.kind !== 'type') return `${layer} may import only types from ${targetLayer}`;
  return undefined;
}

function objectToPackage(layer: string, allowed: Layer, { specifier }: Import): string | undefined {
  const permitted = allowed.packages.some((name) =>
    name.endsWith(':*') ? specifier.startsWith(name.slice(0, -1)) : isWithin(specifier, name),
  );
  return permitted ? undefined : `${layer} must not import ${specifier}`;
}

function isWithin(specifier: string, packageName: string): boolean {
  return specifier === packageName || specifier.startsWith(`${packageName}/`);
}

function resolve(from: string, specifier: string): string {
  return path.posix.join(path.posix.dirname(from), specifier);
}

/** The folder below src/, or the file name of one that lies there directly. */
function layerOf(file: string): string {
  return file.split('/')[1] ?? file;
}

function finding(file: SourceFile, start: number, message: string, rule = layerRule.name): Finding {
  return { rule, path: file.path, line: file.lineAt(start), message };
}

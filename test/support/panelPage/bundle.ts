import path from 'node:path';
import * as esbuild from 'esbuild';

const root = path.resolve(import.meta.dirname, '../../..');

/** Where the panel is built for these tests; dist/ is left alone. */
const output = path.join(root, 'out/panelPage');

let built: Promise<string> | undefined;

/** Builds the panel as it is shipped, once per run. Returns the folder of the webview's files. */
export function builtPanel(): Promise<string> {
  built ??= build();
  return built;
}

async function build(): Promise<string> {
  const { buildExtension } = (await import(path.join(root, 'esbuild.mjs'))) as {
    buildExtension: (build: object) => Promise<void>;
  };
  await buildExtension({ production: true, output, metafiles: path.join(root, 'out/panelPageMeta') });
  const folder = path.join(output, 'webview');
  await esbuild.build({
    entryPoints: {
      probe: path.join(import.meta.dirname, 'markdownProbe.ts'),
      policyProbe: path.join(import.meta.dirname, 'policyProbe.ts'),
    },
    outdir: folder,
    bundle: true,
    format: 'esm',
    splitting: true,
    platform: 'browser',
    target: 'chrome142',
    logLevel: 'warning',
  });
  return folder;
}

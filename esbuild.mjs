// Builds the extension and its tests.
// usage: node esbuild.mjs [--production] [--watch] [--tests]
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

const root = import.meta.dirname;

/** @typedef {{ production: boolean, output: string, metafiles: string }} Build `output` and `metafiles` are folders */

const requireBanner =
  "import { createRequire as parleyCreateRequire } from 'node:module'; const parleyRequire = parleyCreateRequire(import.meta.url);";

/**
 * Gets VS Code's API by `require`. For an `import` of it VS Code writes and compiles a module with every export, for each extension
 * anew: 2 to 3 ms of its start (measured on VS Code 1.139, 2026-11).
 * @type {esbuild.Plugin}
 */
const requireVSCode = {
  name: 'require-vscode',
  setup(build) {
    build.onResolve({ filter: /^vscode$/ }, () => ({ path: 'vscode', namespace: 'vscode-api' }));
    build.onLoad({ filter: /.*/, namespace: 'vscode-api' }, () => ({
      contents: "module.exports = parleyRequire('vscode');",
      loader: 'js',
    }));
  },
};

/**
 * The extension host's bundle. ESM with splitting: what is reached by `import()` (the SDKs) becomes a chunk of its own,
 * loaded on first use, and what several chunks use exists once.
 * @param {Build} build
 * @returns {esbuild.BuildOptions}
 */
function hostOptions(build) {
  const base = common(build, 'host');
  return {
    ...base,
    plugins: [...(base.plugins ?? []), requireVSCode],
    banner: { js: requireBanner },
    entryPoints: { extension: path.join(root, 'src/extension.ts') },
    outdir: build.output,
    chunkNames: 'chunks/[name]-[hash]',
    platform: 'node',
    target: 'node22',
  };
}

/** The webview's bundle. @param {Build} build @returns {esbuild.BuildOptions} */
function webviewOptions(build) {
  return {
    ...common(build, 'webview'),
    entryPoints: { main: path.join(root, 'src/webview/main.tsx') },
    outdir: path.join(build.output, 'webview'),
    chunkNames: 'chunks/[name]-[hash]',
    assetNames: '[name]',
    loader: { '.ttf': 'file' },
    platform: 'browser',
    target: 'chrome142',
    jsx: 'automatic',
    jsxImportSource: 'preact',
  };
}

/**
 * The tests that run inside VS Code. Packages stay outside: mocha and `vscode` must be the ones that run the test.
 * @returns {esbuild.BuildOptions & { outdir: string }}
 */
function testOptions() {
  const files = readdirSync(path.join(root, 'test/host'), { encoding: 'utf8', recursive: true });
  const tests = files.filter((file) => file.endsWith('.test.ts'));
  const build = { production: false, output: path.join(root, 'out/test/host'), metafiles: path.join(root, 'out/meta') };
  return {
    ...common(build, 'tests'),
    entryPoints: ['index.ts', ...tests].map((file) => path.join(root, 'test/host', file)),
    outbase: path.join(root, 'test/host'),
    outdir: build.output,
    chunkNames: 'chunks/[name]-[hash]',
    platform: 'node',
    target: 'node22',
    packages: 'external',
  };
}

/** @param {Build} build @param {string} name @returns {esbuild.BuildOptions} */
function common(build, name) {
  return {
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    splitting: true,
    minify: build.production,
    sourcemap: !build.production,
    define: { 'process.env.NODE_ENV': JSON.stringify(build.production ? 'production' : 'development') },
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    plugins: [keepMetafile(path.join(build.metafiles, `${name}.json`))],
  };
}

/** Writes what went into each output file; the size budgets are checked against it. @returns {esbuild.Plugin} */
function keepMetafile(/** @type {string} */ file) {
  return {
    name: 'keep-metafile',
    setup(build) {
      build.onEnd((result) => {
        if (!result.metafile) return;
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, JSON.stringify(result.metafile));
      });
    },
  };
}

/** Builds the extension into `build.output`, which is emptied first. Rejects on errors in the source. @param {Partial<Build>} build */
export async function buildExtension(build = {}) {
  const full = { production: false, output: path.join(root, 'dist'), metafiles: path.join(root, 'out/meta'), ...build };
  rmSync(full.output, { recursive: true, force: true });
  await Promise.all(extensionOptions(full).map((options) => esbuild.build(options)));
}

/**
 * Builds modules of the extension host as the extension is built, each as an entry of its own, for what runs them without VS Code.
 * @param {Build} build @param {string[]} sources below the root
 */
export async function buildModules(build, sources) {
  await esbuild.build({
    ...hostOptions(build),
    entryPoints: sources.map((file) => path.join(root, file)),
    outbase: root,
  });
}

/** Builds the tests that run inside VS Code into out/test/host, which is emptied first. */
export async function buildTests() {
  const options = testOptions();
  rmSync(options.outdir, { recursive: true, force: true });
  await esbuild.build(options);
}

/** @param {Build} build */
function extensionOptions(build) {
  const hasWebview = existsSync(path.join(root, 'src/webview/main.tsx'));
  return hasWebview ? [hostOptions(build), webviewOptions(build)] : [hostOptions(build)];
}

async function watch() {
  const build = { production: false, output: path.join(root, 'dist'), metafiles: path.join(root, 'out/meta') };
  for (const options of [...extensionOptions(build), testOptions()]) {
    const context = await esbuild.context({ ...options, logLevel: 'info' });
    await context.watch();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const has = (/** @type {string} */ flag) => process.argv.includes(flag);
  if (has('--watch')) await watch();
  else {
    await buildExtension({ production: has('--production') });
    if (has('--tests')) await buildTests();
  }
}

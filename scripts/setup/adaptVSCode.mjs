// Makes the VS Code in code-server behave like the one on a user's machine, and run without the native modules.
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * code-server opens every proposed API to every extension; elsewhere VS Code refuses them. The minified check is
 * `function X(extension,name){return!0}`, followed by the function that throws "CANNOT use API proposal".
 */
const openGate =
  /function (\w+)\((\w+),(\w+)\)\{return!0\}(?=function \w+\(\2,\3\)\{if\(!\1\(\2,\3\)\)throw new Error\(`Extension '\$\{\2\.identifier\.value\}' CANNOT use API proposal)/g;

const closedGate = /function \w+\((\w+),(\w+)\)\{return \1\.isBuiltin\|\|!!\1\.enabledApiProposals\?\.includes\(\2\)\}/;

/** The extension host checks what is called, the window what a manifest contributes. */
const gatedScripts = [
  'out/vs/workbench/api/node/extensionHostProcess.js',
  'out/vs/code/browser/workbench/workbench.js',
];

const standIns = [
  { file: 'spdlog.cjs', packageName: '@vscode/spdlog' },
  { file: 'nativeWatchdog.cjs', packageName: '@vscode/native-watchdog' },
];

/**
 * Changes a freshly installed VS Code. Throws when it does not have what is to be changed.
 * @param {string} vscodeFolder
 */
export function adaptVSCode(vscodeFolder) {
  for (const script of gatedScripts) {
    const file = path.join(vscodeFolder, script);
    writeFileSync(file, closeProposedApiGate(readFileSync(file, 'utf8'), script));
  }
  for (const { file, packageName } of standIns) {
    const main = path.join(vscodeFolder, 'node_modules', packageName, 'index.js');
    if (!existsSync(main)) throw new Error(`${packageName} is not where it was`);
    copyFileSync(path.join(import.meta.dirname, 'standIns', file), main);
  }
}

/**
 * Returns a script of VS Code with its own rule on proposed API put back. Throws if it does not have the open gate exactly once.
 * @param {string} source
 * @param {string} name for people
 */
export function closeProposedApiGate(source, name) {
  const found = source.match(openGate)?.length ?? 0;
  if (found !== 1) throw new Error(`${name}: the check of proposed API was found ${found} times instead of once`);
  return source.replace(openGate, 'function $1($2,$3){return $2.isBuiltin||!!$2.enabledApiProposals?.includes($3)}');
}

/**
 * Throws unless this VS Code refuses proposed API, in the extension host and in the window.
 * @param {string} vscodeFolder
 */
export function requireProposedApiGate(vscodeFolder) {
  for (const script of gatedScripts) {
    const source = readFileSync(path.join(vscodeFolder, script), 'utf8');
    if (!closedGate.test(source) || source.match(openGate)) throw new Error(`${script} does not refuse proposed API`);
  }
}

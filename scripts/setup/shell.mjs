// Running other programs during set-up. Runs on Node 20, before anything is installed.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

/** The repository's root folder, absolute. */
export const root = path.resolve(import.meta.dirname, '../..');

/** Where set-up keeps what is not a dependency of the extension: Node, VS Code. Ignored by git. */
export const toolsFolder = path.join(root, '.vscode-test');

/** Prints one line that says what set-up is doing. */
export function say(/** @type {string} */ line) {
  console.log(`[setup] ${line}`);
}

/**
 * Runs a program to its end and resolves with its output.
 * Rejects with the program's whole output when it cannot be started or ends with another code than 0.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<string>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && command.endsWith('.cmd'),
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${command} ${args.join(' ')} ended with code ${code}\n${withoutUsage(output)}`));
    });
  });
}

/** npm explains all its options when it refuses something. */
function withoutUsage(/** @type {string} */ output) {
  return output.split(/\n.*\bUsage:\n/)[0]?.trim();
}

/**
 * Runs npm; arguments and errors as in {@link run}.
 * @param {string[]} args
 * @param {{ cwd?: string }} [options]
 */
export function npm(args, options) {
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['--loglevel=error', ...args], options);
}

/**
 * Fills `folder` by `fill(temporaryFolder)` and moves it into place at the end, so that a folder that exists is complete.
 * Does nothing when it exists. Two set-ups may run at once: the first to finish wins.
 * @param {string} folder
 * @param {string} what for people
 * @param {(temporaryFolder: string) => Promise<void>} fill
 */
export async function installOnce(folder, what, fill) {
  if (existsSync(folder)) return;
  say(`installing ${what} into ${path.relative(root, folder)}`);
  const temporary = path.join(path.dirname(folder), `.installing-${path.basename(folder)}-${process.pid}`);
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  try {
    await fill(temporary);
    renameSync(temporary, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Installs a Debian package when this is Debian (or a relative of it) and we may; returns whether it did. */
export async function aptInstall(/** @type {string} */ name) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  say(`installing Debian's ${name}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-q'], { env });
  await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', name], { env });
  return true;
}

/** The absolute path of a program on PATH, or undefined. */
export function onPath(/** @type {string[]} */ ...names) {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find((file) => existsSync(file));
}

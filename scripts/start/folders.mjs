// What `npm start` keeps on disk, and who uses it.
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../setup/shell.mjs';

/**
 * @typedef {object} Folders
 * @property {string} folder everything below is in here
 * @property {string} userData VS Code's user data; kept from start to start, so that settings stay
 * @property {string} extensions made anew at each start
 * @property {string} workspace a copy of the sample, made anew at each start
 * @property {string} runningFile says which process uses the folder
 * @property {string} tokenFile the connection token
 * @property {string} portFile the server's port of last time
 * @property {string} demoPortFile the demo provider's port of last time
 * @property {string} secretFile the server's half of the key that encrypts secrets in the browser
 * @property {string} logFile what VS Code's server writes
 */

/**
 * @param {string} folder
 * @param {'browser' | 'desktop'} target the two kinds of VS Code do not share user data
 * @returns {Folders}
 */
export function foldersIn(folder, target) {
  const inside = (/** @type {string} */ name) => path.join(folder, name);
  return {
    folder,
    userData: inside(target === 'browser' ? 'userData' : 'desktopUserData'),
    extensions: inside(target === 'browser' ? 'extensions' : 'desktopExtensions'),
    workspace: inside('workspace/village-library'),
    runningFile: inside('running.json'),
    tokenFile: inside('token'),
    portFile: inside('port'),
    demoPortFile: inside('demoPort'),
    secretFile: inside('secretHalf'),
    logFile: inside('server.log'),
  };
}

/**
 * Makes the folders, with a fresh copy of the sample and no extensions.
 * @param {Folders} folders
 */
export function prepareFolders(folders) {
  for (const fresh of [folders.extensions, folders.workspace]) rmSync(fresh, { recursive: true, force: true });
  for (const needed of [path.join(folders.userData, 'User'), folders.extensions])
    mkdirSync(needed, { recursive: true });
  cpSync(path.join(root, 'scripts/sampleWorkspace'), folders.workspace, { recursive: true });
  if (!existsSync(folders.secretFile)) writeFileSync(folders.secretFile, randomBytes(32), { mode: 0o600 });
}

/**
 * Takes the folder for this process until it ends; returns what tells others the address. Throws an Error for the user when
 * another process has it: two VS Codes on the same user data would overwrite each other's settings.
 * @param {Folders} folders
 * @returns {(address: string) => void}
 */
export function claimFolder(folders) {
  mkdirSync(folders.folder, { recursive: true });
  const write = (/** @type {string} */ address, /** @type {string} */ flag) =>
    writeFileSync(folders.runningFile, JSON.stringify({ pid: process.pid, address }), { flag, mode: 0o600 });
  const other = readRunning(folders.runningFile);
  if (other && isAlive(other.pid)) {
    const where = other.address ? ` at\n\n    ${other.address}\n\n` : ' or is just starting. ';
    throw new Error(
      `Parley's VS Code is running already (process ${other.pid})${where}Stop it there with Ctrl+C, or start another one with: npm start -- --folder DIR`,
    );
  }
  rmSync(folders.runningFile, { force: true });
  write('', 'wx');
  process.once('exit', () => rmSync(folders.runningFile, { force: true }));
  return (address) => write(address, 'w');
}

/** @param {string} file @returns {{ pid: number, address: string } | undefined} */
function readRunning(file) {
  try {
    const { pid, address } = JSON.parse(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) ? { pid, address: String(address ?? '') } : undefined;
  } catch {
    return undefined; // Not there, or half written when the machine went down: nobody has it.
  }
}

/** @param {number} pid */
function isAlive(pid) {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

// Starting programs so that nothing of them is left behind, whatever happens to us.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * @typedef {object} Started
 * @property {number} pid
 * @property {import('node:child_process').ChildProcess} child
 * @property {Promise<string>} ended resolves with "code 1" or "SIGKILL" when the program has ended
 * @property {() => Promise<void>} stop asks it to end, and ends it after 3 seconds; resolves when it has ended
 * @property {() => void} kill ends it now
 */

const onWindows = process.platform === 'win32';

/** Node's arguments that make a program (and the Node programs it starts in turn) end when its parent has died. */
export const endsWithParent = ['--import', pathToFileURL(path.join(import.meta.dirname, 'endWithParent.mjs')).href];

/**
 * Starts a program as the leader of its own process group: a Ctrl+C in the terminal reaches only us, and stopping it stops
 * what it started too. Rejects when it can't be started.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<Started>}
 */
export async function start(command, args, options) {
  const child = spawn(command, args, { ...options, detached: !onWindows, windowsHide: true });
  const ended = new Promise((resolve) => {
    child.once('close', (code, signal) => resolve(signal ?? `code ${code}`)); // `close`: all that it said has been read.
  });
  await new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  const pid = /** @type {number} */ (child.pid);
  const stop = async () => {
    signalGroup(pid, 'SIGTERM');
    const force = setTimeout(signalGroup, 3000, pid, 'SIGKILL');
    await ended;
    clearTimeout(force);
    signalGroup(pid, 'SIGKILL'); // What the leader started and did not take along.
  };
  return { pid, child, ended, stop, kill: () => signalGroup(pid, 'SIGKILL') };
}

/** @param {number} pid the group's leader @param {NodeJS.Signals} signal */
function signalGroup(pid, signal) {
  if (onWindows) {
    // Windows has no groups and no gentle signal; /T takes the children along.
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has ended already.
  }
}

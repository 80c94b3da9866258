// Shows an address in the user's browser, where there is a desktop to show it on.
import { spawn } from 'node:child_process';

/** @typedef {{ command: string, args: string[] }} Opener */

/**
 * How this machine opens an address, or undefined where nobody would see it: in CI, over SSH, without a display.
 * @param {string} address @param {NodeJS.Platform} platform @param {NodeJS.ProcessEnv} env
 * @returns {Opener | undefined}
 */
export function openerFor(address, platform, env) {
  if (env.CI || env.SSH_CONNECTION || env.SSH_TTY) return undefined;
  switch (platform) {
    case 'darwin':
      return { command: 'open', args: [address] };
    case 'win32':
      // `start` is a word of cmd; the empty argument is the window's title.
      return { command: 'cmd', args: ['/d', '/c', 'start', '""', address.replaceAll('&', '^&')] };
    default:
      return env.DISPLAY || env.WAYLAND_DISPLAY ? { command: 'xdg-open', args: [address] } : undefined;
  }
}

/** Opens it; when that fails, the printed address still serves. @param {Opener} opener */
export function open({ command, args }) {
  const child = spawn(command, args, { stdio: 'ignore', detached: true, windowsVerbatimArguments: true });
  child.once('error', () => {}); // No such program: the address is on the screen.
  child.unref();
}

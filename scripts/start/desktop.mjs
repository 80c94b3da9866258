// The desktop VS Code of this machine, with the repository's extension in development.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { onPath, root } from '../setup/shell.mjs';
import { start } from './processes.mjs';

/** Where installers put the `code` command when it is not on the PATH. */
const usualPlaces = {
  darwin: ['Visual Studio Code', 'Visual Studio Code - Insiders', 'VSCodium'].flatMap((name) =>
    ['/Applications', path.join(process.env.HOME ?? '/', 'Applications')].map((folder) =>
      path.join(folder, `${name}.app/Contents/Resources/app/bin`, name === 'VSCodium' ? 'codium' : 'code'),
    ),
  ),
  win32: ['LOCALAPPDATA', 'PROGRAMFILES'].flatMap((name) => {
    const folder = process.env[name];
    const programs = name === 'LOCALAPPDATA' ? 'Programs' : '';
    return folder ? [path.join(folder, programs, 'Microsoft VS Code/bin/code.cmd')] : [];
  }),
  linux: [
    '/usr/share/code/bin/code',
    '/snap/bin/code',
    '/usr/share/codium/bin/codium',
    '/opt/visual-studio-code/bin/code',
  ],
};

/**
 * The path of the `code` command. Throws an Error for the user when there is none.
 * @param {readonly string[]} places where to look after the PATH
 */
export function findDesktop(
  places = usualPlaces[/** @type {keyof typeof usualPlaces} */ (process.platform)] ?? usualPlaces.linux,
) {
  const suffix = process.platform === 'win32' ? '.cmd' : '';
  const names = ['code', 'code-insiders', 'codium'].map((name) => name + suffix);
  const found = onPath(...names) ?? places.find((file) => existsSync(file));
  if (found) return found;
  throw new Error(
    'No desktop VS Code was found: there is no `code` command on the PATH, nor in the usual places.\n' +
      'Install VS Code from https://code.visualstudio.com, or put `code` on the PATH (in VS Code: "Shell Command: Install \'code\' command in PATH"), ' +
      'or run npm start without --vscode to use VS Code in the browser.',
  );
}

/**
 * Opens the sample in a window with its own settings. The program that is started ends when the window is closed.
 * @param {string} command @param {import('./folders.mjs').Folders} folders
 */
export function startDesktop(command, folders) {
  const args = [
    ...['--new-window', '--wait', '--disable-workspace-trust', '--extensionDevelopmentPath', root],
    ...['--user-data-dir', folders.userData, '--extensions-dir', folders.extensions, folders.workspace],
  ];
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|VSCODE_|ELECTRON_|NODE_OPTIONS$)/i.test(name),
  );
  return start(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: Object.fromEntries(inherited),
    shell: command.endsWith('.cmd'),
  });
}

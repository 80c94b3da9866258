// The command line of `npm start`.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { toolsFolder } from '../setup/shell.mjs';

export const help = `usage: npm start -- [options]

  --port N       the port of VS Code's page (default: the one of last time if it is free, else a random one)
  --no-open      print the address only; do not open the browser
  --vscode       use the desktop VS Code of this machine instead of the browser
  --folder DIR   where settings, extensions and the sample are kept (default: .vscode-test/start)
  --help         print this
`;

/**
 * @typedef {object} StartOptions
 * @property {'run' | 'help'} action
 * @property {number | undefined} port undefined: the remembered one, else a random one; 0: a random one
 * @property {'open' | 'print'} address what to do with the address
 * @property {'browser' | 'desktop'} target
 * @property {string} folder absolute
 */

/**
 * Reads the command line. Throws an Error with one sentence for the user when it is wrong.
 * @param {readonly string[]} args
 * @returns {StartOptions}
 */
export function readOptions(args) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      'no-open': { type: 'boolean', default: false },
      vscode: { type: 'boolean', default: false },
      folder: { type: 'string', default: path.join(toolsFolder, 'start') },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    action: values.help ? 'help' : 'run',
    port: values.port === undefined ? undefined : readPort(values.port),
    address: values['no-open'] ? 'print' : 'open',
    target: values.vscode ? 'desktop' : 'browser',
    folder: path.resolve(values.folder),
  };
}

/** @param {string} text */
function readPort(text) {
  const port = Number(text);
  if (text.trim() !== '' && Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`--port takes a number from 0 to 65535, not ${text}.`);
}

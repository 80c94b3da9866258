// The browser in which the tests see VS Code's window.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { aptInstall, onPath } from './shell.mjs';

/** @type {Partial<Record<NodeJS.Platform, string[]>>} */
const applications = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
    .map((name) => process.env[name])
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      path.join(folder, 'Google/Chrome/Application/chrome.exe'),
      path.join(folder, 'Microsoft/Edge/Application/msedge.exe'),
    ]),
};

/**
 * The path of a Chromium-based browser: CHROME_PATH, an installed one, or Debian's, installed now if we are root.
 * @returns {Promise<string>}
 */
export async function ensureBrowser() {
  const found = process.env.CHROME_PATH || findBrowser();
  if (found && !existsSync(found)) throw new Error(`CHROME_PATH names ${found}, which does not exist.`);
  if (found) return found;
  if (await aptInstall('chromium')) {
    const installed = findBrowser();
    if (installed) return installed;
  }
  throw new Error(
    'No browser found. Install Google Chrome or Chromium, or set CHROME_PATH to one, then run this again.',
  );
}

function findBrowser() {
  const installed = (applications[process.platform] ?? []).find((file) => existsSync(file));
  return installed ?? onPath('google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'microsoft-edge');
}

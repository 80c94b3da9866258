import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The folders of one run, all below one temporary folder. */
export interface Sandbox {
  readonly folder: string;
  /** VS Code's user data: settings, global storage, logs. */
  readonly userData: string;
  readonly extensions: string;
  /** The home folder that VS Code and the extension see. */
  readonly home: string;
  /** Where they put temporary files and sockets. */
  readonly temporary: string;
  /** A copy of the fixture. */
  readonly workspace: string;
  remove(): void;
}

const quietSettings = {
  'workbench.startupEditor': 'none',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'workbench.enableExperiments': false,
  'files.autoSave': 'off',
};

/** The path of a socket may have some 100 characters; macOS's own temporary folder leaves too few. */
const shortTemporaryFolder = process.platform === 'win32' ? os.tmpdir() : '/tmp';

/** Makes the folders and writes the user's settings. */
export function createSandbox(workspaceFixture: string, settings: Readonly<Record<string, unknown>>): Sandbox {
  const folder = mkdtempSync(path.join(shortTemporaryFolder, 'parley-test-'));
  const inside = (name: string) => path.join(folder, name);
  for (const name of ['userData/User', 'extensions', 'home', 'temporary']) mkdirSync(inside(name), { recursive: true });
  writeFileSync(inside('userData/User/settings.json'), JSON.stringify({ ...quietSettings, ...settings }, undefined, 2));
  cpSync(workspaceFixture, inside('workspace'), { recursive: true });
  return {
    folder,
    userData: inside('userData'),
    extensions: inside('extensions'),
    home: inside('home'),
    temporary: inside('temporary'),
    workspace: inside('workspace'),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}

/** Installs the extensions that lie in a folder, as VS Code lays out its own. */
export function installExtensions(folder: string, { extensions }: Sandbox): void {
  for (const name of readdirSync(folder)) {
    const source = path.join(folder, name);
    const manifest = JSON.parse(readFileSync(path.join(source, 'package.json'), 'utf8'));
    const target = path.join(extensions, `${manifest.publisher}.${manifest.name}-${manifest.version}`);
    cpSync(source, target, { recursive: true });
  }
}

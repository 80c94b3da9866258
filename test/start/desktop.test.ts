import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findDesktop } from '../../scripts/start/desktop.mjs';
import { openerFor } from '../../scripts/start/openBrowser.mjs';
import { allGone, descendants, killGroup, type Launched, launch, root } from './launch.ts';

/** Stands where VS Code's `code` command would: notes its arguments and environment, and waits like `code --wait`. */
const fakeCode = `#!${process.execPath}
const fs = require('node:fs');
fs.writeFileSync(process.env.NOTE, JSON.stringify({ args: process.argv.slice(2), env: Object.keys(process.env) }));
const waiting = setInterval(() => {
  if (!fs.existsSync(process.env.NOTE + '.close')) return;
  clearInterval(waiting);
}, 20);
console.error('window is open');
`;

describe('npm start -- --vscode', function () {
  this.timeout(120_000);
  const folder = path.join(os.tmpdir(), `parley-desktop-${process.pid}`);
  const note = path.join(folder, 'note.json');
  const launched: Launched[] = [];

  before(() => {
    mkdirSync(path.join(folder, 'bin'), { recursive: true });
    writeFileSync(path.join(folder, 'bin/code'), fakeCode);
    chmodSync(path.join(folder, 'bin/code'), 0o755);
  });
  after(() => {
    for (const { pid } of launched) killGroup(pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });

  const startDesktop = async () => {
    rmSync(`${note}.close`, { force: true });
    const environment = {
      NOTE: note,
      PATH: [path.join(folder, 'bin'), process.env.PATH].join(path.delimiter),
      VSCODE_IPC_HOOK_CLI: '/tmp/of-another-window',
    };
    const start = launch(process.execPath, ['scripts/start.mjs', '--vscode', '--folder', folder], environment);
    launched.push(start);
    await start.printed(/window is open/);
    await start.printed(/Ctrl\+C stops everything/);
    return start;
  };

  it('opens the sample with the repository in development, connected to the demo, with settings of its own', async () => {
    const start = await startDesktop();
    const { args, env } = JSON.parse(readFileSync(note, 'utf8')) as { args: string[]; env: string[] };
    const argumentOf = (flag: string) => args[args.indexOf(flag) + 1];
    assert.equal(argumentOf('--extensionDevelopmentPath'), root);
    assert.equal(argumentOf('--user-data-dir'), path.join(folder, 'desktopUserData'));
    assert.equal(argumentOf('--extensions-dir'), path.join(folder, 'desktopExtensions'));
    assert.equal(args.at(-1), path.join(folder, 'workspace/village-library'));
    assert.ok(!env.includes('VSCODE_IPC_HOOK_CLI'), 'a terminal inside VS Code would open the other window');
    const settings = JSON.parse(readFileSync(path.join(folder, 'desktopUserData/User/settings.json'), 'utf8'));
    const models = await fetch(`${settings['parley.providers'].demo.baseUrl}/models`);
    assert.equal(models.status, 200);
    assert.match(readFileSync(path.join(root, 'dist/extension.js'), 'utf8'), /activate/);

    const all = descendants(start.pid);
    writeFileSync(`${note}.close`, '');
    assert.equal(await start.ended, 0, start.output());
    assert.match(start.output(), /The window was closed/);
    await allGone(all);
  });

  it('stops on Ctrl+C', async () => {
    const start = await startDesktop();
    const all = descendants(start.pid);
    start.child.kill('SIGINT');
    assert.equal(await start.ended, 0);
    await allGone(all);
  });

  it('says that it was not found, and how to go on', () => {
    const { PATH } = process.env;
    process.env.PATH = '';
    try {
      assert.throws(
        () => findDesktop([path.join(folder, 'nowhere')]),
        /No desktop VS Code was found[\s\S]*without --vscode/,
      );
      assert.equal(findDesktop([path.join(folder, 'bin/code')]), path.join(folder, 'bin/code'));
    } finally {
      process.env.PATH = PATH;
    }
  });
});

describe('the browser', () => {
  const address = 'http://127.0.0.1:1234/?tkn=a&folder=/b';

  it('is opened where there is a desktop', () => {
    assert.deepEqual(openerFor(address, 'darwin', {}), { command: 'open', args: [address] });
    assert.deepEqual(openerFor(address, 'linux', { DISPLAY: ':0' }), { command: 'xdg-open', args: [address] });
    assert.deepEqual(openerFor(address, 'linux', { WAYLAND_DISPLAY: 'w' }), { command: 'xdg-open', args: [address] });
    assert.equal(openerFor(address, 'win32', {})?.args.at(-1), 'http://127.0.0.1:1234/?tkn=a^&folder=/b');
  });

  it('is not opened where nobody would see it', () => {
    assert.equal(openerFor(address, 'linux', {}), undefined);
    assert.equal(openerFor(address, 'linux', { DISPLAY: ':0', CI: 'true' }), undefined);
    assert.equal(openerFor(address, 'darwin', { SSH_CONNECTION: '1.2.3.4 5 6.7.8.9 22' }), undefined);
  });
});

import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { ensureBrowser } from '../../scripts/setup/browser.mjs';
import {
  addressOf,
  allGone,
  descendants,
  findProcess,
  killGroup,
  type Launched,
  launch,
  launchStart,
  root,
} from './launch.ts';

/** A cold start installs VS Code. */
const startLimit = 300_000;

describe('npm start', function () {
  this.timeout(startLimit);
  const folder = path.join(os.tmpdir(), `parley-start-${process.pid}`);
  const settingsFile = path.join(folder, 'userData/User/settings.json');
  const searchFile = path.join(folder, 'workspace/village-library/src/search.ts');
  const starts: Launched[] = [];
  const start = (...args: readonly string[]) => {
    const launched = launchStart(folder, ...args);
    starts.push(launched);
    return launched;
  };

  after(() => {
    for (const { pid } of starts) killGroup(pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });

  describe('while it runs', () => {
    let running: Launched;
    let address: URL;
    let demoUrl: string;
    let browser: Browser | undefined;

    before(async () => {
      // Through npm, as the README says it.
      running = launch('npm', ['start', '--', '--no-open', '--port', '0', '--folder', folder]);
      starts.push(running);
      address = await addressOf(running);
      demoUrl = readSettings(settingsFile)['parley.providers'].demo.baseUrl;
    });
    after(() => browser?.close());

    it('serves VS Code to those who have the token, and to nobody else', async () => {
      const welcome = await fetch(address, { redirect: 'manual' });
      assert.equal(welcome.status, 302);
      const cookie = welcome.headers.get('set-cookie')?.split(';')[0] ?? '';
      const page = await fetch(new URL('/', address), { headers: { cookie } });
      assert.equal(page.status, 200);
      assert.match(await page.text(), /vscode-workbench-web-configuration/);
      assert.equal((await fetch(new URL('/', address))).status, 403);
      assert.equal((await fetch(new URL('/?tkn=guessed', address))).status, 403);
    });

    it('listens on loopback only', async () => {
      const others = Object.values(os.networkInterfaces()).flatMap((all) => all ?? []);
      for (const { address: host, internal, family } of others) {
        if (internal || family !== 'IPv4') continue;
        assert.equal(await canConnect(Number(address.port), host), false, `${host} must not answer`);
      }
      assert.equal(await canConnect(Number(address.port), '127.0.0.1'), true);
    });

    it('keeps the half of the key that encrypts secrets, for those who have the token', async () => {
      const question = { method: 'POST', headers: { cookie: `vscode-tkn=${address.searchParams.get('tkn')}` } };
      const half = await fetch(new URL('/mint-key', address), question);
      const bytes = Buffer.from(await half.arrayBuffer());
      assert.equal(bytes.length, 32);
      assert.deepEqual(bytes, readFileSync(path.join(folder, 'secretHalf')));
      assert.equal((await fetch(new URL('/mint-key', address), { method: 'POST' })).status, 403);
    });

    it('has the demo provider connected', async () => {
      const { data } = (await (await fetch(`${demoUrl}/models`)).json()) as { data: { id: string }[] };
      const model: string = readSettings(settingsFile)['parley.model'];
      assert.ok(
        data.some(({ id }) => `demo/${id}` === model),
        `${model} is not among ${JSON.stringify(data)}`,
      );
      const priced = Object.keys(readSettings(settingsFile)['parley.modelOverrides']);
      assert.deepEqual(priced.sort(), data.map(({ id }) => `demo/${id}`).sort(), 'each has a price');
    });

    it('refuses a second start on the same folder, and says where the first one is', async () => {
      const second = start();
      assert.equal(await second.ended, 1);
      assert.match(second.output(), /is running already/);
      assert.ok(second.output().includes(address.href), second.output());
    });

    it('shows Parley and a file of the sample at first sight', async () => {
      browser = await chromium.launch({
        executablePath: await ensureBrowser(),
        args: ['--no-sandbox', '--disable-gpu'],
      });
      const page = await browser.newPage();
      await page.goto(address.href);
      await page.locator('.part.sidebar .composite.title', { hasText: /parley/i }).waitFor({ timeout: 60_000 });
      const panel = page.frameLocator('iframe.webview').frameLocator('iframe');
      await panel.getByText('prose').first().waitFor({ timeout: 60_000 });
      await page.locator('.tab', { hasText: 'search.ts' }).waitFor();
      await page.locator('.breadcrumbs-control', { hasText: /^src/ }).waitFor();
      assert.equal(await page.locator('.part.titlebar', { hasText: 'Restricted Mode' }).count(), 0);
    });

    it('says so when the demo provider is killed, goes on, and says how to bring it back', async () => {
      const demo = findProcess(descendants(running.pid), /scripts\/demo\/main\.ts/);
      process.kill(demo, 'SIGKILL');
      const [, command = ''] = await running.printed(/demo provider has ended \(SIGKILL\)[^\n]*\n\s*(\S.*)/);
      const [program = '', ...args] = command.split(' ');
      const again = launch(program, args);
      starts.push(again);
      await again.printed(/listening on/);
      assert.equal((await fetch(`${demoUrl}/models`)).status, 200);
      assert.equal((await fetch(address, { redirect: 'manual' })).status, 302);
      again.child.kill('SIGTERM');
      assert.equal(await again.ended, 0);
    });

    it('ends with everything it started on Ctrl+C', async () => {
      const all = descendants(running.pid);
      assert.ok(all.length >= 3, `npm, the start, the server and its extension host: ${all}`);
      killGroup(running.pid, 'SIGINT'); // A terminal sends it to the whole group: npm, its shell and ours.
      const code = await running.ended;
      assert.ok(code === 0 || code === null, `npm ends well or by the same signal, not with ${code}`);
      await allGone(all);
      assert.equal(await canConnect(Number(address.port), '127.0.0.1'), false);
      assert.equal(existsSync(path.join(folder, 'running.json')), false);
      assert.match(running.output(), /Stopping…\n$/, 'what npm passes on is not a second Ctrl+C');
    });
  });

  describe('the second time', () => {
    it('keeps the ports and the settings, and brings the sample back', async () => {
      const lastPort = readFileSync(path.join(folder, 'port'), 'utf8');
      const settings = readSettings(settingsFile);
      const own = { ...settings['parley.modelOverrides'], 'demo/prose': { contextWindow: 9000 } };
      const changed = { 'parley.model': 'demo/quick', 'editor.fontSize': 19, 'parley.modelOverrides': own };
      writeFileSync(settingsFile, JSON.stringify({ ...settings, ...changed }));
      writeFileSync(searchFile, '// changed');
      const again = start();
      assert.equal((await addressOf(again)).port, lastPort);
      const kept = readSettings(settingsFile);
      assert.deepEqual(kept['parley.providers'], settings['parley.providers'], 'a key is kept with its address');
      assert.equal(kept['editor.fontSize'], 19);
      assert.equal(kept['parley.model'], 'demo/quick');
      assert.deepEqual(kept['parley.modelOverrides'], own);
      assert.equal(kept['workbench.startupEditor'], 'none');
      assert.equal((await fetch(`${kept['parley.providers'].demo.baseUrl}/models`)).status, 200);
      assert.equal(
        readFileSync(searchFile, 'utf8'),
        readFileSync(path.join(root, 'scripts/sampleWorkspace/src/search.ts'), 'utf8'),
      );
      again.child.kill('SIGTERM');
      assert.equal(await again.ended, 0);
    });
  });

  describe('when something goes wrong', () => {
    it('says that VS Code has died, and stops the rest', async () => {
      const doomed = start();
      await addressOf(doomed);
      const all = descendants(doomed.pid);
      process.kill(findProcess(all, /out\/server-main\.js/), 'SIGKILL');
      assert.equal(await doomed.ended, 1);
      assert.match(doomed.output(), /VS Code's server ended unexpectedly \(SIGKILL\)/);
      assert.match(doomed.output(), /The whole log is in /);
      await allGone(all);
    });

    it('leaves nothing behind when it is killed itself', async () => {
      const killed = start();
      await addressOf(killed);
      const all = descendants(killed.pid);
      assert.ok(all.length >= 2, `the server and the demo: ${all}`);
      killed.child.kill('SIGKILL');
      await allGone(all);
    });

    it('waits for what does not stop, until Ctrl+C comes again', async () => {
      const stuck = start();
      await addressOf(stuck);
      const all = descendants(stuck.pid);
      process.kill(findProcess(all, /out\/server-main\.js/), 'SIGSTOP');
      const impatient = setInterval(() => stuck.child.kill('SIGINT'), 100);
      const code = await stuck.ended;
      clearInterval(impatient);
      assert.equal(code, 0);
      assert.match(stuck.output(), /Stopping…\nEnding it by force\.\n/);
      await allGone(all);
    });

    it('says that the port is in use', async () => {
      await using taken = await occupyPort();
      const refused = start('--port', String(taken.port));
      assert.equal(await refused.ended, 1);
      assert.match(refused.output(), new RegExp(`Port ${taken.port} is in use`));
    });

    it('says what is wrong with the command line', async () => {
      for (const [args, sentence] of [
        [['--port', 'abc'], /--port takes a number/],
        [['--port', '70000'], /--port takes a number/],
        [['--nonsense'], /nonsense/],
      ] as const) {
        const refused = start(...args);
        assert.equal(await refused.ended, 1);
        assert.match(refused.output(), sentence);
        assert.doesNotMatch(refused.output(), /\n\s+at /, 'a sentence, not a stack');
      }
    });
  });
});

function readSettings(file: string) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function canConnect(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host, timeout: 2000 });
    const settle = (connected: boolean) => {
      socket.destroy();
      resolve(connected);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
    socket.once('timeout', () => settle(false));
  });
}

async function occupyPort(): Promise<AsyncDisposable & { readonly port: number }> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { port: (server.address() as net.AddressInfo).port, [Symbol.asyncDispose]: close };
}

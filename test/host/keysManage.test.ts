import assert from 'node:assert/strict';
import type { ModelServer } from '../support/modelServer.ts';
import {
  addFirstKey,
  answer,
  clear,
  enter,
  escapeAt,
  expectNoLeak,
  keyLines,
  removeEverything,
  said,
  serverSet,
  start,
  useProviders,
} from './keyFlows.ts';
import { ui } from './ui.ts';

const firstKey = 'gsk_canary0123456789abcdefFIRST';
const secondKey = 'gsk_canary0123456789abcdefSECOND';

describe('the keys of a provider', () => {
  const servers = serverSet();
  let server: ModelServer;
  before(async () => {
    await removeEverything();
    server = await servers.start({ models: ['openai/gpt-oss-120b'] });
    await useProviders({ groq: { baseUrl: server.baseUrl } });
    await addFirstKey('groq', firstKey);
  });
  afterEach(() => clear());
  after(async () => {
    await servers.close();
    await removeEverything();
  });

  async function usedKey(): Promise<string | undefined> {
    const before = server.requests.length;
    const running = start('parley.testConnection', 'groq');
    await escapeAt(running, 'could not be tested');
    return server.requests[before]?.headers.authorization;
  }

  it('have names of their own; the newest is active', async () => {
    const running = start('parley.addKey', 'groq');
    await ui('quickInput', { text: 'Add API Key: Groq' });
    await enter(secondKey);
    const box = await ui('quickInput', { text: 'Groq has "Key 1" already' });
    assert.equal(box.value, 'Key 2');
    await enter('work');
    await running;
    await said('Connected to Groq');
    const lines = await keyLines('groq');
    assert.equal(lines.length, 2);
    assert.match(lines[0] ?? '', /Key 1 Groq · added (just now|\d minutes? ago) · 127\.0\.0\.1:\d+$/);
    assert.match(lines[1] ?? '', /work Groq · added just now · 127\.0\.0\.1:\d+ · active$/);
    assert.equal(await usedKey(), `Bearer ${secondKey}`);
  });

  it('are not kept twice', async () => {
    const running = start('parley.addKey', 'groq');
    await ui('quickInput', { text: 'Add API Key: Groq' });
    await enter(secondKey);
    await ui('quickInput', { text: 'A name for this one' });
    await ui('press', { key: 'Enter' });
    await running;
    await said('The key was there already, as "work"');
    assert.equal((await keyLines('groq')).length, 2);
  });

  it('are switched', async () => {
    const running = start('parley.switchKey');
    await ui('quickInput', { text: 'Choose the key that is used from now on' });
    await ui('chooseItem', { text: 'Key 1' });
    await running;
    await said('Groq uses the key "Key 1" now.');
    assert.equal(await usedKey(), `Bearer ${firstKey}`);
  });

  it('are removed after a question, and put back by Undo', async () => {
    const kept = start('parley.removeKey', 'groq');
    await ui('quickInput', { text: 'Choose the key to remove' });
    await ui('chooseItem', { text: 'Key 1' });
    await ui('quickInput', { text: 'Removes the key "Key 1" of Groq' });
    await ui('chooseItem', { text: 'Keep' });
    await kept;
    assert.equal((await keyLines('groq')).length, 2);

    const running = start('parley.removeKey', 'groq');
    await ui('quickInput', { text: 'Choose the key to remove' });
    await ui('chooseItem', { text: 'Key 1' });
    await ui('quickInput', { text: 'Removes the key "Key 1" of Groq' });
    await ui('chooseItem', { text: 'Remove' });
    await running;
    await said('Removed the key "Key 1" of Groq. "work" is used now.');
    assert.equal((await keyLines('groq')).length, 1);
    await answer('Removed the key', 'Undo');
    await said('The key "Key 1" of Groq is back.');
    assert.equal(await usedKey(), `Bearer ${firstKey}`);
    assert.equal((await keyLines('groq')).length, 2);
  });

  it('go to no other address when the settings name one', async () => {
    const other = await servers.start({ models: ['a'] });
    await useProviders({ groq: { baseUrl: other.baseUrl } });
    const running = start('parley.testConnection', 'groq');
    const report = await ui('quickInput', { text: "Groq can't be used: Key failed." });
    const line = report.items.find((item) => item.includes('Key failed')) ?? '';
    assert.ok(line.includes(`was entered for ${server.origin}; it is not sent to ${other.origin}`), line);
    await escapeAt(running, 'Key failed');
    assert.equal(other.requests.length, 0);
    await useProviders({ groq: { baseUrl: server.baseUrl } });
  });

  it('are in no file, log or page', async () => {
    await expectNoLeak([firstKey, secondKey]);
  });
});

describe('testing a connection', () => {
  const servers = serverSet();
  let server: ModelServer;
  const key = 'gsk_canary0123456789abcdefTEST';
  before(async () => {
    await removeEverything();
    server = await servers.start({ key, models: ['openai/gpt-oss-120b'] });
    await useProviders({ groq: { baseUrl: server.baseUrl } });
    await addFirstKey('groq', key);
  });
  after(async () => {
    await servers.close();
    await removeEverything();
  });

  async function reportShows(verdict: string): Promise<readonly string[]> {
    const running = start('parley.testConnection', 'groq');
    const { items } = await ui('quickInput', { text: verdict });
    await escapeAt(running, verdict);
    return items;
  }

  it('names every part that works', async () => {
    const items = await reportShows('Groq works.');
    assert.match(items[0] ?? '', /Address 127\.0\.0\.1:\d+/);
    assert.match(items[1] ?? '', /TLS not used: plain http/);
    assert.match(items[2] ?? '', /Key accepted/);
    assert.match(items[3] ?? '', /Model list 1 model/);
  });

  it('names the key that is rejected', async () => {
    server.behave({ type: 'status', status: 401 });
    const items = await reportShows('Key failed');
    assert.match(items[2] ?? '', /Key failed Groq rejected the key for 127\.0\.0\.1/);
    assert.match(items.join('|'), /Add Another Key/);
  });

  it('names the model list that is a web page', async () => {
    server.behave({ type: 'webPage' });
    const items = await reportShows('Model list failed');
    assert.match(items[3] ?? '', /answered with a web page/);
  });

  it('names the address that points elsewhere, and follows it nowhere', async () => {
    const trap = await servers.start({ models: [] });
    server.behave({ type: 'redirect', to: `${trap.baseUrl}/models` });
    const items = await reportShows('Address failed');
    assert.match(items[0] ?? '', /redirected to .*Parley did not follow/);
    assert.equal(trap.requests.length, 0);
  });

  it('names the address at which nothing listens', async () => {
    await servers.close();
    const items = await reportShows('Address failed');
    assert.match(items[0] ?? '', /Nothing answers at 127\.0\.0\.1/);
  });
});

describe('the key commands', () => {
  before(removeEverything);
  afterEach(clear);

  it('take nothing but the id of a provider from other extensions', async () => {
    for (const argument of [null, 5, {}, ['groq'], 'no such provider', '__proto__']) {
      await escapeAt(start('parley.addKey', argument), 'Paste a key, or choose a provider');
      for (const command of ['parley.switchKey', 'parley.removeKey', 'parley.testConnection']) {
        await start(command, argument);
        await said('Parley has no keys yet.');
        await clear();
      }
    }
  });
});

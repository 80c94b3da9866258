import assert from 'node:assert/strict';
import {
  clear,
  enter,
  escapeAt,
  expectNoKey,
  expectNoLeak,
  removeEverything,
  said,
  serverSet,
  setting,
  start,
  useProviders,
} from './keyFlows.ts';
import { ui } from './ui.ts';

const headerValue = 'canary-header-0123456789';

describe('adding a custom server', () => {
  const servers = serverSet();
  before(removeEverything);
  afterEach(async () => {
    await clear();
    await servers.close();
    await useProviders(undefined);
  });
  after(removeEverything);

  /** Opens the flow, up to the question for the address; the flow's end is in a box, or it would be waited for here. */
  async function open(): Promise<{ readonly running: Thenable<unknown> }> {
    const running = start('parley.addKey');
    await ui('quickInput', { text: 'Paste a key, or choose a provider' });
    await ui('type', { text: 'custom openai' });
    await ui('chooseItem', { text: 'Custom OpenAI-Compatible Server' });
    await ui('quickInput', { text: 'The base URL' });
    return { running };
  }

  /** Answers address, name and key. */
  async function describeServer(address: string, name: string, key: string): Promise<void> {
    await enter(address);
    await ui('quickInput', { text: 'A name for this server' });
    await enter(name);
    await ui('quickInput', { text: 'Leave it empty if the server needs none' });
    await enter(key);
    await ui('quickInput', { text: 'Further request headers' });
  }

  it('asks for address, name, key and headers, offers the right address, and writes no secret into the settings', async () => {
    const key = 'canary-key-0123456789';
    const server = await servers.start({ key, models: ['big', 'small'], headers: { 'X-Team': headerValue } });
    const { running } = await open();
    await describeServer(server.origin.replace('http://', ''), 'My Server', key);
    await ui('chooseItem', { text: 'Add a Request Header' });
    await ui('quickInput', { text: 'Name of the header' });
    await enter('X-Team');
    assert.equal((await ui('quickInput', { text: 'Value of X-Team' })).shows, 'dots');
    await enter(headerValue);
    await ui('quickInput', { text: 'with X-Team' });
    await ui('chooseItem', { text: 'Continue' });
    await ui('quickInput', { text: `Use ${server.baseUrl}` });
    await ui('chooseItem', { text: `Use ${server.baseUrl}` });
    await running;
    await said('Connected to My Server. 2 models; chat uses big.');
    assert.deepEqual(setting('parley.providers'), {
      'my-server': { name: 'My Server', baseUrl: server.baseUrl, key: 'required', headers: ['X-Team'] },
    });
    const last = server.requests.find((request) => request.path === '/v1/models');
    assert.equal(last?.headers['x-team'], headerValue);
    assert.equal(last?.headers.authorization, `Bearer ${key}`);
    await expectNoLeak([key, headerValue]);
  });

  it('says at once what is wrong with an address', async () => {
    const { running } = await open();
    await enter('ftp://server/v1');
    await escapeAt(running, 'must begin with https:// or http://');
  });

  it('goes back with what was typed, and leaves nothing behind when cancelled', async () => {
    const server = await servers.start({ models: ['a'] });
    const { running } = await open();
    await describeServer(server.baseUrl, 'Gone', '');
    for (const text of ['Leave it empty', 'A name for this server', 'The base URL']) {
      await ui('pressTitleButton', { name: 'Back' });
      await ui('quickInput', { text });
    }
    const address = await ui('quickInput', { text: 'The base URL' });
    assert.equal(address.value, server.baseUrl);
    await escapeAt(running, 'The base URL');
    assert.equal(setting('parley.providers'), undefined);
    await expectNoKey('gone');
  });

  it('asks once per address before anything goes unencrypted over a network, and forgets it when cancelled', async () => {
    const server = await servers.start({ models: ['a'] });
    // Reaches the server on this machine, but is no loopback address.
    const baseUrl = server.baseUrl.replace('127.0.0.1', '0.0.0.0');
    server.behave({ type: 'hang' });
    const { running: cancelled } = await open();
    await describeServer(baseUrl, 'Plain', '');
    await ui('chooseItem', { text: 'Continue' });
    await ui('quickInput', { text: 'is not encrypted' });
    assert.equal(server.requests.length, 0);
    await ui('chooseItem', { text: 'Send Unencrypted' });
    await server.seen(1);
    await escapeAt(cancelled, 'Asking 0.0.0.0');

    server.behave({ type: 'guarded' });
    const { running } = await open();
    await describeServer(baseUrl, 'Plain', '');
    await ui('chooseItem', { text: 'Continue' });
    await ui('quickInput', { text: 'is not encrypted' });
    await ui('chooseItem', { text: 'Send Unencrypted' });
    await running;
    await said('Connected to Plain');

    const { running: again } = await open();
    await describeServer(baseUrl, 'Plain Too', '');
    await ui('chooseItem', { text: 'Continue' });
    await again;
    await said('Connected to Plain Too');
  });

  it('can allow an unencrypted address that was written into the settings by hand', async () => {
    const server = await servers.start({ models: ['a'] });
    await useProviders({ byhand: { baseUrl: server.baseUrl.replace('127.0.0.1', '0.0.0.0') } });
    const testing = start('parley.testConnection', 'byhand');
    await ui('quickInput', { text: 'TLS failed' });
    assert.equal(server.requests.length, 0);
    await ui('chooseItem', { text: 'Connect Unencrypted' });
    await ui('quickInput', { text: 'Leave it empty if the server needs none' });
    await enter('');
    await ui('quickInput', { text: 'is not encrypted' });
    await ui('chooseItem', { text: 'Send Unencrypted' });
    await testing;
    await said('Connected to byhand. 1 model');
  });
});

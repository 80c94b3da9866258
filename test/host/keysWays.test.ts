import assert from 'node:assert/strict';
import type { ModelInfo } from '../../src/core/models/modelInfo.ts';
import { readProviderSettings } from '../../src/core/models/providerSettings.ts';
import { connectEditorModels } from '../../src/host/keys/editorModels.ts';
import { type KeysDeps, wayIn } from '../../src/host/keys/keysDeps.ts';
import { PlainHttpConsents } from '../../src/host/keys/plainHttp.ts';
import { Secrets } from '../../src/host/keys/secrets.ts';
import { MemorySecrets } from '../support/memorySecrets.ts';
import {
  clear,
  enter,
  escapeAt,
  expectNoKey,
  expectNoLeak,
  keyLines,
  removeEverything,
  said,
  serverSet,
  setting,
  start,
  useProviders,
} from './keyFlows.ts';
import { ui } from './ui.ts';

const hint = 'https://YOUR-RESOURCE.openai.azure.com/openai/v1';

describe('adding a provider whose address the user gives', () => {
  const servers = serverSet();
  before(removeEverything);
  afterEach(async () => {
    await clear();
    await servers.close();
    await useProviders(undefined);
  });
  after(removeEverything);

  it('stands in the list with how its address looks, and asks for it with the part to replace selected', async () => {
    const running = start('parley.addKey');
    await ui('quickInput', { text: 'Paste a key, or choose a provider' });
    await ui('type', { text: 'azure openai' });
    await ui('quickInput', { text: hint });
    await ui('chooseItem', { text: 'Azure OpenAI' });
    const box = await ui('quickInput', { text: 'Replace YOUR-RESOURCE by your own.' });
    assert.equal(box.value, hint);
    await ui('press', { key: 'Enter' });
    await ui('quickInput', { text: 'Address of Azure OpenAI' });
    await ui('type', { text: 'mine' });
    await ui('press', { key: 'Enter' });
    await ui('quickInput', { text: 'only ever sent to mine.openai.azure.com' });
    await ui('pressTitleButton', { name: 'Back' });
    assert.equal((await ui('quickInput', { text: 'Address of' })).value, hint.replace('YOUR-RESOURCE', 'mine'));
    await escapeAt(running, 'Address of Azure OpenAI');
    assert.equal(setting('parley.providers'), undefined);
    await expectNoKey('azure');
  });

  it('tests the key at that address, goes back to a rejected one, and keeps both', async () => {
    const key = 'canary0123456789abcdefAZURE';
    const server = await servers.start({ models: ['my-deployment'], headers: { 'api-key': key } });
    const running = start('parley.addKey', 'azure');
    await ui('quickInput', { text: 'Address of Azure OpenAI' });
    await enter(server.baseUrl);
    await ui('quickInput', { text: 'Add API Key: Azure OpenAI' });
    await enter('canary0123456789abcdefWRONG');
    await ui('quickInput', { text: 'Azure OpenAI rejected the key for 127.0.0.1' });
    assert.equal(setting('parley.providers'), undefined);
    await enter(key);
    await running;
    await said('Connected to Azure OpenAI. 1 model; chat uses my-deployment.');
    assert.deepEqual(setting('parley.providers'), { azure: { baseUrl: server.baseUrl } });
    assert.equal(setting('parley.model'), 'azure/my-deployment');
    await expectNoLeak([key]);
  });

  it('is named for a pasted key that only looks like its own, and never taken for sure', async () => {
    const running = start('parley.addKey');
    await ui('quickInput', { text: 'Paste a key, or choose a provider' });
    await ui('paste', { text: '0123456789abcdef0123456789abcdef' });
    await ui('quickInput', { text: 'It may be a key of Azure OpenAI; you choose the provider next.' });
    await ui('press', { key: 'Enter' });
    const list = await ui('quickInput', { text: 'Whose Key Is It?' });
    assert.match(list.items[0] ?? '', /^Azure OpenAI https:\/\/YOUR-RESOURCE\./);
    await ui('chooseItem', { text: 'Azure OpenAI' });
    await escapeAt(running, 'Address of Azure OpenAI');
  });
});

describe("connecting VS Code's models", () => {
  before(removeEverything);
  afterEach(() => clear());
  after(removeEverything);

  it('needs no key and no address, chooses a model and says so', async () => {
    const running = start('parley.addKey');
    await ui('quickInput', { text: "Use VS Code's Models" });
    await ui('chooseItem', { text: "Use VS Code's Models" });
    await running;
    assert.match(await said('Connected to VS Code.'), /\d+ models?; chat uses parley-test\/one\./);
    assert.equal(setting('parley.model'), 'vscode/parley-test/one');
    assert.match((await keyLines('vscode'))[0] ?? '', /VS Code \(no key\) VS Code · added just now · active$/);
  });

  it('says where models come from when there are none, and is no dead end', async () => {
    const entry = readProviderSettings({}).entries.find((one) => wayIn(one) === 'choice');
    assert.ok(entry);
    const models: ModelInfo[] = [];
    const secrets = new Secrets(new MemorySecrets());
    const deps: KeysDeps = {
      secrets,
      plainHttp: new PlainHttpConsents({ get: () => undefined, update: () => Promise.resolve() }),
      log: { failure: () => assert.fail('nothing failed') },
      entries: () => [entry],
      usable: () => Promise.resolve([entry]),
      listModels: () => Promise.resolve(models),
      sentence: () => assert.fail('nothing failed'),
      environment: () => ({}),
      now: () => 1,
    };
    const leaving = connectEditorModels(deps, entry);
    const { items } = await ui('quickInput', { text: 'Connect Another Way' });
    assert.equal(items.length, 3);
    await ui('quickInput', { text: 'Models of VS Code' });
    await ui('chooseItem', { text: 'Connect Another Way' });
    assert.equal(await leaving, 'back');

    const cancelling = connectEditorModels(deps, entry);
    await ui('quickInput', { text: 'Sign in to GitHub Copilot' });
    await ui('press', { key: 'Escape' });
    assert.equal(await cancelling, 'cancelled');
    assert.deepEqual(await secrets.connected(), []);

    const trying = connectEditorModels(deps, entry);
    await ui('quickInput', { text: 'Sign in to GitHub Copilot' });
    models.push({ id: 'late/one' });
    await ui('chooseItem', { text: 'Try Again' });
    assert.equal(await trying, 'done');
    assert.deepEqual(await secrets.connected(), ['vscode']);
    secrets.dispose();
  });

  it('can be tested and connected again like others', async () => {
    const testing = start('parley.testConnection', 'vscode');
    const { items } = await ui('quickInput', { text: 'VS Code works.' });
    assert.match(items[0] ?? '', /Address none: these models are in VS Code itself/);
    assert.match(items[1] ?? '', /TLS not used$/);
    await escapeAt(testing, 'VS Code works.');
    await start('parley.addKey', 'vscode');
    await said('Connected to VS Code.');
    assert.equal((await keyLines('vscode')).length, 1);
  });

  it('is what a provider that was switched off points to', async () => {
    await start('parley.addKey', 'github-models');
    assert.match(await said('GitHub Models was switched off'), /Connect VS Code/);
  });
});

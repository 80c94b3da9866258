import assert from 'node:assert/strict';
import { providerSetting } from '../../../src/core/models/providerSetting.ts';
import { type ProviderEntry, readProviderSettings } from '../../../src/core/models/providerSettings.ts';
import { type FoundServer, findLocalServers, findVariables } from '../../../src/host/keys/discover.ts';
import { type KeysDeps, wayIn } from '../../../src/host/keys/keysDeps.ts';
import { type ModelServer, startModelServer } from '../../support/modelServer.ts';
import { listModels } from './listModels.ts';

function refuse(server: FoundServer): never {
  assert.fail(`it found ${server.entry.row.id}`);
}

function entriesWith(settings: Readonly<Record<string, unknown>>): readonly ProviderEntry[] {
  const { entries, problems } = readProviderSettings(settings);
  assert.deepEqual(problems, []);
  return entries;
}

describe('keys in the environment', () => {
  const found = (environment: Readonly<Record<string, string>>) =>
    findVariables(entriesWith({}), environment).map(({ entry, variable }) => `${entry.row.id} ${variable}`);

  it('are found by the names people use', () => {
    assert.deepEqual(found({ OPENAI_API_KEY: 'sk-1', GROQ_API_KEY: 'gsk_1', PATH: '/bin' }), [
      'openai OPENAI_API_KEY',
      'groq GROQ_API_KEY',
    ]);
  });

  it('are none where the variable is empty', () => {
    assert.deepEqual(found({ OPENAI_API_KEY: '', GROQ_API_KEY: ' ' }), []);
  });

  it('are found for a provider whose address is not known yet, and none for what needs no key', () => {
    assert.deepEqual(found({ AZURE_OPENAI_API_KEY: 'a', AWS_BEARER_TOKEN_BEDROCK: 'b' }), [
      'azure AZURE_OPENAI_API_KEY',
      'bedrock AWS_BEARER_TOKEN_BEDROCK',
    ]);
    const everything = new Proxy({}, { get: () => 'a' });
    assert.ok(!findVariables(entriesWith({}), everything).some(({ entry }) => wayIn(entry) === 'choice'));
  });

  it('are offered once when two variables hold the same key', () => {
    assert.deepEqual(found({ GEMINI_API_KEY: 'a', GOOGLE_API_KEY: 'a' }), ['google GEMINI_API_KEY']);
    assert.deepEqual(found({ GEMINI_API_KEY: 'a', GOOGLE_API_KEY: 'b' }), [
      'google GEMINI_API_KEY',
      'google GOOGLE_API_KEY',
    ]);
  });
});

describe('servers on this machine', () => {
  const servers: ModelServer[] = [];
  afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

  async function serverWith(options: Parameters<typeof startModelServer>[0]): Promise<ModelServer> {
    const server = await startModelServer(options);
    servers.push(server);
    return server;
  }

  async function findAll(settings: Readonly<Record<string, unknown>>): Promise<readonly FoundServer[]> {
    const found: FoundServer[] = [];
    const onlyThese = entriesWith(settings).filter((entry) => entry.row.id in settings);
    const deps: Pick<KeysDeps, 'entries' | 'listModels'> = { entries: () => onlyThese, listModels };
    await findLocalServers(deps, (server) => found.push(server), new AbortController().signal);
    return found;
  }

  async function search(settings: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
    const found = await findAll(settings);
    return found.map(({ entry, models }) => `${entry.row.id} ${models ?? 'wants a key'}`).sort();
  }

  it('are found with the number of their models, or that they want a key', async () => {
    const open = await serverWith({ models: ['a', 'b'] });
    const guarded = await serverWith({ models: ['a'], key: 'secret-0123456789' });
    const found = await search({ vllm: { baseUrl: open.baseUrl }, lmstudio: { baseUrl: guarded.baseUrl } });
    assert.deepEqual(found, ['lmstudio wants a key', 'vllm 2']);
  });

  it('are recognised by the API each of them has, all four', async () => {
    const [ollama, lmstudio, llamacpp, vllm] = await Promise.all([
      serverWith({ api: 'ollama', models: ['a', 'b', 'c'] }),
      serverWith({ models: ['a'] }),
      serverWith({ models: ['a', 'b'] }),
      serverWith({ models: [] }),
    ]);
    const addresses = { ollama, lmstudio, llamacpp, vllm };
    const settings = Object.entries(addresses).map(([id, { baseUrl }]) => [id, { baseUrl }]);
    assert.deepEqual(await search(Object.fromEntries(settings)), ['llamacpp 2', 'lmstudio 1', 'ollama 3', 'vllm 0']);
  });

  it('are found at an address from when the provider was asked over Chat Completions', async () => {
    const server = await serverWith({ api: 'ollama', models: ['a'] });
    const [found] = await findAll({ ollama: { baseUrl: `${server.origin}/v1` } });
    assert.equal(found?.entry.row.wireApi, 'ollama-chat');
    assert.equal(server.requests[0]?.path, '/api/tags');
  });

  it('are found where only the Chat Completions API is spoken, and that is kept in the settings', async () => {
    const server = await serverWith({ models: ['a', 'b'] });
    const [found] = await findAll({ ollama: { baseUrl: server.origin, models: ['mine'] } });
    assert.ok(found);
    assert.deepEqual(
      server.requests.map(({ path }) => path),
      ['/api/tags', '/v1/models'],
    );
    assert.equal(found.models, 2);
    const setting = providerSetting(found.entry);
    assert.deepEqual(setting, { baseUrl: server.baseUrl, wireApi: 'openai-chat', models: ['mine'] });
    const again = entriesWith({ ollama: setting }).find((entry) => entry.row.id === 'ollama');
    assert.deepEqual(again, found.entry);
  });

  it('are not looked for where there is no address', async () => {
    const entries = entriesWith({}).filter((entry) => entry.baseUrl === '');
    assert.ok(entries.length >= 4);
    const listAnything: KeysDeps['listModels'] = () => assert.fail('it was asked');
    await findLocalServers({ entries: () => entries, listModels: listAnything }, refuse, new AbortController().signal);
  });

  it('are asked without a key', async () => {
    const server = await serverWith({ api: 'ollama', models: [] });
    await search({ ollama: { baseUrl: server.baseUrl } });
    assert.equal(server.requests.length, 1);
    assert.equal(server.requests[0]?.headers.authorization, undefined);
  });

  it('are none where nothing listens, and none where something else does', async () => {
    const gone = await startModelServer({ models: [] });
    await gone.close();
    const other = await serverWith({ models: [] });
    other.behave({ type: 'webPage' });
    assert.deepEqual(await search({ ollama: { baseUrl: gone.baseUrl }, llamacpp: { baseUrl: other.baseUrl } }), []);
  });

  it('are looked for by loopback addresses alone, whatever the settings say', async () => {
    const server = await serverWith({ models: ['a'] });
    // Reaches this machine on Linux and macOS, but is no loopback address.
    const baseUrl = server.baseUrl.replace('127.0.0.1', '0.0.0.0');
    const entries = entriesWith({ ollama: { baseUrl } }).filter((entry) => entry.row.id === 'ollama');
    const listAnything: KeysDeps['listModels'] = () => assert.fail('it was asked');
    const deps = { entries: () => entries, listModels: listAnything };
    await findLocalServers(deps, refuse, new AbortController().signal);
  });

  it('are not asked any more once the search is stopped', async () => {
    const server = await serverWith({ api: 'ollama', models: ['a'] });
    server.behave({ type: 'hang' });
    const stop = new AbortController();
    const entries = entriesWith({ ollama: { baseUrl: server.baseUrl } }).filter((entry) => entry.row.id === 'ollama');
    const searching = findLocalServers({ entries: () => entries, listModels }, refuse, stop.signal);
    await server.seen(1);
    stop.abort();
    await searching;
  });
});

import assert from 'node:assert/strict';
import { type ProviderEntry, readProviderSettings } from '../../../src/core/models/providerSettings.ts';
import { type FoundServer, findLocalServers, findVariables } from '../../../src/host/keys/discover.ts';
import type { KeysDeps } from '../../../src/host/keys/keysDeps.ts';
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

  async function search(settings: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
    const found: FoundServer[] = [];
    const onlyThese = entriesWith(settings).filter((entry) => entry.row.id in settings);
    const deps: Pick<KeysDeps, 'entries' | 'listModels'> = { entries: () => onlyThese, listModels };
    await findLocalServers(deps, (server) => found.push(server), new AbortController().signal);
    return found.map(({ entry, models }) => `${entry.row.id} ${models ?? 'wants a key'}`).sort();
  }

  it('are found with the number of their models, or that they want a key', async () => {
    const open = await serverWith({ models: ['a', 'b'] });
    const guarded = await serverWith({ models: ['a'], key: 'secret-0123456789' });
    const found = await search({ ollama: { baseUrl: open.baseUrl }, lmstudio: { baseUrl: guarded.baseUrl } });
    assert.deepEqual(found, ['lmstudio wants a key', 'ollama 2']);
  });

  it('are asked without a key', async () => {
    const server = await serverWith({ models: [] });
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
    const server = await serverWith({ models: ['a'] });
    server.behave({ type: 'hang' });
    const stop = new AbortController();
    const entries = entriesWith({ ollama: { baseUrl: server.baseUrl } }).filter((entry) => entry.row.id === 'ollama');
    const searching = findLocalServers({ entries: () => entries, listModels }, refuse, stop.signal);
    await server.seen(1);
    stop.abort();
    await searching;
  });
});

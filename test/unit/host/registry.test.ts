import assert from 'node:assert/strict';
import { ChatError } from '../../../src/core/errors.ts';
import type { Connection } from '../../../src/core/models/connection.ts';
import type { ModelInfo } from '../../../src/core/models/modelInfo.ts';
import { readProviderSettings } from '../../../src/core/models/providerSettings.ts';
import { Registry } from '../../../src/host/models/registry.ts';

const signal = new AbortController().signal;

const quiet = { limits: () => ({}), modelOverrides: () => undefined, today: () => '2026-11-21' };

function setUp() {
  const lists: ((models: readonly ModelInfo[]) => void)[] = [];
  const listModels = () => new Promise<readonly ModelInfo[]>((resolve) => lists.push(resolve));
  const registry = new Registry({
    settings: () => readProviderSettings({ mine: { baseUrl: 'http://127.0.0.1:1/v1', key: 'optional' } }),
    credentials: () => Promise.resolve(undefined),
    connected: () => Promise.resolve([]),
    load: () => Promise.resolve({ id: 'mine', listModels, stream: () => assert.fail('nothing is asked') }),
    plainHttpAgreed: () => false,
    ...quiet,
  });
  const entry = registry.entry('mine');
  assert.ok(entry);
  return { registry, entry, lists };
}

const ids = (models: readonly ModelInfo[]) => models.map((model) => model.id);
const started = () => new Promise((resolve) => setImmediate(resolve));

describe('the registry', () => {
  it('asks a provider for its models once, until keys or addresses change', async () => {
    const { registry, entry, lists } = setUp();
    const first = registry.listModels(entry, signal);
    await started();
    lists[0]?.([{ id: 'a' }]);
    assert.deepEqual(ids(await first), ['a']);
    assert.deepEqual(ids(await registry.listModels(entry, signal)), ['a']);
    assert.equal(lists.length, 1);
  });

  it('does not keep a list that was asked for with the key of before', async () => {
    const { registry, entry, lists } = setUp();
    const before = registry.listModels(entry, signal);
    await started();
    registry.refresh();
    lists[0]?.([{ id: 'old' }]);
    await before;
    const after = registry.listModels(entry, signal);
    await started();
    lists[1]?.([{ id: 'new' }]);
    assert.deepEqual(ids(await after), ['new']);
  });

  it('names what is wrong in the settings of a provider it knows, and does not call it at another address', () => {
    const registry = new Registry({
      settings: () => readProviderSettings({ openai: { baseUrl: 'htps://gateway.example/v1' } }),
      credentials: () => Promise.resolve(undefined),
      connected: () => Promise.resolve(['openai']),
      load: () => assert.fail('nothing is loaded'),
      plainHttpAgreed: () => false,
      ...quiet,
    });
    assert.throws(() => registry.resolve('openai/gpt'), /"openai": baseUrl must begin with https/);
    assert.equal(registry.entry('openai'), undefined);
    assert.equal(registry.resolve('anthropic/claude').entry.row.id, 'anthropic');
  });
});

describe('a model, ready to be asked', () => {
  const key = 'sk-canary-0123456789abcdef';

  function connected(settings: unknown = {}, changes: Partial<ConstructorParameters<typeof Registry>[0]> = {}) {
    const loaded: Connection[] = [];
    const registry = new Registry({
      settings: () => readProviderSettings(settings),
      credentials: () => Promise.resolve({ apiKey: key, headers: {} }),
      connected: () => Promise.resolve(['openai']),
      load: (connection) => {
        loaded.push(connection);
        const listModels = () => Promise.resolve([{ id: 'gpt-3.5-turbo' }]);
        return Promise.resolve({
          id: connection.providerId,
          listModels,
          stream: () => assert.fail('nothing is asked'),
        });
      },
      plainHttpAgreed: () => false,
      ...quiet,
      ...changes,
    });
    return { registry, loaded };
  }

  it('is asked by the wire API it needs, with what is known of it', async () => {
    const { registry, loaded } = connected();
    const target = await registry.connect('openai/gpt-6.1-sol', signal);
    assert.deepEqual([loaded[0]?.wireApi, loaded[0]?.keyHeader], ['openai-responses', 'bearer']);
    assert.equal(target.capabilities.n, 'parallel');
    assert.ok((target.contextWindow ?? 0) > 900_000);
    assert.ok((target.prices?.output ?? 0) > 0);
    await registry.connect('openai/gpt-4.1', signal);
    assert.equal(loaded[1]?.wireApi, 'openai-chat');
    await registry.connect('google/gemini-3.8-flash', signal);
    assert.deepEqual([loaded[2]?.wireApi, loaded[2]?.keyHeader], ['google-genai', 'x-goog-api-key']);
  });

  it('is told apart by origin and key without holding the key', async () => {
    const { registry } = connected();
    const { gate } = await registry.connect('openai/gpt-6.1-sol', signal);
    assert.match(gate, /^https:\/\/api\.openai\.com [0-9a-f]{12}$/);
    const other = connected({}, { credentials: () => Promise.resolve({ apiKey: 'another', headers: {} }) });
    assert.notEqual((await other.registry.connect('openai/gpt-6.1-sol', signal)).gate, gate);
  });

  it('is refused with its successor when it is retired, unless the provider still lists it', async () => {
    const { registry } = connected();
    const retired = (error: unknown) =>
      error instanceof ChatError && error.kind === 'modelRetired' && /gpt-6-luna/.test(error.facts.detail ?? '');
    await assert.rejects(registry.connect('openai/gpt-3.5-turbo', signal), retired);
    const entry = registry.entry('openai');
    assert.ok(entry);
    await registry.listModels(entry, signal);
    assert.equal((await registry.connect('openai/gpt-3.5-turbo', signal)).model, 'gpt-3.5-turbo');
  });

  it('costs nothing on this machine and may take its time there', async () => {
    const { registry } = connected();
    const target = await registry.connect('ollama/qwen3', signal);
    assert.deepEqual([target.reach, target.prices?.output], ['local', 0]);
    assert.ok(target.limits.firstContentMs > 180_000);
  });

  it('follows what the user says of it and of the waits', async () => {
    const modelOverrides = () => ({ 'openai/gpt-6.1-sol': { contextWindow: 1_000, takes: { seed: 'yes' } } });
    const { registry } = connected({}, { modelOverrides, limits: () => ({ idleMs: 7_000 }) });
    const target = await registry.connect('openai/gpt-6.1-sol', signal);
    assert.equal(target.contextWindow, 1_000);
    assert.equal(target.capabilities.takes.seed, 'yes');
    assert.equal(target.limits.idleMs, 7_000);
  });

  it('is refused with the successor where the provider itself is gone', async () => {
    const { registry } = connected();
    const gone = (error: unknown) => error instanceof ChatError && /switched off/.test(error.facts.detail ?? '');
    await assert.rejects(registry.connect('github-models/gpt-4o', signal), gone);
  });

  it('is one of those known of the connected providers', async () => {
    const refs = await connected().registry.knownRefs(signal);
    assert.ok(refs.includes('openai/gpt-6.1-sol'));
    assert.ok(refs.every((ref) => ref.startsWith('openai/')));
  });

  it('is asked for where nothing is known of a provider, and passed over where it does not answer', async () => {
    const server = (port: number) => ({ baseUrl: `http://127.0.0.1:${port}/v1`, key: 'optional' });
    const { registry } = connected(
      { mine: server(1), dead: server(2) },
      {
        connected: () => Promise.resolve([]),
        load: ({ providerId: id }) => {
          const list = id === 'mine' ? Promise.resolve([{ id: 'one' }]) : Promise.reject(new ChatError('network'));
          return Promise.resolve({ id, listModels: () => list, stream: () => assert.fail('nothing is asked') });
        },
      },
    );
    assert.deepEqual(await registry.knownRefs(signal), ['mine/one']);
  });
});

import assert from 'node:assert/strict';
import type { ModelInfo } from '../../../src/core/models/modelInfo.ts';
import { readProviderSettings } from '../../../src/core/models/providerSettings.ts';
import { Registry } from '../../../src/host/models/registry.ts';

const signal = new AbortController().signal;

function setUp() {
  const lists: ((models: readonly ModelInfo[]) => void)[] = [];
  const listModels = () => new Promise<readonly ModelInfo[]>((resolve) => lists.push(resolve));
  const registry = new Registry({
    settings: () => readProviderSettings({ mine: { baseUrl: 'http://127.0.0.1:1/v1', key: 'optional' } }),
    credentials: () => Promise.resolve(undefined),
    connected: () => Promise.resolve([]),
    load: () => Promise.resolve({ id: 'mine', listModels, stream: () => assert.fail('nothing is asked') }),
    plainHttpAgreed: () => false,
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
    });
    assert.throws(() => registry.resolve('openai/gpt'), /"openai": baseUrl must begin with https/);
    assert.equal(registry.entry('openai'), undefined);
    assert.equal(registry.resolve('anthropic/claude').entry.row.id, 'anthropic');
  });
});

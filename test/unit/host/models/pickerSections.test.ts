import assert from 'node:assert/strict';
import { ChatError } from '../../../../src/core/errors.ts';
import { modelFacts } from '../../../../src/core/models/modelFacts.ts';
import type { ModelInfo } from '../../../../src/core/models/modelInfo.ts';
import { type ProviderEntry, readProviderSettings } from '../../../../src/core/models/providerSettings.ts';
import type { Item } from '../../../../src/host/models/pickerItems.ts';
import { fillSection, type PickerDeps } from '../../../../src/host/models/pickerSections.ts';

function entryOf(id: string, settings: unknown = undefined): ProviderEntry {
  const found = readProviderSettings(settings).entries.find((entry) => entry.row.id === id);
  assert.ok(found);
  return found;
}

type Registry = PickerDeps['registry'];

function registry(entry: ProviderEntry, listModels: Registry['listModels']): Registry {
  return {
    usable: () => Promise.resolve([entry]),
    listModels,
    facts: async (ref) => modelFacts({ entry, model: ref.slice(entry.row.id.length + 1), today: '2026-11-21' }),
  };
}

async function sections(deps: PickerDeps, entry: ProviderEntry, signal = new AbortController().signal) {
  const shown: (readonly string[])[] = [];
  const text = ({ label, description = '' }: Item) => `${label}${description === '' ? '' : `: ${description}`}`;
  await fillSection(entry, deps, (items) => shown.push(items.map(text)), signal);
  return shown;
}

describe('a section of the list of models', () => {
  const anthropic = entryOf('anthropic');
  const describeError: PickerDeps['describe'] = (error) => `It said ${error.kind}.`;

  it('shows the list at once, then all that is known', async () => {
    const listed: readonly ModelInfo[] = [{ id: 'claude-sonnet-5-5' }, { id: 'x-embed' }];
    const deps = { registry: registry(anthropic, async () => listed), current: '', describe: describeError };
    const [first, second, ...more] = await sections(deps, anthropic);
    assert.deepEqual(more, []);
    assert.deepEqual(first, ['Anthropic, 1 not for chat left out', 'claude-sonnet-5-5']);
    assert.match(second?.[1] ?? '', /^claude-sonnet-5-5: Claude Sonnet 5\.5 · 1M tokens · \$/);
  });

  it('marks the model in use, and shows it whatever it is', async () => {
    const listed = [{ id: 'claude-sonnet-5-5' }, { id: 'x-embed' }];
    const current = 'anthropic/x-embed';
    const deps = { registry: registry(anthropic, async () => listed), current, describe: describeError };
    const [first] = await sections(deps, anthropic);
    assert.deepEqual(first, ['Anthropic', 'claude-sonnet-5-5', '$(check) x-embed: in use']);
  });

  it('says that nothing is listed, and how to go on', async () => {
    const deps = { registry: registry(anthropic, async () => []), current: '', describe: describeError };
    const [first] = await sections(deps, anthropic);
    assert.deepEqual(first, ['Anthropic', "$(info) No models listed: type anthropic/ and the model's id"]);
  });

  it('says why the list is missing, below the models the user named', async () => {
    const mine = entryOf('mine', { mine: { baseUrl: 'https://a.example/v1', models: ['one'] } });
    const listModels = () => Promise.reject(new ChatError('auth'));
    const deps = { registry: registry(mine, listModels), current: '', describe: describeError };
    assert.deepEqual(await sections(deps, mine), [
      ['mine', 'one', '$(warning) The list could not be had: It said auth.'],
    ]);
  });

  it('keeps what is known where the provider leaves the settings meanwhile', async () => {
    const facts = () => Promise.reject(new ChatError('invalidSetting'));
    const base = registry(anthropic, async () => [{ id: 'a', contextWindow: 1_000 }]);
    const deps = { registry: { ...base, facts }, current: '', describe: describeError };
    const [, second] = await sections(deps, anthropic);
    assert.deepEqual(second, ['Anthropic', 'a: 1K tokens']);
  });

  it('lets others have their turn while it looks up hundreds of models, and stops when the list is closed', async () => {
    const models = Array.from({ length: 500 }, (_, at) => ({ id: `m${at}` }));
    const close = new AbortController();
    const base = registry(anthropic, async () => models);
    let asked = 0;
    const facts: Registry['facts'] = (ref) => {
      asked += 1;
      if (asked === 1) setImmediate(() => close.abort());
      return base.facts(ref);
    };
    const deps = { registry: { ...base, facts }, current: '', describe: describeError };
    await sections(deps, anthropic, close.signal);
    assert.ok(asked > 0 && asked < 500, `${asked} were looked up`);
  });
});

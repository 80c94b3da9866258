import assert from 'node:assert/strict';
import { absentProvider, readProviderSettings } from '../../src/core/models/providerSettings.ts';

function problemsOf(value: unknown): readonly string[] {
  return readProviderSettings(value).problems;
}

function entryOf(id: string, value: unknown) {
  const { entries, problems } = readProviderSettings(value);
  assert.deepEqual(problems, []);
  const found = entries.find((entry) => entry.row.id === id);
  assert.ok(found);
  return found;
}

describe('providers in the settings', () => {
  it('are the catalogue where nothing is set', () => {
    const { entries, problems } = readProviderSettings(undefined);
    assert.deepEqual(problems, []);
    assert.equal(entries.length, 31);
    assert.ok(entries.every(({ origin }) => origin === 'catalogue'));
  });

  it('give the address of one that has none of its own, and keep what is known of it', () => {
    const { row, baseUrl, origin } = entryOf('azure', {
      azure: { baseUrl: 'https://mine.openai.azure.com/openai/v1/' },
    });
    assert.equal(baseUrl, 'https://mine.openai.azure.com/openai/v1');
    assert.equal(origin, 'catalogue with settings');
    assert.deepEqual([row.keyHeader, row.key, row.alsoSpeaks], ['api-key', 'required', ['openai-responses']]);
  });

  it('promise no second wire API at an address of the user', () => {
    const { row } = entryOf('openai', { openai: { baseUrl: 'https://proxy.example/v1' } });
    assert.deepEqual([row.wireApi, row.alsoSpeaks], ['openai-chat', []]);
    assert.ok(row.rules.names?.max_tokens, 'what is known of the provider stays');
    const same = entryOf('openai', { openai: { baseUrl: 'https://api.openai.com/v1/', models: ['a'] } });
    assert.deepEqual(same.row.alsoSpeaks, ['openai-responses']);
  });

  it('speak the compatible wire API at an address that tells, with the key in its usual header', () => {
    const baseUrl = 'https://generativelanguage.googleapis.com/v1beta/openai';
    for (const google of [{ baseUrl }, { baseUrl: `${baseUrl}/` }, { wireApi: 'openai-chat', baseUrl }]) {
      const { row } = entryOf('google', { google });
      assert.deepEqual([row.wireApi, row.keyHeader, row.rules], ['openai-chat', undefined, {}]);
    }
  });

  it('say what the address of such a one looks like', () => {
    assert.deepEqual(problemsOf({ bedrock: { models: ['a'] } }), [
      'parley.providers: "bedrock" needs a baseUrl such as https://bedrock-mantle.YOUR-REGION.api.aws/openai/v1.',
    ]);
  });

  it('may name models of VS Code, but no address', () => {
    assert.deepEqual(entryOf('vscode', { vscode: { models: ['copilot/gpt'] } }).models, ['copilot/gpt']);
    assert.deepEqual(problemsOf({ vscode: { baseUrl: 'https://a.test' } }), [
      'parley.providers: "vscode" takes no baseUrl: these models have no address.',
    ]);
  });

  it('can not revive a provider that was switched off, unless they say where it is', () => {
    const [problem] = problemsOf({ 'github-models': { models: ['gpt'] } });
    assert.match(problem ?? '', /switched off on 2026-07-30\. .*vscode/);
    assert.equal(entryOf('anyscale', { anyscale: { baseUrl: 'https://a.test/v1' } }).origin, 'settings');
  });

  it('can not be called as the models that Parley chooses are', () => {
    assert.match(problemsOf({ parley: { baseUrl: 'https://a.test' } })[0] ?? '', /name it otherwise/);
  });

  it('that name a wire API mean it for every model, and lose what was known of another one', () => {
    const same = entryOf('openai', { openai: { wireApi: 'openai-chat' } }).row;
    assert.deepEqual([same.alsoSpeaks, same.rules.names?.max_tokens], [[], 'max_completion_tokens']);
    const other = entryOf('openai', { openai: { wireApi: 'openai-responses' } }).row;
    assert.deepEqual([other.alsoSpeaks, other.rules], [[], {}]);
  });

  it('explain why a provider can not be asked although it is known', () => {
    assert.match(absentProvider('azure') ?? '', /^Azure OpenAI has another address .* azure\.baseUrl, such as https:/);
    assert.match(absentProvider('github-models') ?? '', /^GitHub Models was switched off/);
    assert.equal(absentProvider('openai'), undefined);
    assert.equal(absentProvider('nobody'), undefined);
  });
});

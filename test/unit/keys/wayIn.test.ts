import assert from 'node:assert/strict';
import { type ProviderEntry, readProviderSettings } from '../../../src/core/models/providerSettings.ts';
import { hostOf, originOf, wayIn } from '../../../src/host/keys/keysDeps.ts';

function entry(id: string, settings: unknown = undefined): ProviderEntry {
  const found = readProviderSettings(settings).entries.find((one) => one.row.id === id);
  assert.ok(found, id);
  return found;
}

describe('the way in', () => {
  it('is a key where the address is known, from the catalogue or the settings', () => {
    assert.equal(wayIn(entry('openai')), 'key');
    assert.equal(wayIn(entry('ollama')), 'key');
    assert.equal(wayIn(entry('mine', { mine: { baseUrl: 'https://a.example/v1' } })), 'key');
    assert.equal(wayIn(entry('azure', { azure: { baseUrl: 'https://a.example/openai/v1' } })), 'key');
  });

  it('is an address where every customer has an own one', () => {
    assert.equal(wayIn(entry('azure')), 'address');
    assert.equal(wayIn(entry('bedrock')), 'address');
  });

  it('is a choice alone for the models of the editor, and none for the row of servers of your own', () => {
    assert.equal(wayIn(entry('vscode')), 'choice');
    assert.equal(wayIn(entry('custom')), 'none');
  });
});

describe('origin and host', () => {
  it('are those of the address', () => {
    const own = entry('mine', { mine: { baseUrl: 'https://a.example:8443/v1' } });
    assert.equal(originOf(own), 'https://a.example:8443');
    assert.equal(hostOf(own), 'a.example:8443');
  });

  it('are names where there is no address', () => {
    assert.equal(originOf(entry('vscode')), 'vscode');
    assert.equal(hostOf(entry('vscode')), 'VS Code');
    assert.match(hostOf(entry('azure')), /^https:\/\/YOUR-RESOURCE\./);
  });
});

import assert from 'node:assert/strict';
import { catalog, catalogRow, needsAddress } from '../../src/core/models/catalog.ts';
import { keyHeaders } from '../../src/core/models/connection.ts';
import { isLoopbackHost } from '../../src/core/models/loopback.ts';
import { capabilityChecks } from '../../src/core/models/overrideFields.ts';
import { recognizeKey } from '../../src/core/models/recognizeKey.ts';
import { retirement } from '../../src/core/models/retired.ts';
import { wireApis } from '../../src/core/models/wireApi.ts';

const promised = `openai anthropic google openrouter xroute anyapi groq mistral deepseek xai together fireworks perplexity cohere
  moonshot zai minimax alibaba huggingface nvidia cerebras vercel azure bedrock vscode ollama ollama-cloud lmstudio llamacpp vllm custom`;
/** The day the catalogue was read. */
const today = '2026-11-21';

describe('catalogue', () => {
  it('has a row for every provider that is promised, each once', () => {
    const ids = catalog.map(({ id }) => id);
    assert.deepEqual([...ids].sort(), promised.split(/\s+/).sort());
    assert.equal(new Set(catalog.map(({ name }) => name)).size, ids.length);
    assert.equal(catalogRow('groq')?.name, 'Groq');
    assert.equal(catalogRow('nobody'), undefined);
  });

  it('asks each vendor by its own wire API', () => {
    const others = catalog
      .filter(({ wireApi }) => wireApi !== 'openai-chat')
      .map(({ id, wireApi }) => `${id} ${wireApi}`);
    assert.deepEqual(others.sort(), [
      'anthropic anthropic-messages',
      'google google-genai',
      'minimax anthropic-messages',
      'ollama ollama-chat',
      'ollama-cloud ollama-chat',
      'perplexity openai-responses',
      'vscode vscode-lm',
      'xai openai-responses',
    ]);
  });

  it('leaves the address to the user where every customer has another one', () => {
    assert.deepEqual(
      catalog.filter(needsAddress).map(({ id }) => id),
      ['azure', 'bedrock', 'custom'],
    );
  });

  for (const row of catalog) {
    describe(row.id, () => {
      it('has an id that can stand before a slash', () => assert.match(row.id, /^[a-z][a-z0-9-]*$/));

      it('has an address that fits its reach', () => {
        if (row.baseUrl === '') {
          if (row.id !== 'custom' && needsAddress(row)) assert.equal(new URL(row.addressHint ?? '').protocol, 'https:');
          return assert.equal(needsAddress(row), row.reach === 'custom');
        }
        const url = new URL(row.baseUrl);
        assert.equal(row.baseUrl.endsWith('/'), false);
        assert.equal(url.search + url.hash + url.username, '');
        assert.equal(isLoopbackHost(url.hostname), row.reach === 'local');
        assert.equal(url.protocol, row.reach === 'local' ? 'http:' : 'https:');
        assert.equal(row.addressHint, undefined);
      });

      it('needs a key exactly if it is somebody else’s server, and says where to get one', () => {
        const isTheirs = row.wireApi !== 'vscode-lm' && row.id !== 'custom' && row.reach !== 'local';
        assert.equal(row.key, isTheirs ? 'required' : 'optional');
        if (isTheirs) assert.equal(new URL(row.keyUrl ?? '').protocol, 'https:');
        if (row.billingUrl) assert.equal(new URL(row.billingUrl).protocol, 'https:');
        for (const variable of row.keyVariables) assert.match(variable, /^[A-Z][A-Z0-9_]+$/);
        if (isTheirs) assert.ok(row.keyVariables.length > 0);
        assert.ok(keyHeaders.includes(row.keyHeader ?? 'bearer'));
      });

      it('is found by its own key prefixes, the longest first', () => {
        const lengths = row.keyPrefixes.map((prefix) => prefix.length);
        assert.deepEqual(
          lengths,
          [...lengths].sort((a, b) => b - a),
        );
        for (const prefix of row.keyPrefixes) assert.ok(recognizeKey(`${prefix}0123456789`, catalog).includes(row));
      });

      it('has models to start with if its address is known and in the cloud, none of them retired or retiring', () => {
        assert.equal(row.defaultModels.length > 0, row.reach === 'cloud' && row.baseUrl !== '');
        for (const model of row.defaultModels) assert.equal(retirement(row.id, model, today), undefined, model);
      });

      it('departs from its wire API in known ways only', () => {
        for (const one of [row.wireApi, ...(row.alsoSpeaks ?? [])]) assert.ok(wireApis.includes(one));
        for (const [name, value] of Object.entries(row.rules)) {
          assert.ok(Object.hasOwn(capabilityChecks, name), name);
          assert.equal(capabilityChecks[name as keyof typeof capabilityChecks](value), undefined, name);
        }
      });
    });
  }
});

import assert from 'node:assert/strict';
import { parameterNames } from '../../src/core/chat/params.ts';
import { catalog, catalogRow, standardCompat } from '../../src/core/models/catalog.ts';
import { isLoopbackHost } from '../../src/core/models/loopback.ts';
import { recognizeKey } from '../../src/core/models/recognizeKey.ts';

const promised =
  'openai anthropic openrouter xroute anyapi groq mistral deepseek together fireworks xai google ollama lmstudio llamacpp vllm custom';
const allowed: Readonly<Record<string, readonly unknown[]>> = {
  maxTokensField: ['max_tokens', 'max_completion_tokens'],
  seedField: ['seed', 'random_seed'],
  streamUsage: ['ask', 'omit'],
};

describe('catalogue', () => {
  it('has a row for every provider that is promised, each once', () => {
    const ids = catalog.map(({ id }) => id);
    assert.deepEqual([...ids].sort(), promised.split(' ').sort());
    assert.equal(new Set(catalog.map(({ name }) => name)).size, ids.length);
    assert.equal(catalogRow('groq')?.name, 'Groq');
    assert.equal(catalogRow('nobody'), undefined);
  });

  for (const row of catalog) {
    describe(row.id, () => {
      it('has an id that can stand before a slash', () => assert.match(row.id, /^[a-z][a-z0-9-]*$/));

      it('has an address that fits its reach', () => {
        if (row.reach === 'custom') return assert.equal(row.baseUrl, '');
        const url = new URL(row.baseUrl);
        assert.equal(row.baseUrl.endsWith('/'), false);
        assert.equal(url.search + url.hash + url.username, '');
        assert.equal(isLoopbackHost(url.hostname), row.reach === 'local');
        assert.equal(url.protocol, row.reach === 'local' ? 'http:' : 'https:');
      });

      it('needs a key exactly if it is in the cloud, and says where to get one', () => {
        assert.equal(row.key, row.reach === 'cloud' ? 'required' : 'optional');
        if (row.reach === 'cloud') assert.equal(new URL(row.keyUrl ?? '').protocol, 'https:');
        if (row.billingUrl) assert.equal(new URL(row.billingUrl).protocol, 'https:');
        for (const variable of row.keyVariables) assert.match(variable, /^[A-Z][A-Z0-9_]+$/);
        if (row.reach === 'cloud') assert.ok(row.keyVariables.length > 0);
      });

      it('is found by its own key prefixes, the longest first', () => {
        const lengths = row.keyPrefixes.map((prefix) => prefix.length);
        assert.deepEqual(
          lengths,
          [...lengths].sort((a, b) => b - a),
        );
        for (const prefix of row.keyPrefixes) assert.ok(recognizeKey(`${prefix}0123456789`, catalog).includes(row));
      });

      it('has models to start with if it is in the cloud, none of them retired', () => {
        assert.equal(row.defaultModels.length > 0, row.reach === 'cloud');
        const retired =
          /gpt-[345](?:$|[^.\d])|gpt-4o|claude-[0-3]|gemini-[12]\.|deepseek-(?:chat|reasoner)|mistral-large-2411/;
        for (const model of row.defaultModels) assert.doesNotMatch(model.replace(/gpt-oss/, ''), retired);
      });

      it('departs from its wire API in known ways only', () => {
        for (const [field, value] of Object.entries(row.compat)) {
          assert.ok(field in standardCompat, field);
          if (field === 'rejects')
            for (const name of value as string[])
              assert.ok(
                parameterNames.some((one) => one === name),
                name,
              );
          else assert.ok(allowed[field]?.includes(value), `${field}: ${String(value)}`);
        }
      });
    });
  }
});

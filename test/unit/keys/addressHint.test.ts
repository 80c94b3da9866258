import assert from 'node:assert/strict';
import { hintedAddress, hintedAddressProblem, placeholderOf } from '../../../src/core/models/addressHint.ts';
import { catalog } from '../../../src/core/models/catalog.ts';
import { addressProblem } from '../../../src/core/models/providerSettings.ts';

const hint = 'https://YOUR-RESOURCE.openai.azure.com/openai/v1';
const address = 'https://mine.openai.azure.com/openai/v1';

describe('an address of the shape of a hint', () => {
  it('has a placeholder in every hint of the catalogue, and is whole once that is replaced', () => {
    const hints = catalog.flatMap((row) => (row.addressHint === undefined ? [] : [row.addressHint]));
    assert.ok(hints.length >= 2);
    for (const one of hints) {
      const placeholder = placeholderOf(one);
      assert.ok(placeholder, one);
      assert.equal(one.slice(placeholder.start, placeholder.end), placeholder.text);
      assert.match(placeholder.text, /^YOUR-[A-Z]+$/);
      const replaced = one.replace(placeholder.text, 'mine');
      assert.equal(addressProblem(replaced), undefined);
      assert.equal(hintedAddress(one, 'mine'), replaced);
      assert.equal(hintedAddress(one, replaced), replaced);
    }
  });

  const spellings: readonly (readonly [typed: string, means: string])[] = [
    [address, address],
    [' mine ', address],
    ['https://mine.openai.azure.com', address],
    ['https://mine.openai.azure.com/', address],
    ['mine.openai.azure.com', address],
    ['https://mine.openai.azure.com/openai', address],
    ['https://mine.openai.azure.com/openai/v1/', address],
    ['https://mine.openai.azure.com/openai/v1/chat/completions', address],
    ['https://mine.openai.azure.com/openai/deployments/d/chat/completions?api-version=2025-01-01-preview', address],
    ['https://mine.services.ai.azure.com/', 'https://mine.services.ai.azure.com/openai/v1'],
    ['https://gateway.example/team/openai/v1/', 'https://gateway.example/team/openai/v1'],
    ['http://127.0.0.1:8000/v1', 'http://127.0.0.1:8000/v1'],
    ['127.0.0.1:8000', 'http://127.0.0.1:8000/openai/v1'],
  ];
  for (const [typed, means] of spellings) {
    it(`is ${means} where ${JSON.stringify(typed)} is typed`, () => {
      assert.equal(hintedAddress(hint, typed), means);
      assert.equal(hintedAddressProblem(hint, typed), undefined);
    });
  }

  const wrong: readonly (readonly [typed: string, says: RegExp])[] = [
    ['', /^Type the address, for example https:\/\/YOUR-RESOURCE\./],
    [hint, /^Replace YOUR-RESOURCE by your own\.$/],
    ['https://your-resource.openai.azure.com', /^Replace YOUR-RESOURCE/],
    ['ftp://mine.openai.azure.com', /must begin with https/],
    ['https://me:secret@mine.openai.azure.com', /user name or password/],
    ['https://gateway.example/team?x=1', /must not contain/],
    ['my resource', /whole address/],
  ];
  for (const [typed, says] of wrong) {
    it(`is refused where ${JSON.stringify(typed)} is typed`, () => {
      assert.match(hintedAddressProblem(hint, typed) ?? '', says);
    });
  }
});

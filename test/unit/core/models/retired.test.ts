import assert from 'node:assert/strict';
import { catalogRow } from '../../../../src/core/models/catalog.ts';
import models from '../../../../src/core/models/retired.json' with { type: 'json' };
import { type Retirement, retirement } from '../../../../src/core/models/retired.ts';
import providers from '../../../../src/core/models/retiredProviders.json' with { type: 'json' };
import { retiredProvider } from '../../../../src/core/models/retiredProviders.ts';

const today = '2026-11-21';
const everything = Object.entries(models as Readonly<Record<string, Readonly<Record<string, Retirement>>>>);

describe('models that retire', () => {
  it('name a day and a successor that is not retired itself', () => {
    for (const [provider, models] of everything) {
      assert.ok(catalogRow(provider));
      for (const [id, { on, successor }] of Object.entries(models)) {
        if (on !== undefined) assert.match(on, /^\d{4}-\d{2}-\d{2}$/, id);
        assert.ok(successor, id);
        assert.equal(retirement(provider, successor, '2027-06-01'), undefined, `${id} → ${successor}`);
      }
    }
  });

  // Ids that guides and older settings name.
  const gone = [
    'openai/gpt-4-turbo-preview',
    'openai/gpt-3.5-turbo',
    'openai/gpt-4',
    'openai/text-davinci-003',
    'anthropic/claude-3-opus',
    'anthropic/claude-3-sonnet',
    'anthropic/claude-3-5-sonnet-20241022',
    'google/gemini-1.5-pro',
    'google/gemini-1.5-flash',
    'mistral/mistral-large',
    'mistral/mistral-large-2411',
    'deepseek/deepseek-chat',
    'perplexity/sonar-pro',
    'anthropic/claude-opus-4-20250514',
    'openai/gpt-4o-2024-05-13',
  ];
  for (const ref of gone) {
    it(`${ref} is gone, and what to use instead is said`, () => {
      const at = ref.indexOf('/');
      const state = retirement(ref.slice(0, at), ref.slice(at + 1), today);
      assert.equal(state?.type, 'gone');
      assert.match(
        state?.sentence ?? '',
        new RegExp(`^${ref.replaceAll('.', '\\.')} was retired.* Use ${ref.slice(0, at)}/`),
      );
    });
  }

  it('are a notice before the day, and gone on it', () => {
    assert.equal(retirement('openai', 'gpt-4o', '2027-01-13')?.type, 'going');
    assert.equal(retirement('openai', 'gpt-4o', '2027-01-14')?.type, 'gone');
    assert.equal(
      retirement('openai', 'gpt-4o-mini-2024-07-18', today)?.sentence,
      'openai/gpt-4o-mini-2024-07-18 will be retired on 2027-01-14. Use openai/gpt-6-luna instead.',
    );
  });

  it('say where another model answers under the old name', () => {
    const { sentence } = retirement('google', 'gemini-2.5-pro', today) ?? { sentence: '' };
    assert.match(
      sentence,
      /2026-12-01\. After that day Google still answers under this name, but with gemini-3\.8-flash/,
    );
  });

  it('are the ones that are meant, and no others', () => {
    for (const id of ['gpt-4.1-2025-04-14x', 'gpt-5.2', 'gpt-6-luna', 'constructor']) {
      assert.equal(retirement('openai', id, today), undefined, id);
    }
    assert.equal(retirement('mistral', 'mistral-large-latest', today), undefined);
    assert.equal(retirement('mistral', 'mistral-large-2512', today), undefined);
    assert.equal(retirement('openrouter', 'openai/gpt-4', today), undefined);
    assert.equal(retirement('google', 'gemini-2.5-flash-lite', today), undefined);
  });

  it('follow the day the provider’s own list gives', () => {
    assert.equal(retirement('anthropic', 'claude-opus-4-5', today, '2027-02-01')?.type, 'going');
    assert.equal(retirement('openai', 'gpt-4o', today, '2026-11-20')?.type, 'gone');
  });
});

describe('providers that are no more', () => {
  it('name the one to use instead', () => {
    for (const id of Object.keys(providers)) {
      assert.equal(catalogRow(id), undefined);
      const gone = retiredProvider(id);
      assert.ok(gone && catalogRow(gone.successor));
      assert.match(gone.sentence, new RegExp(`was switched off.*${gone.successor}/`));
    }
    assert.equal(retiredProvider('openai'), undefined);
    assert.equal(retiredProvider('toString'), undefined);
  });
});

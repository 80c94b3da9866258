import assert from 'node:assert/strict';
import {
  automaticRefs,
  type Candidate,
  chooseAutomatic,
  isAutomatic,
  type Needs,
} from '../../../../src/core/models/automatic.ts';
import { familyName } from '../../../../src/core/models/families.ts';
import { modelFacts } from '../../../../src/core/models/modelFacts.ts';
import { parseModelRef } from '../../../../src/core/models/modelRef.ts';
import { readProviderSettings } from '../../../../src/core/models/providerSettings.ts';
import recommendations from '../../../../src/core/models/recommendations.json' with { type: 'json' };
import { knownModelIds } from '../../../../src/core/models/snapshot.ts';

const { entries } = readProviderSettings(undefined);
const needs: Needs = { input: 1_000, output: 1_000, takes: [] };

function candidate(ref: string, more: Partial<Candidate> = {}): Candidate {
  const parsed = parseModelRef(ref);
  const entry = entries.find(({ row }) => row.id === parsed?.provider);
  assert.ok(parsed && entry);
  return {
    ref,
    facts: modelFacts({ entry, model: parsed.model, today: '2026-11-21' }),
    reach: entry.row.reach,
    ...more,
  };
}

const luna = candidate('openai/gpt-6-luna');
const terra = candidate('openai/gpt-6.1-terra');
const opus = candidate('anthropic/claude-opus-5-5');
const sonnet = candidate('anthropic/claude-sonnet-5-5');
const flash = candidate('google/gemini-3.8-flash');
const routed = candidate('openrouter/anthropic/claude-opus-5.5');
const unknown = candidate('xroute/some-model');
const mine = candidate('ollama/qwen3-coder:30b');

function choose(name: string, candidates: readonly Candidate[], more: Partial<Needs> = {}) {
  const choice = chooseAutomatic(`parley/${name}`, candidates, { ...needs, ...more });
  assert.ok(choice);
  return choice;
}

function chosen(name: string, candidates: readonly Candidate[], more: Partial<Needs> = {}): string {
  const choice = choose(name, candidates, more);
  assert.equal(choice.type, 'chosen', choice.type === 'none' ? choice.sentence : '');
  return choice.type === 'chosen' ? choice.ref : '';
}

function why(name: string, candidates: readonly Candidate[], more: Partial<Needs> = {}): string {
  const choice = choose(name, candidates, more);
  return choice.type === 'chosen' ? choice.why : choice.sentence;
}

describe('a model that Parley chooses', () => {
  it('is asked for by a ref of its own', () => {
    assert.equal(automaticRefs.length, 8);
    assert.ok(automaticRefs.every(isAutomatic));
    assert.equal(isAutomatic('openai/gpt-6-luna'), false);
    assert.equal(chooseAutomatic('openai/gpt-6-luna', [luna], needs), undefined);
    assert.match(
      why('cheepest', [luna]),
      /^There is no parley\/cheepest\. Did you mean parley\/cheapest\? Known are parley\/cheapest/,
    );
  });

  it('is the cheapest for this request', () => {
    assert.equal(chosen('cheapest', [opus, terra, luna, sonnet]), 'openai/gpt-6-luna');
    // 0.001 × 0.10 + 0.001 × 0.50
    assert.equal(
      why('cheapest', [opus, terra, luna, unknown]),
      'openai/gpt-6-luna answers: the cheapest of 3 models that fit, at most about $0.00060 for this request; of 1 other the price is not known.',
    );
  });

  it('is the cheapest by the share of input and output, and by the tier', () => {
    const cheapIn: Candidate = {
      ...unknown,
      ref: 'a/in',
      facts: { ...unknown.facts, prices: { input: 1, output: 9 } },
    };
    const cheapOut: Candidate = {
      ...unknown,
      ref: 'a/out',
      facts: { ...unknown.facts, prices: { input: 2, output: 1 } },
    };
    assert.equal(chosen('cheapest', [cheapIn, cheapOut], { input: 90_000, output: 100 }), 'a/in');
    assert.equal(chosen('cheapest', [cheapIn, cheapOut], { input: 100, output: 90_000 }), 'a/out');
    // Above 272 000 Terra is 2 for input, as Sonnet is, but its output is still cheaper.
    assert.equal(chosen('cheapest', [sonnet, terra], { input: 300_000 }), 'openai/gpt-6.1-terra');
  });

  it('costs nothing on this machine', () => {
    assert.equal(chosen('cheapest', [luna, mine]), mine.ref);
    assert.match(why('cheapest', [luna, mine]), /it runs on this machine and costs nothing/);
  });

  it('is never one without a price as the cheapest', () => {
    assert.equal(chosen('cheapest', [unknown, opus]), opus.ref);
    assert.match(why('cheapest', [unknown, routed]), /the price is known\. Set prices in parley\.modelOverrides/);
  });

  it('is the fastest of those that were timed', () => {
    const timed = [opus, { ...sonnet, latencyMs: 900 }, { ...luna, latencyMs: 450 }];
    assert.equal(chosen('fastest', timed), luna.ref);
    assert.equal(
      why('fastest', timed),
      'openai/gpt-6-luna answers: the fastest of 2 models that fit, 0.5 s to its first words; of 1 other the speed is not known.',
    );
  });

  it('is one that is recommended for speed while none was timed', () => {
    assert.equal(chosen('fastest', [opus, flash, sonnet]), flash.ref);
    assert.match(why('fastest', [opus, flash]), /no model was timed yet/);
    assert.match(why('fastest', [unknown]), /none of your models was timed yet/);
  });

  it('is the best for a task, whoever serves it', () => {
    assert.equal(chosen('best-for-code', [luna, terra, opus]), opus.ref);
    assert.equal(chosen('best-for-code', [terra, routed]), routed.ref);
    assert.equal(chosen('best-for-code', [mine, luna]), mine.ref);
    assert.equal(chosen('best-for-analysis', [opus, sonnet]), sonnet.ref);
    assert.equal(chosen('best-for-support', [flash, sonnet]), sonnet.ref);
    assert.equal(chosen('best-for-writing', [luna, opus]), opus.ref);
    assert.equal(chosen('best-for-speed', [flash, luna]), luna.ref);
    assert.equal(chosen('best-for-languages', [sonnet, flash]), flash.ref);
    assert.equal(
      why('best-for-code', [luna, terra, opus]),
      'anthropic/claude-opus-5-5 answers: the best for code of 2 recommended models that fit.',
    );
    assert.match(
      why('best-for-code', [unknown]),
      /recommended for code\. Recommended are claude-opus-5-5, gpt-6\.1-sol/,
    );
  });

  it('is, of equals, the cheaper one, then the faster one, then the one named first', () => {
    assert.equal(chosen('best-for-code', [routed, opus]), opus.ref);
    assert.match(why('best-for-code', [routed, opus]), /before others that are equal in this\.$/);
    const twin: Candidate = { ...opus, ref: 'azure/claude-opus-5-5', latencyMs: 200 };
    assert.equal(chosen('best-for-code', [opus, twin]), twin.ref);
    assert.equal(chosen('best-for-code', [opus, { ...twin, latencyMs: undefined }]), opus.ref);
  });

  it('takes what the request has in it, as far as is known', () => {
    const deepseek = candidate('deepseek/deepseek-v4-pro');
    assert.equal(chosen('cheapest', [deepseek, opus]), deepseek.ref);
    assert.equal(chosen('cheapest', [deepseek, opus], { takes: ['image'] }), opus.ref);
    assert.equal(chosen('cheapest', [opus, luna, flash], { takes: ['audio'] }), flash.ref);
    assert.match(why('cheapest', [deepseek], { takes: ['pdf'] }), /deepseek-v4-pro does not take PDF files\.$/);
  });

  it('holds the request, as far as is known', () => {
    const haiku = candidate('anthropic/claude-haiku-4-5');
    assert.equal(chosen('cheapest', [haiku, opus], { input: 150_000 }), haiku.ref);
    assert.equal(chosen('cheapest', [haiku, opus], { input: 199_500 }), opus.ref);
    assert.match(why('cheapest', [haiku], { input: 500_000 }), /claude-haiku-4-5 is too small for this request\.$/);
    assert.match(why('cheapest', [luna], { input: 930_000, output: 10 }), /gpt-6-luna is too small/);
  });

  it('is for chat, and not retired', () => {
    const old = candidate('openai/gpt-4');
    const embedding = candidate('openai/text-embedding-3-small');
    assert.match(
      why('cheapest', [old, embedding]),
      /gpt-4 was retired, openai\/text-embedding-3-small is no chat model/,
    );
  });

  it('is none where there is nothing to choose from', () => {
    assert.match(why('cheapest', []), /no models to choose from\. Connect a provider/);
    const many = Array.from({ length: 5 }, (_, at) => candidate(`openai/text-embedding-${at}`));
    assert.match(why('fastest', many), /, and 2 others do not fit either\.$/);
  });

  it('is recommended only if it is there to be had', () => {
    const known = entries.flatMap(({ row }) => knownModelIds(row.id)).map(familyName);
    for (const { models } of Object.values(recommendations)) {
      assert.equal(new Set(models).size, models.length);
      for (const one of models)
        assert.ok(
          known.some((id) => id.startsWith(familyName(one))),
          one,
        );
    }
  });
});

import assert from 'node:assert/strict';
import type { Capabilities } from '../../../../src/core/models/capabilities.ts';
import { catalog, catalogRow } from '../../../../src/core/models/catalog.ts';
import rows from '../../../../src/core/models/families.json' with { type: 'json' };
import { type Family, familyName } from '../../../../src/core/models/families.ts';
import { type ModelFacts, modelFacts } from '../../../../src/core/models/modelFacts.ts';
import { parseModelRef } from '../../../../src/core/models/modelRef.ts';
import { capabilityChecks } from '../../../../src/core/models/overrideFields.ts';
import { readProviderSettings } from '../../../../src/core/models/providerSettings.ts';
import { knownModelIds } from '../../../../src/core/models/snapshot.ts';
import { wireApis } from '../../../../src/core/models/wireApi.ts';

const { entries } = readProviderSettings({ azure: { baseUrl: 'https://mine.openai.azure.com/openai/v1' } });

function factsOf(ref: string): ModelFacts {
  const parsed = parseModelRef(ref);
  const entry = entries.find(({ row }) => row.id === parsed?.provider);
  assert.ok(parsed && entry, ref);
  return modelFacts({ entry, model: parsed.model, today: '2026-11-21' });
}

/** What a model does with temperature, and how it reasons, in a line. */
function line(ref: string): string {
  const { wireApi, capabilities: c } = factsOf(ref);
  const efforts = c.efforts === 'unknown' ? 'any' : c.efforts.join('/') || 'none at all';
  return `${wireApi} · temperature ${c.takes.temperature ?? 'yes'} · thinks ${c.thinks} · ${efforts}`;
}

const ladder = 'low/medium/high/xhigh';
const lines: Readonly<Record<string, string>> = {
  'openai/gpt-4o': 'openai-chat · temperature yes · thinks never · none at all',
  'openai/gpt-4.1-mini': 'openai-chat · temperature yes · thinks never · none at all',
  'openai/gpt-5-chat-latest': 'openai-chat · temperature yes · thinks unknown · any',
  'openai/gpt-5': 'openai-responses · temperature no · thinks always · minimal/low/medium/high',
  'openai/gpt-5-mini-2025-08-07': 'openai-responses · temperature no · thinks always · minimal/low/medium/high',
  'openai/gpt-5.1': 'openai-responses · temperature effortNone · thinks byEffort · none/low/medium/high',
  'openai/gpt-5.4-mini': `openai-responses · temperature effortNone · thinks byEffort · none/${ladder}`,
  'openai/gpt-5.5': `openai-responses · temperature effortNone · thinks byEffort · none/${ladder}`,
  'openai/gpt-5.6-sol': `openai-responses · temperature no · thinks byEffort · none/${ladder}/max`,
  'openai/gpt-5-pro': 'openai-responses · temperature no · thinks always · high',
  'openai/gpt-5.5-pro': 'openai-responses · temperature no · thinks always · medium/high/xhigh',
  'openai/gpt-5.1-codex': 'openai-responses · temperature no · thinks always · low/medium/high',
  'openai/gpt-5.3-codex': `openai-responses · temperature no · thinks byEffort · none/${ladder}`,
  'openai/gpt-6-astra': `openai-responses · temperature no · thinks always · ${ladder}/max`,
  'openai/gpt-6.1-sol': `openai-responses · temperature no · thinks always · ${ladder}/max`,
  'openai/gpt-6.1-terra': `openai-responses · temperature effortNone · thinks byEffort · none/${ladder}/max`,
  'openai/gpt-6-luna': `openai-responses · temperature effortNone · thinks byEffort · none/${ladder}/max`,
  'openai/gpt-6-sol': `openai-responses · temperature effortNone · thinks byEffort · none/${ladder}/max`,
  'openai/o3': 'openai-responses · temperature no · thinks always · low/medium/high',
  'openai/o4-mini-deep-research': 'openai-responses · temperature no · thinks always · medium',
  'azure/gpt-5.1': 'openai-responses · temperature effortNone · thinks byEffort · none/low/medium/high',
  'openrouter/openai/gpt-6-luna': `openai-chat · temperature effortNone · thinks byEffort · none/${ladder}`,
  'openrouter/openai/gpt-6-astra:free': `openai-chat · temperature no · thinks always · ${ladder}`,
  'groq/openai/gpt-oss-120b': 'openai-chat · temperature yes · thinks always · low/medium/high',
  'ollama/gpt-oss:20b': 'ollama-chat · temperature yes · thinks always · low/medium/high',
  'anthropic/claude-opus-5-5': `anthropic-messages · temperature no · thinks always · ${ladder}/max`,
  'anthropic/claude-sonnet-5-5-20261021': `anthropic-messages · temperature no · thinks always · ${ladder}/max`,
  'anthropic/claude-fable-5-1': `anthropic-messages · temperature no · thinks always · ${ladder}/max`,
  'anthropic/claude-haiku-5-5': `anthropic-messages · temperature no · thinks byEffort · none/${ladder}/max`,
  'anthropic/claude-opus-4-7': `anthropic-messages · temperature no · thinks byEffort · none/${ladder}/max`,
  'anthropic/claude-sonnet-4-6': 'anthropic-messages · temperature yes · thinks never · low/medium/high/max',
  'anthropic/claude-haiku-4-5-20251001': 'anthropic-messages · temperature yes · thinks never · none at all',
  'anthropic/claude-opus-4-1': 'anthropic-messages · temperature yes · thinks never · none at all',
  'openrouter/anthropic/claude-sonnet-5.5': 'openai-chat · temperature no · thinks always · any',
  'openrouter/anthropic/claude-sonnet-4.5': 'openai-chat · temperature yes · thinks unknown · any',
  'google/gemini-3.8-flash': 'google-genai · temperature yes · thinks always · low/medium/high',
  'google/gemini-3.5-flash': 'google-genai · temperature yes · thinks always · minimal/low/medium/high',
  'google/gemini-3.1-pro-preview': 'google-genai · temperature yes · thinks always · low/medium/high',
  'google/gemini-2.5-flash': 'google-genai · temperature yes · thinks byEffort · none/low/medium/high',
  'google/gemini-2.5-pro': 'google-genai · temperature yes · thinks always · low/medium/high',
  'google/gemma-4-31b-it': 'google-genai · temperature yes · thinks unknown · none at all',
  'deepseek/deepseek-v4-pro': 'openai-chat · temperature no · thinks always · low/high/max',
  'together/deepseek-ai/DeepSeek-V4-Pro': 'openai-chat · temperature yes · thinks unknown · any',
  'xai/grok-4.3': 'openai-responses · temperature yes · thinks byEffort · none/low/medium/high',
  'xai/grok-4.20-0309-reasoning': 'openai-responses · temperature yes · thinks always · none at all',
  'xai/grok-4.20-0309-non-reasoning': 'openai-responses · temperature yes · thinks never · none at all',
  'mistral/mistral-medium-latest': 'openai-chat · temperature yes · thinks byEffort · none/high',
  'mistral/mistral-large-latest': 'openai-chat · temperature yes · thinks never · none at all',
  'mistral/magistral-medium-latest': 'openai-chat · temperature yes · thinks always · none at all',
  'cohere/command-a-03-2025': 'openai-chat · temperature yes · thinks never · none at all',
  'cohere/command-a-reasoning-08-2025': 'openai-chat · temperature yes · thinks byEffort · none/high',
  'moonshot/kimi-k2.5': 'openai-chat · temperature no · thinks unknown · any',
  'minimax/MiniMax-M2.7': 'anthropic-messages · temperature yes · thinks always · none at all',
  'custom/anything': 'openai-chat · temperature yes · thinks unknown · any',
};

describe('families of models', () => {
  for (const [ref, expected] of Object.entries(lines)) {
    it(ref, () => assert.equal(line(ref), expected));
  }

  const details: readonly (readonly [string, Partial<Capabilities>])[] = [
    ['anthropic/claude-opus-5-5', { forcedTools: 'no', apiVersion: '2026-10-21' }],
    ['anthropic/claude-haiku-5-5', { forcedTools: 'yes', apiVersion: '2026-10-21' }],
    ['openrouter/anthropic/claude-opus-5.5', { forcedTools: 'no', apiVersion: undefined }],
    ['anthropic/claude-sonnet-4-6', { apiVersion: '2023-06-01', samplingPair: 'one', temperatureMost: 1 }],
    ['google/gemini-3.8-flash', { n: 'parallel', jsonWithTools: 'unforced', system: 'system' }],
    ['google/gemini-2.5-flash', { n: 'native', jsonWithTools: 'no' }],
    ['google/gemma-4-31b-it', { system: 'user', audio: 'no', pdf: 'no' }],
    ['google/gemma-3-27b-it', { tools: 'no', jsonObject: 'instructed', jsonSchema: 'instructed' }],
    ['openai/gpt-6-luna', { system: 'developer', image: 'yes', pdf: 'yes', tools: 'yes' }],
    ['openai/gpt-5.4-pro', { jsonSchema: 'instructed' }],
    ['openai/gpt-5.3-codex-spark', { image: 'no', pdf: 'no', audio: 'no' }],
    ['openai/gpt-4.1', { image: 'yes', audio: 'no', predictionAlone: 'yes' }],
    ['openai/gpt-4o-audio-preview', { audio: 'yes' }],
    ['openrouter/openai/gpt-5.6-luna', { toolsWhileThinking: 'yes' }],
    ['deepseek/deepseek-v4-pro', { image: 'no', jsonSchema: 'instructed', tools: 'yes' }],
    ['deepseek/deepseek-v4-pro', { forcedTools: 'no', reasoningBack: 'withCalls' }],
    ['groq/openai/gpt-oss-120b', { jsonWithTools: 'no', jsonSchema: 'native', n: 'parallel', image: 'no' }],
    ['groq/llama-3.3-70b-versatile', { jsonSchema: 'instructed', serviceTiers: ['auto', 'flex'] }],
    ['mistral/voxtral-small-latest', { audio: 'yes', image: 'no', streamUsage: 'omit', temperatureMost: 1.5 }],
    ['mistral/voxtral-small-latest', { efforts: [], roleOrder: 'strict' }],
    ['minimax/MiniMax-M3', { samplingPair: 'both', image: 'yes', apiVersion: '2023-06-01' }],
  ];
  for (const [ref, expected] of details) {
    it(`${ref}: ${JSON.stringify(expected)}`, () => {
      const { capabilities } = factsOf(ref);
      const found = Object.fromEntries(
        Object.keys(expected).map((name) => [name, capabilities[name as keyof Capabilities]]),
      );
      assert.deepEqual(found, expected);
    });
  }

  it('use the names of the wire API they are asked by', () => {
    const names = (ref: string) => factsOf(ref).capabilities.names;
    assert.deepEqual(names('openai/gpt-4o'), { max_tokens: 'max_completion_tokens', user: 'safety_identifier' });
    assert.deepEqual(names('openai/gpt-6-luna'), { max_tokens: 'max_output_tokens', user: 'safety_identifier' });
    assert.equal(names('xai/grok-4.3').user, 'user');
    assert.equal(names('google/gemini-2.5-flash').reasoning_effort, 'thinkingBudget');
    assert.equal(names('google/gemini-3.8-flash').reasoning_effort, 'thinkingLevel');
    assert.equal(names('mistral/mistral-large-latest').seed, 'random_seed');
  });

  it('are known by a name that does not depend on who serves them', () => {
    const ids = ['claude-sonnet-4-6-20260217', 'anthropic/claude-sonnet-4.6', 'us.anthropic.claude-sonnet-4-6'];
    assert.deepEqual(new Set(ids.map(familyName)), new Set(['claude-sonnet-4-6']));
    assert.equal(familyName('accounts/fireworks/models/kimi-k2p7-code'), 'kimi-k2-7-code');
    assert.equal(familyName('gpt-oss:120b'), 'gpt-oss-120b');
  });

  const families = rows as unknown as readonly Family[];
  const ids = [...catalog.flatMap(({ id }) => knownModelIds(id)), ...Object.keys(lines)];
  const extra = [
    'codex-mini-latest',
    'gpt-4o-search-preview',
    'gpt-audio',
    'o3-pro',
    'gemini-2.5-flash',
    'gemma-3-27b-it',
    'voxtral-small',
  ];
  for (const family of families) {
    it(`${family.match} is well formed and says something of a model there is`, () => {
      const pattern = new RegExp(family.match);
      assert.ok([...ids, ...extra].some((id) => pattern.test(familyName(id))));
      for (const provider of family.providers ?? []) assert.ok(catalogRow(provider));
      if (family.wireApi) assert.ok(wireApis.includes(family.wireApi));
      for (const wireApi of Object.keys(family.on ?? {})) assert.ok((wireApis as readonly string[]).includes(wireApi));
      const layers = [family.rules, ...Object.values(family.on ?? {})].filter((one) => one !== undefined);
      assert.ok(layers.length > 0);
      for (const [name, value] of layers.flatMap((rules) => Object.entries(rules))) {
        assert.ok(Object.hasOwn(capabilityChecks, name), name);
        assert.equal(capabilityChecks[name as keyof Capabilities](value), undefined, name);
      }
    });
  }
});

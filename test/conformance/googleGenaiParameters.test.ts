// GenerateContent: what becomes of each parameter.
import assert from 'node:assert/strict';
import type { ModelParameters, ReasoningEffort } from '../../src/core/chat/params.ts';
import type { CapabilityRules } from '../../src/core/models/capabilities.ts';
import { lowering } from '../support/exchange.ts';
import { wireOf } from '../support/wires.ts';

const wire = wireOf('google-genai');
const schema = { type: 'object', properties: { x: { type: 'integer' } }, required: ['x'], additionalProperties: false };
const tools = [{ name: 'look', description: 'Looks.', parameters: schema }];

/** The body without what every request has. */
async function sent(parameters: ModelParameters, rules: CapabilityRules = {}, model = 'test-model') {
  const { body, notices } = await lowering(wire, { parameters, model }, rules);
  const { contents: _, ...rest }: Readonly<Record<string, unknown>> = body;
  return { ...rest, generationConfig: rest.generationConfig, notices };
}

const table: Readonly<Record<string, readonly [ModelParameters, Readonly<Record<string, unknown>>]>> = {
  temperature: [{ temperature: 0 }, { temperature: 0 }],
  top_p: [{ top_p: 0.9 }, { topP: 0.9 }],
  max_tokens: [{ max_tokens: 77 }, { maxOutputTokens: 77 }],
  n: [{ n: 1 }, { candidateCount: 1 }],
  stop: [{ stop: ['a', 'b'] }, { stopSequences: ['a', 'b'] }],
  seed: [{ seed: 7 }, { seed: 7 }],
  presence_penalty: [{ presence_penalty: 1 }, { presencePenalty: 1 }],
  frequency_penalty: [{ frequency_penalty: -1 }, { frequencyPenalty: -1 }],
  logprobs: [{ logprobs: true }, { responseLogprobs: true }],
  top_logprobs: [
    { logprobs: true, top_logprobs: 3 },
    { responseLogprobs: true, logprobs: 3 },
  ],
  'response_format text': [{ response_format: { type: 'text' } }, {}],
  'response_format json_object': [
    { response_format: { type: 'json_object' } },
    { responseMimeType: 'application/json' },
  ],
  'response_format json_schema': [
    { response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } } },
    { responseMimeType: 'application/json', responseJsonSchema: schema },
  ],
  'no reasoning_effort': [{}, {}],
};

describe('google-genai: parameters', () => {
  for (const [what, [parameters, generationConfig]] of Object.entries(table)) {
    it(`sends ${what}`, async () => {
      assert.deepEqual(await sent(parameters), { generationConfig, notices: [] });
    });
  }

  const choices = [
    ['none', { mode: 'NONE' }],
    ['auto', { mode: 'AUTO' }],
    ['required', { mode: 'ANY' }],
    [
      { type: 'function', function: { name: 'look' } },
      { mode: 'ANY', allowedFunctionNames: ['look'] },
    ],
  ] as const;
  for (const [tool_choice, functionCallingConfig] of choices) {
    it(`sends tools and the tool_choice ${JSON.stringify(tool_choice)}`, async () => {
      const { body } = await lowering(wire, { parameters: { tool_choice }, tools });
      assert.deepEqual(body.tools, [
        { functionDeclarations: [{ name: 'look', description: 'Looks.', parametersJsonSchema: schema }] },
      ]);
      assert.deepEqual(body.toolConfig, { functionCallingConfig });
    });
  }

  const tiers = { flex: 'flex', priority: 'priority', default: 'standard', standard_only: 'standard' } as const;
  for (const [tier, serviceTier] of Object.entries(tiers)) {
    it(`sends the service tier ${tier} as ${serviceTier}`, async () => {
      const parameters = { service_tier: tier as keyof typeof tiers };
      assert.deepEqual(await sent(parameters), { generationConfig: {}, serviceTier, notices: [] });
    });
  }

  it('leaves out a service tier that Google does not have, and says so', async () => {
    const { notices, ...rest } = await sent({ service_tier: 'scale' });
    assert.deepEqual(rest, { generationConfig: {} });
    assert.deepEqual(
      notices.map(({ kind, parameter }) => [kind, parameter]),
      [['unsupported', 'service_tier']],
    );
    assert.deepEqual(await sent({ service_tier: 'auto' }), { generationConfig: {}, notices: [] });
  });
});

describe('google-genai: thinking', () => {
  const budgets: Readonly<Record<ReasoningEffort, readonly [object, 'high'?]>> = {
    none: [{ thinkingBudget: 0 }],
    minimal: [{ includeThoughts: true, thinkingBudget: 512 }],
    low: [{ includeThoughts: true, thinkingBudget: 1_024 }],
    medium: [{ includeThoughts: true, thinkingBudget: 8_192 }],
    high: [{ includeThoughts: true, thinkingBudget: 24_576 }],
    xhigh: [{ includeThoughts: true, thinkingBudget: 24_576 }, 'high'],
    max: [{ includeThoughts: true, thinkingBudget: 24_576 }, 'high'],
  };
  const levels: Readonly<Record<ReasoningEffort, readonly [string, ('minimal' | 'high')?]>> = {
    none: ['MINIMAL', 'minimal'],
    minimal: ['MINIMAL'],
    low: ['LOW'],
    medium: ['MEDIUM'],
    high: ['HIGH'],
    xhigh: ['HIGH', 'high'],
    max: ['HIGH', 'high'],
  };
  const clamped = (model: string, effort: string, nearest: string | undefined) => {
    const text = `${model} knows no reasoning effort ${effort}. It was sent with ${nearest}.`;
    return nearest === undefined ? [] : [{ kind: 'clamped', parameter: 'reasoning_effort', text }];
  };

  for (const [effort, [thinkingConfig, nearest]] of Object.entries(budgets)) {
    it(`sends the effort ${effort} to a model of 2.5 as a budget`, async () => {
      const model = 'gemini-2.5-flash';
      const budget = { names: { reasoning_effort: 'thinkingBudget' } };
      const { generationConfig, notices } = await sent({ reasoning_effort: effort as ReasoningEffort }, budget, model);
      assert.deepEqual(generationConfig, { thinkingConfig });
      assert.deepEqual(notices, clamped(model, effort, nearest));
    });
  }

  for (const [effort, [thinkingLevel, nearest]] of Object.entries(levels)) {
    it(`sends the effort ${effort} to a later model as a level`, async () => {
      const model = 'gemini-3.8-flash';
      const { generationConfig, notices } = await sent({ reasoning_effort: effort as ReasoningEffort }, {}, model);
      assert.deepEqual(generationConfig, { thinkingConfig: { includeThoughts: true, thinkingLevel } });
      assert.deepEqual(notices, clamped(model, effort, nearest));
    });
  }

  it('takes the field from the capabilities where they name it', async () => {
    const parameters = { reasoning_effort: 'low' } as const;
    const budget = { names: { reasoning_effort: 'thinkingBudget' } };
    const level = { names: { reasoning_effort: 'thinkingLevel' } };
    const { generationConfig: one } = await sent(parameters, budget, 'gemini-3.8-flash');
    const { generationConfig: other } = await sent(parameters, level, 'gemini-2.5-pro');
    assert.deepEqual(one, { thinkingConfig: { includeThoughts: true, thinkingBudget: 1_024 } });
    assert.deepEqual(other, { thinkingConfig: { includeThoughts: true, thinkingLevel: 'LOW' } });
  });

  for (const [thinks, thinkingConfig] of [
    ['always', { includeThoughts: true }],
    ['byEffort', { includeThoughts: true }],
    ['never', undefined],
    ['unknown', undefined],
  ] as const) {
    it(`asks for thoughts unasked only of a model that thinks (${thinks})`, async () => {
      const { generationConfig } = await sent({}, { thinks });
      assert.deepEqual(generationConfig, thinkingConfig ? { thinkingConfig } : {});
    });
  }
});

describe('google-genai: extra_body', () => {
  it('goes over the body, object by object', async () => {
    const extra_body = {
      generationConfig: { topK: 40, temperature: 'hot', speechConfig: { a: [1] } },
      safetySettings: [{ category: 'X', threshold: 'OFF' }],
      store: false,
    };
    const { body } = await lowering(wire, { parameters: { temperature: 1, max_tokens: 9, extra_body } });
    assert.deepEqual(body.generationConfig, {
      temperature: 'hot',
      maxOutputTokens: 9,
      topK: 40,
      speechConfig: { a: [1] },
    });
    assert.deepEqual(body.safetySettings, extra_body.safetySettings);
    assert.equal(body.store, false);
  });

  it('replaces neither the model nor the messages', async () => {
    const extra_body = { model: 'other', contents: [], systemInstruction: 'x' };
    const { body } = await lowering(wire, {
      parameters: { extra_body },
      messages: [
        { role: 'system', text: 'Be brief.' },
        { role: 'user', parts: [{ type: 'text', text: 'Hi' }] },
      ],
    });
    assert.deepEqual(body, {
      contents: [{ role: 'user', parts: [{ text: 'Hi' }] }],
      systemInstruction: { parts: [{ text: 'Be brief.' }] },
      generationConfig: {},
    });
  });

  it('does not reach the prototype of anything', async () => {
    const extra_body = JSON.parse('{"__proto__":{"polluted":1},"generationConfig":{"__proto__":{"polluted":1}}}');
    const { body } = await lowering(wire, { parameters: { extra_body } });
    assert.equal(Object.hasOwn(body, '__proto__'), true);
    assert.equal(Reflect.get({}, 'polluted'), undefined);
  });
});

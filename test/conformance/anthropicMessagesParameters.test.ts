// Messages: how parameters are sent.
import assert from 'node:assert/strict';
import type { ModelParameters, ServiceTier, ToolChoice } from '../../src/core/chat/params.ts';
import { withRules } from '../../src/core/models/capabilities.ts';
import { wireStandards } from '../../src/core/models/wireStandards.ts';
import { ChaosServer, stream } from '../support/chaos.ts';
import { run } from '../support/collect.ts';
import { lowering } from '../support/exchange.ts';
import { answer, providerAt, wireOf } from '../support/wires.ts';

const wire = wireOf('anthropic-messages');
const tools = [{ name: 'look', description: 'Looks.', parameters: { properties: {} } }];

/** What is sent besides the frame of the request, and what is said about it. */
async function sent(parameters: ModelParameters) {
  const { body, notices } = await lowering(wire, { parameters });
  const { model: _m, messages: _s, stream: _t, max_tokens: _x, ...fields } = body;
  return { fields, notices, body };
}

describe('anthropic-messages: parameters', () => {
  it('sends them under the names and in the places they have here', async () => {
    const { fields, notices } = await sent({ stop: ['a', 'b'], user: 'me', reasoning_effort: 'xhigh' });
    assert.deepEqual(fields, {
      stop_sequences: ['a', 'b'],
      metadata: { user_id: 'me' },
      output_config: { effort: 'xhigh' },
    });
    assert.deepEqual(notices, []);
  });

  it('asks an older model by the older version, which takes sampling', async () => {
    await using server = await ChaosServer.start(() => stream(answer(wire, 'x')));
    const provider = await providerAt(wire, server.origin);
    const capabilities = withRules(wireStandards[wire.api], { apiVersion: '2023-06-01' });
    await run(provider, { capabilities, parameters: { temperature: 0, top_p: 0.5 } });
    await run(provider, { capabilities: withRules(capabilities, { apiVersion: undefined }) });
    assert.deepEqual(
      server.requests.map(({ headers }) => headers['anthropic-version']),
      ['2023-06-01', '2026-10-21'],
    );
    const body = JSON.parse(server.requests[0]?.body ?? '');
    assert.deepEqual([body.temperature, body.top_p], [0, 0.5]);
  });

  it('switches thinking off for the effort none', async () => {
    assert.deepEqual((await sent({ reasoning_effort: 'none' })).fields, { thinking: { type: 'disabled' } });
  });

  it('sends a JSON Schema with what the API takes of it', async () => {
    const schema = {
      type: 'object',
      properties: { age: { type: 'integer', minimum: 0 }, tags: { type: 'array', items: { type: 'string' } } },
      required: ['age'],
    };
    const { fields } = await sent({
      response_format: { type: 'json_schema', json_schema: { name: 'person', schema, strict: true } },
      reasoning_effort: 'low',
    });
    const taken = {
      type: 'object',
      properties: {
        age: { type: 'integer', description: '{minimum: 0}' },
        tags: { type: 'array', items: { type: 'string' } },
      },
      additionalProperties: false,
      required: ['age'],
    };
    assert.deepEqual(fields, { output_config: { effort: 'low', format: { type: 'json_schema', schema: taken } } });
  });

  it('sends a schema without a type as it is', async () => {
    const format = { type: 'json_schema', json_schema: { name: 'any', schema: { minimum: 1 } } } as const;
    const { fields } = await sent({ response_format: format });
    assert.deepEqual(fields, { output_config: { format: { type: 'json_schema', schema: { minimum: 1 } } } });
  });

  const choices: readonly (readonly [ToolChoice | undefined, boolean | undefined, object | undefined])[] = [
    [undefined, undefined, undefined],
    [undefined, true, undefined],
    [undefined, false, { type: 'auto', disable_parallel_tool_use: true }],
    ['auto', undefined, { type: 'auto' }],
    ['required', true, { type: 'any' }],
    ['required', false, { type: 'any', disable_parallel_tool_use: true }],
    ['none', false, { type: 'none' }],
    [{ type: 'function', function: { name: 'look' } }, undefined, { type: 'tool', name: 'look' }],
    [
      { type: 'function', function: { name: 'look' } },
      false,
      { type: 'tool', name: 'look', disable_parallel_tool_use: true },
    ],
  ];
  for (const [choice, parallel, expected] of choices) {
    it(`sends the tool choice ${JSON.stringify(choice)}, parallel calls ${parallel}`, async () => {
      const parameters: ModelParameters = {
        ...(choice === undefined ? {} : { tool_choice: choice }),
        ...(parallel === undefined ? {} : { parallel_tool_calls: parallel }),
      };
      const { body } = await lowering(wire, { parameters, tools });
      assert.deepEqual(body.tool_choice, expected);
      assert.equal('parallel_tool_calls' in body, false);
    });
  }

  const tiers: readonly (readonly [ServiceTier, object, string | undefined])[] = [
    ['auto', { service_tier: 'auto' }, undefined],
    ['standard_only', { service_tier: 'standard_only' }, undefined],
    ['default', { service_tier: 'standard_only' }, 'renamed'],
    ['priority', { service_tier: 'auto' }, 'renamed'],
    ['fast', { speed: 'fast' }, 'renamed'],
    ['flex', {}, 'unsupported'],
    ['scale', {}, 'unsupported'],
  ];
  for (const [tier, expected, notice] of tiers) {
    it(`sends the service tier ${tier} as ${JSON.stringify(expected)}`, async () => {
      const { fields, notices } = await sent({ service_tier: tier });
      assert.deepEqual(fields, expected);
      assert.deepEqual(
        notices.map(({ kind, parameter }) => [kind, parameter]),
        notice ? [[notice, 'service_tier']] : [],
      );
    });
  }

  it('puts extra fields over everything but the model, the messages and the stream', async () => {
    const extra_body = { top_k: 40, max_tokens: 5, model: 'other', messages: [], stream: false };
    const { body } = await sent({ max_tokens: 9, extra_body });
    assert.deepEqual(body, {
      model: 'test-model',
      max_tokens: 5,
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
      top_k: 40,
      stream: true,
    });
  });

  it('refuses audio, which it has no place for', async () => {
    await using server = await ChaosServer.start(() => stream(answer(wire, 'x')));
    const audio = { type: 'audio', source: { kind: 'data', mediaType: 'audio/wav', base64: 'd2F2' } } as const;
    const { error } = await run(await providerAt(wire, server.origin), {
      messages: [{ role: 'user', parts: [audio] }],
    });
    assert.equal(error?.kind, 'contentNotTaken');
    assert.equal(server.requests.length, 0);
  });
});

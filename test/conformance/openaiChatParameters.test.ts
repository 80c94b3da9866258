// Chat Completions: how parameters are sent.
import assert from 'node:assert/strict';
import type { ModelParameters, ToolChoice } from '../../src/core/chat/params.ts';
import type { CapabilityRules } from '../../src/core/models/capabilities.ts';
import { lowering } from '../support/exchange.ts';
import { wireOf } from '../support/wires.ts';

const wire = wireOf('openai-chat');
const tools = [{ name: 'look', description: 'Looks.', parameters: { type: 'object', properties: {} } }];

/** What is sent besides the frame of the request, and what is said about it. */
async function sent(parameters: ModelParameters, rules: CapabilityRules = {}) {
  const { body, notices } = await lowering(wire, { parameters }, rules);
  const { model: _m, messages: _s, stream: _t, stream_options: _o, ...fields } = body;
  return { fields, notices, body };
}

describe('openai-chat: parameters', () => {
  it('sends every parameter under its own name, as it is', async () => {
    const schema = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] };
    const parameters: ModelParameters = {
      temperature: 0,
      top_p: 0.9,
      max_tokens: 100,
      n: 1,
      stop: ['a', 'b'],
      seed: 7,
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'answer', description: 'A.', schema, strict: true },
      },
      logprobs: true,
      top_logprobs: 3,
      presence_penalty: 1,
      frequency_penalty: -1,
      logit_bias: { '50256': -100 },
      tool_choice: 'required',
      parallel_tool_calls: false,
      user: 'me',
      reasoning_effort: 'high',
      verbosity: 'low',
      service_tier: 'flex',
      prediction: { type: 'content', content: 'const a = 1;' },
    };
    const { fields, notices } = await sent(parameters);
    assert.deepEqual(fields, parameters);
    assert.deepEqual(notices, []);
  });

  for (const type of ['text', 'json_object'] as const) {
    it(`sends the response format ${type}`, async () => {
      assert.deepEqual((await sent({ response_format: { type } })).fields, { response_format: { type } });
    });
  }

  const choices: readonly ToolChoice[] = ['none', 'auto', 'required', { type: 'function', function: { name: 'look' } }];
  for (const choice of choices) {
    it(`sends the tool choice ${JSON.stringify(choice)}`, async () => {
      const { body } = await lowering(wire, { parameters: { tool_choice: choice }, tools });
      assert.deepEqual(body.tool_choice, choice);
    });
  }

  it('sends a parameter under the name the model knows it by, and under no other', async () => {
    const names = { max_tokens: 'max_completion_tokens', seed: 'random_seed', user: 'safety_identifier' };
    const { fields } = await sent({ max_tokens: 9, seed: 3, user: 'me', top_p: 1 }, { names });
    assert.deepEqual(fields, { max_completion_tokens: 9, random_seed: 3, safety_identifier: 'me', top_p: 1 });
    const vendors = await sent({ max_tokens: 9, user: 'me' }, { names: { max_tokens: 'max_new', user: 'end_user' } });
    assert.deepEqual(vendors.fields, { max_new: 9, end_user: 'me' });
    const same = await sent({ max_tokens: 9 }, { names: { max_tokens: 'max_tokens' } });
    assert.deepEqual(same.fields, { max_tokens: 9 });
  });

  it('sends nothing for a renamed parameter that is not set', async () => {
    const names = { max_tokens: 'max_completion_tokens', seed: 'random_seed', user: 'safety_identifier' };
    assert.deepEqual((await sent({}, { names })).fields, {});
  });

  it('does not ask for counts where the server refuses to be asked', async () => {
    const { body } = await sent({}, { streamUsage: 'omit' });
    assert.equal('stream_options' in body, false);
  });

  it('puts extra fields over everything but the model, the messages and the stream', async () => {
    const extra_body = {
      temperature: 2,
      top_k: 40,
      stream_options: { include_usage: false },
      model: 'other',
      messages: [],
      stream: false,
    };
    const { body } = await sent({ temperature: 1, extra_body });
    assert.deepEqual(body, {
      model: 'test-model',
      messages: [{ role: 'user', content: 'Hello' }],
      temperature: 2,
      top_k: 40,
      stream: true,
      stream_options: { include_usage: false },
    });
  });

  it("says that Anthropic's name of the standard tier was translated", async () => {
    const { fields, notices } = await sent({ service_tier: 'standard_only' });
    assert.deepEqual(fields, { service_tier: 'default' });
    assert.deepEqual(
      notices.map(({ kind, parameter }) => [kind, parameter]),
      [['renamed', 'service_tier']],
    );
  });
});

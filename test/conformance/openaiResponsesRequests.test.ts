// Responses: what is sent.
import assert from 'node:assert/strict';
import type { ToolDefinition, UserPart } from '../../src/core/chat/message.ts';
import type { ModelParameters } from '../../src/core/chat/params.ts';
import type { CapabilityRules } from '../../src/core/models/capabilities.ts';
import { ChaosServer } from '../support/chaos.ts';
import { run } from '../support/collect.ts';
import { lowering } from '../support/exchange.ts';
import { providerAt, wireOf } from '../support/wires.ts';

const wire = wireOf('openai-responses');
const look = { name: 'look', description: 'Looks.', parameters: { type: 'object', properties: {} } };

/** What a request has beyond what every request has. */
async function sentFor(
  parameters: ModelParameters,
  rules: CapabilityRules = {},
  tools: readonly ToolDefinition[] = [],
) {
  const { body, notices } = await lowering(wire, { parameters, tools }, rules);
  const { model: _m, input: _i, store: _s, stream: _t, ...fields } = body;
  return { fields, notices };
}

const encrypted = 'reasoning.encrypted_content';

describe('openai-responses: requests', () => {
  it('sends only what was set, keeps nothing at the provider, and asks for what must go back', async () => {
    const { body, notices } = await lowering(wire, {});
    assert.deepEqual(body, {
      model: 'test-model',
      input: [{ type: 'message', role: 'user', content: 'Hello' }],
      include: [encrypted],
      store: false,
      stream: true,
    });
    assert.deepEqual(notices, []);
  });

  it('sends every parameter under the name it has here', async () => {
    const parameters = {
      temperature: 0.5,
      top_p: 0.9,
      max_tokens: 100,
      logprobs: true,
      top_logprobs: 3,
      reasoning_effort: 'none',
      verbosity: 'low',
      service_tier: 'flex',
      user: 'me',
      parallel_tool_calls: false,
      tool_choice: 'required',
    } as const;
    const { fields, notices } = await sentFor(parameters);
    assert.deepEqual(fields, {
      temperature: 0.5,
      top_p: 0.9,
      max_output_tokens: 100,
      include: [encrypted, 'message.output_text.logprobs'],
      top_logprobs: 3,
      reasoning: { effort: 'none' },
      text: { verbosity: 'low' },
      service_tier: 'flex',
      safety_identifier: 'me',
      parallel_tool_calls: false,
      tool_choice: 'required',
    });
    assert.deepEqual(notices, []);
  });

  it('asks for a summary of the reasoning together with an effort', async () => {
    assert.deepEqual((await sentFor({ reasoning_effort: 'xhigh' })).fields.reasoning, {
      effort: 'xhigh',
      summary: 'auto',
    });
  });

  it('does not ask a model that never reasons for encrypted reasoning', async () => {
    assert.deepEqual((await sentFor({}, { thinks: 'never' })).fields, {});
    const { include } = (await sentFor({ logprobs: true }, { thinks: 'never' })).fields;
    assert.deepEqual(include, ['message.output_text.logprobs']);
  });

  it('calls the tier for standard capacity alone by its name here, and says so', async () => {
    const { fields, notices } = await sentFor({ service_tier: 'standard_only' });
    assert.equal(fields.service_tier, 'default');
    assert.deepEqual(
      notices.map(({ kind, parameter }) => [kind, parameter]),
      [['renamed', 'service_tier']],
    );
  });

  it('sends the user under the older name to a model that knows that one', async () => {
    const { fields } = await sentFor({ user: 'me' }, { names: { user: 'user' } });
    assert.equal(fields.user, 'me');
    assert.equal('safety_identifier' in fields, false);
  });

  const schema = { type: 'object', properties: { a: { type: 'number' } } };
  const formats: readonly (readonly [ModelParameters, object])[] = [
    [{ response_format: { type: 'json_object' } }, { format: { type: 'json_object' } }],
    [
      { response_format: { type: 'json_schema', json_schema: { name: 'a', schema } } },
      { format: { type: 'json_schema', name: 'a', schema } },
    ],
    [
      {
        response_format: { type: 'json_schema', json_schema: { name: 'a', description: 'b', strict: true, schema } },
        verbosity: 'high',
      },
      { format: { type: 'json_schema', name: 'a', description: 'b', strict: true, schema }, verbosity: 'high' },
    ],
  ];
  for (const [parameters, text] of formats) {
    it(`sends ${JSON.stringify(parameters)} in the text settings`, async () => {
      assert.deepEqual((await sentFor(parameters)).fields.text, text);
    });
  }

  it('sends tools flat and not strict, and the choice of one flat too', async () => {
    const choice = { type: 'function', function: { name: 'look' } } as const;
    const bare = { ...look, name: 'bare', description: '' };
    const { fields } = await sentFor({ tool_choice: choice }, {}, [look, bare]);
    assert.deepEqual(fields.tools, [
      { type: 'function', ...look, strict: false },
      { type: 'function', name: 'bare', parameters: look.parameters, strict: false },
    ]);
    assert.deepEqual(fields.tool_choice, { type: 'function', name: 'look' });
  });

  it('lets extra_body replace everything but model, input and stream', async () => {
    const { body } = await lowering(wire, {
      parameters: {
        reasoning_effort: 'low',
        extra_body: {
          store: true,
          reasoning: { effort: 'high' },
          truncation: 'auto',
          model: 'x',
          input: 'x',
          stream: 0,
        },
      },
    });
    assert.deepEqual(body, {
      model: 'test-model',
      input: [{ type: 'message', role: 'user', content: 'Hello' }],
      include: [encrypted],
      reasoning: { effort: 'high' },
      truncation: 'auto',
      store: true,
      stream: true,
    });
  });

  it('sends a whole conversation', async () => {
    const parts: readonly UserPart[] = [
      { type: 'text', text: 'What is this?' },
      { type: 'image', source: { kind: 'data', mediaType: 'image/png', base64: 'aGk=' }, detail: 'high' },
      { type: 'image', source: { kind: 'url', url: 'https://example.com/a.png' } },
      { type: 'pdf', source: { kind: 'data', mediaType: 'application/pdf', base64: 'aGk=' }, name: 'a.pdf' },
      { type: 'pdf', source: { kind: 'url', url: 'https://example.com/b.pdf' }, name: 'b.pdf' },
    ];
    const { body } = await lowering(wire, {
      messages: [
        { role: 'system', text: 'Be brief.' },
        { role: 'user', parts },
        {
          role: 'assistant',
          parts: [
            { type: 'text', text: 'Let me look.' },
            { type: 'toolCall', id: 'c1', name: 'look', argumentsJson: '{"x":1}' },
          ],
        },
        { role: 'tool', results: [{ type: 'toolResult', callId: 'c1', text: 'a cat', outcome: 'ok' }] },
        { role: 'assistant', parts: [] },
        { role: 'assistant', parts: [{ type: 'text', text: '' }] },
        { role: 'user', parts: ['Than', 'ks'].map((text) => ({ type: 'text', text })) },
      ],
    });
    assert.deepEqual(body.input, [
      { type: 'message', role: 'developer', content: 'Be brief.' },
      {
        type: 'message',
        role: 'user',
        content: [
          { type: 'input_text', text: 'What is this?' },
          { type: 'input_image', image_url: 'data:image/png;base64,aGk=', detail: 'high' },
          { type: 'input_image', image_url: 'https://example.com/a.png', detail: 'auto' },
          { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,aGk=' },
          { type: 'input_file', file_url: 'https://example.com/b.pdf' },
        ],
      },
      { type: 'message', role: 'assistant', content: 'Let me look.' },
      { type: 'function_call', call_id: 'c1', name: 'look', arguments: '{"x":1}' },
      { type: 'function_call_output', call_id: 'c1', output: 'a cat' },
      { type: 'message', role: 'user', content: 'Thanks' },
    ]);
  });

  it('sends the system message as such where the model wants it so', async () => {
    const messages = [{ role: 'system', text: 'Be brief.' }] as const;
    const { body } = await lowering(wire, { messages }, { system: 'system' });
    assert.deepEqual(body.input, [{ type: 'message', role: 'system', content: 'Be brief.' }]);
  });

  it('refuses audio before anything is sent', async () => {
    await using server = await ChaosServer.start(() => []);
    const source = { kind: 'data', mediaType: 'audio/wav', base64: 'aGk=' } as const;
    const { error } = await run(await providerAt(wire, server.origin), {
      messages: [{ role: 'user', parts: [{ type: 'audio', source }] }],
    });
    assert.equal(error?.kind, 'contentNotTaken');
    assert.equal(server.requests.length, 0);
  });

  it('shortens ids that are too long, the same for a call and its result, and keeps them apart', async () => {
    const ids = ['a', 'b'].flatMap((end) => [`${'x'.repeat(80)}${end}`, `${end}${'x'.repeat(80)}`]);
    const { body } = await lowering(wire, {
      messages: [
        { role: 'assistant', parts: ids.map((id) => ({ type: 'toolCall', id, name: 'look', argumentsJson: '{}' })) },
        { role: 'tool', results: ids.map((callId) => ({ type: 'toolResult', callId, text: '', outcome: 'ok' })) },
      ],
    });
    const sent = (body.input as readonly { readonly call_id: string }[]).map(({ call_id: id }) => id);
    assert.ok(sent.every((id) => id.length === 64));
    assert.equal(new Set(sent.slice(0, 4)).size, 4);
    assert.deepEqual(sent.slice(4), sent.slice(0, 4));
  });
});

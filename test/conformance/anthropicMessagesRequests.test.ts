// Messages: what is sent.
import assert from 'node:assert/strict';
import { ChaosServer, stream } from '../support/chaos.ts';
import { run } from '../support/collect.ts';
import { lowering } from '../support/exchange.ts';
import { answer, providerAt, wireOf } from '../support/wires.ts';

const wire = wireOf('anthropic-messages');

describe('anthropic-messages: requests', () => {
  it('sends what the wire API requires and nothing else', async () => {
    const { body, notices } = await lowering(wire, {});
    assert.deepEqual(body, {
      model: 'test-model',
      max_tokens: 32_000,
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
      stream: true,
    });
    assert.deepEqual(notices, []);
  });

  it('takes max_tokens from the user, else from the model, up to a bound', async () => {
    assert.equal((await lowering(wire, { parameters: { max_tokens: 77 }, maxOutput: 4_096 })).body.max_tokens, 77);
    assert.equal((await lowering(wire, { maxOutput: 4_096 })).body.max_tokens, 4_096);
    assert.equal((await lowering(wire, { maxOutput: 128_000 })).body.max_tokens, 32_000);
  });

  it('sends a whole conversation, neighbours of one role together', async () => {
    const thought = { type: 'thinking', thinking: 'Hm. ', signature: 'c2ln' };
    const hidden = { type: 'redacted_thinking', data: 'b3BhcXVl' };
    const { body } = await lowering(wire, {
      messages: [
        { role: 'system', text: 'Be brief.' },
        {
          role: 'user',
          parts: [
            { type: 'text', text: 'Look:' },
            { type: 'image', source: { kind: 'data', mediaType: 'image/webp', base64: 'aGk=' } },
          ],
        },
        {
          role: 'user',
          parts: [
            { type: 'image', source: { kind: 'url', url: 'https://example.com/a.png' } },
            { type: 'pdf', name: 'a.pdf', source: { kind: 'data', mediaType: 'application/pdf', base64: 'cGRm' } },
            { type: 'pdf', name: 'b.pdf', source: { kind: 'url', url: 'https://example.com/b.pdf' } },
            { type: 'text', text: '  ' },
          ],
        },
        {
          role: 'assistant',
          parts: [
            { type: 'thinking', text: 'shown', providerData: { 'anthropic-messages': thought } },
            { type: 'thinking', text: '', providerData: { 'anthropic-messages': hidden } },
            { type: 'thinking', text: 'cut, so without its end' },
            { type: 'thinking', text: '', providerData: { 'anthropic-messages': { thinking: 'without signature' } } },
            { type: 'text', text: 'Let me see.' },
            { type: 'toolCall', id: 'functions.look:0', name: 'look', argumentsJson: '{"x":1}' },
            { type: 'toolCall', id: 'b', name: 'look', argumentsJson: '{"x":' },
          ],
        },
        { role: 'system', text: 'And kind.' },
        {
          role: 'tool',
          results: [
            { type: 'toolResult', callId: 'functions.look:0', text: 'a cat', outcome: 'ok' },
            { type: 'toolResult', callId: 'b', text: 'no such x', outcome: 'error' },
          ],
        },
        { role: 'user', parts: [{ type: 'text', text: 'Well?' }] },
        {
          role: 'assistant',
          parts: [{ type: 'thinking', text: 'stopped', providerData: { 'anthropic-messages': thought } }],
        },
        { role: 'assistant', parts: [] },
      ],
      tools: [{ name: 'look', description: '', parameters: { properties: {} } }],
    });
    assert.equal(body.system, 'Be brief.\n\nAnd kind.');
    assert.deepEqual(body.messages, [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Look:' },
          { type: 'image', source: { type: 'base64', media_type: 'image/webp', data: 'aGk=' } },
          { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
          {
            type: 'document',
            title: 'a.pdf',
            source: { type: 'base64', media_type: 'application/pdf', data: 'cGRm' },
          },
          { type: 'document', title: 'b.pdf', source: { type: 'url', url: 'https://example.com/b.pdf' } },
        ],
      },
      {
        role: 'assistant',
        content: [
          thought,
          hidden,
          { type: 'text', text: 'Let me see.' },
          { type: 'tool_use', id: 'functions_look_0', name: 'look', input: { x: 1 } },
          { type: 'tool_use', id: 'b', name: 'look', input: { invalid_json: '{"x":' } },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'functions_look_0', content: 'a cat' },
          { type: 'tool_result', tool_use_id: 'b', content: 'no such x', is_error: true },
          { type: 'text', text: 'Well?' },
        ],
      },
    ]);
    assert.deepEqual(body.tools, [{ name: 'look', input_schema: { properties: {}, type: 'object' } }]);
  });

  it('finds its paths from a base URL with and without /v1', async () => {
    await using server = await ChaosServer.start(() => stream(answer(wire, 'x')));
    for (const baseUrl of [server.origin, `${server.origin}/v1`])
      await run(await providerAt(wire, server.origin, { baseUrl }));
    assert.deepEqual(
      server.requests.map(({ path }) => path),
      ['/v1/messages', '/v1/messages'],
    );
  });
});

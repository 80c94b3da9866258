// Chat Completions: what is sent.
import assert from 'node:assert/strict';
import type { AssistantPart } from '../../src/core/chat/message.ts';
import { lowering } from '../support/exchange.ts';
import { wireOf } from '../support/wires.ts';

const wire = wireOf('openai-chat');

describe('openai-chat: requests', () => {
  it('sends only what was set, and asks for a stream with usage', async () => {
    const { body, notices } = await lowering(wire, {});
    assert.deepEqual(body, {
      model: 'test-model',
      messages: [{ role: 'user', content: 'Hello' }],
      stream: true,
      stream_options: { include_usage: true },
    });
    assert.deepEqual(notices, []);
  });

  it('sends every parameter under its own name', async () => {
    const parameters = {
      temperature: 0.5,
      top_p: 0.9,
      max_tokens: 100,
      stop: ['a', 'b'],
      seed: 7,
      presence_penalty: 1,
      frequency_penalty: -1,
      reasoning_effort: 'high',
      verbosity: 'low',
      user: 'me',
    } as const;
    const { body, notices } = await lowering(wire, { parameters });
    const { model: _m, messages: _s, stream: _t, stream_options: _o, ...sent } = body;
    assert.deepEqual(sent, parameters);
    assert.deepEqual(notices, []);
  });

  it('renames what the endpoint calls otherwise, and leaves out what it rejects, with a notice', async () => {
    const compat = {
      maxTokensField: 'max_completion_tokens',
      seedField: 'random_seed',
      streamUsage: 'omit',
      rejects: ['stop'],
    } as const;
    const { body, notices } = await lowering(
      wire,
      { parameters: { max_tokens: 9, seed: 3, stop: ['x'], temperature: 0 } },
      compat,
    );
    assert.equal(body.max_completion_tokens, 9);
    assert.equal(body.random_seed, 3);
    assert.equal(body.temperature, 0);
    for (const gone of ['max_tokens', 'seed', 'stop', 'stream_options']) assert.equal(gone in body, false, gone);
    assert.deepEqual(notices, [
      { kind: 'unsupported', parameter: 'stop', text: 'test-model does not accept stop. It was sent without it.' },
    ]);
  });

  it('sends a whole conversation', async () => {
    const thinking: AssistantPart = {
      type: 'thinking',
      text: 'Hm.',
      providerData: { 'openai-chat': { reasoning_content: 'Hm.' } },
    };
    const { body } = await lowering(wire, {
      messages: [
        { role: 'system', text: 'Be brief.' },
        {
          role: 'user',
          parts: [
            { type: 'text', text: 'What is on the picture?' },
            { type: 'image', source: { kind: 'data', mediaType: 'image/png', base64: 'aGk=' } },
            { type: 'image', source: { kind: 'url', url: 'https://example.com/a.png' } },
          ],
        },
        {
          role: 'assistant',
          parts: [
            thinking,
            { type: 'text', text: 'Let me look.' },
            { type: 'toolCall', id: 'c1', name: 'look', argumentsJson: '{"x":1}' },
          ],
        },
        { role: 'tool', results: [{ type: 'toolResult', callId: 'c1', text: 'a cat', outcome: 'ok' }] },
        { role: 'assistant', parts: [thinking, { type: 'text', text: 'A cat.' }] },
        { role: 'assistant', parts: [] },
        {
          role: 'user',
          parts: [
            { type: 'text', text: 'Than' },
            { type: 'text', text: 'ks' },
          ],
        },
      ],
      tools: [{ name: 'look', description: 'Looks.', parameters: { type: 'object', properties: {} } }],
    });
    assert.deepEqual(body.messages, [
      { role: 'system', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is on the picture?' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,aGk=' } },
          { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
        ],
      },
      {
        role: 'assistant',
        content: 'Let me look.',
        reasoning_content: 'Hm.',
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'look', arguments: '{"x":1}' } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'a cat' },
      { role: 'assistant', content: 'A cat.' },
      { role: 'user', content: 'Thanks' },
    ]);
    assert.deepEqual(body.tools, [
      {
        type: 'function',
        function: { name: 'look', description: 'Looks.', parameters: { type: 'object', properties: {} } },
      },
    ]);
  });

  it("does not send another provider's thinking", async () => {
    const parts: AssistantPart[] = [
      {
        type: 'thinking',
        text: 'Hm.',
        providerData: { 'anthropic-messages': { type: 'thinking', thinking: 'Hm.', signature: 's' } },
      },
      { type: 'thinking', text: 'Cut.' },
      { type: 'toolCall', id: 'c1', name: 'look', argumentsJson: '{}' },
    ];
    const { body } = await lowering(wire, { messages: [{ role: 'assistant', parts }] });
    assert.deepEqual(Object.keys(body.messages[0] ?? {}), ['role', 'content', 'tool_calls']);
    assert.equal(body.messages[0]?.content, null);
  });
});

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

  it('sends a whole conversation', async () => {
    const thinking: AssistantPart = {
      type: 'thinking',
      text: 'Hm.',
      providerData: { 'openai-chat': { reasoning_content: 'Hm.' }, origin: 'test' },
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

  it('sends what a server thought to itself alone', async () => {
    const call: AssistantPart = { type: 'toolCall', id: 'c1', name: 'look', argumentsJson: '{}' };
    const sent = async (origin?: string) => {
      const providerData = { 'openai-chat': { reasoning_content: 'Hm.' }, ...(origin ? { origin } : {}) };
      const parts: AssistantPart[] = [{ type: 'thinking', text: 'Hm.', providerData }, call];
      return (await lowering(wire, { messages: [{ role: 'assistant', parts }] })).body.messages[0]?.reasoning_content;
    };
    assert.deepEqual([await sent('test'), await sent('other'), await sent()], ['Hm.', undefined, undefined]);
  });

  it('sends reasoning_content with every call where the model wants it, and with nothing else', async () => {
    const call: AssistantPart = { type: 'toolCall', id: 'c1', name: 'look', argumentsJson: '{}' };
    const said: AssistantPart = { type: 'text', text: 'Hi.' };
    const messages = [call, said].map((part) => ({ role: 'assistant', parts: [part] }) as const);
    const { body } = await lowering(wire, { messages }, { reasoningBack: 'withCalls' });
    assert.deepEqual(
      body.messages.map(({ reasoning_content: text }) => text),
      ['', undefined],
    );
  });

  for (const system of ['system', 'developer', 'user'] as const) {
    it(`sends the system message as ${system} where the model knows it so`, async () => {
      const { body } = await lowering(wire, { messages: [{ role: 'system', text: 'Be brief.' }] }, { system });
      assert.deepEqual(body.messages, [{ role: system, content: 'Be brief.' }]);
    });
  }

  it('sends media as each kind is sent', async () => {
    const { body } = await lowering(wire, {
      messages: [
        {
          role: 'user',
          parts: [
            { type: 'image', source: { kind: 'url', url: 'https://example.com/a.png' }, detail: 'original' },
            { type: 'audio', source: { kind: 'data', mediaType: 'audio/wav', base64: 'd2F2' } },
            { type: 'audio', source: { kind: 'data', mediaType: 'audio/mpeg', base64: 'bXAz' } },
            { type: 'audio', source: { kind: 'url', url: 'https://example.com/a.mp3' } },
            { type: 'pdf', name: 'a.pdf', source: { kind: 'data', mediaType: 'application/pdf', base64: 'cGRm' } },
            { type: 'pdf', name: 'b.pdf', source: { kind: 'url', url: 'https://example.com/b.pdf' } },
          ],
        },
      ],
    });
    assert.deepEqual(body.messages[0]?.content, [
      { type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'original' } },
      { type: 'input_audio', input_audio: { data: 'd2F2', format: 'wav' } },
      { type: 'input_audio', input_audio: { data: 'bXAz', format: 'mp3' } },
      { type: 'audio_url', audio_url: { url: 'https://example.com/a.mp3' } },
      { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,cGRm' } },
      { type: 'file', file: { filename: 'b.pdf', file_data: 'https://example.com/b.pdf' } },
    ]);
  });
});

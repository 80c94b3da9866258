// GenerateContent: what a conversation becomes, and where it is sent.
import assert from 'node:assert/strict';
import type { AssistantPart, Message } from '../../src/core/chat/message.ts';
import type { CapabilityRules } from '../../src/core/models/capabilities.ts';
import { ChaosServer, stream } from '../support/chaos.ts';
import { run } from '../support/collect.ts';
import { lowering } from '../support/exchange.ts';
import { answer, providerAt, wireOf } from '../support/wires.ts';

const wire = wireOf('google-genai');
const hello: Message = { role: 'user', parts: [{ type: 'text', text: 'Hello' }] };
const signed = (text: string, thoughtSignature: string) => ({
  providerData: { 'google-genai': { text, thoughtSignature } },
});

/** The contents that these parts of an answer, after a question, become. */
async function answered(parts: readonly AssistantPart[], rules: CapabilityRules = {}, model = 'gemini-3.8-flash') {
  const { body } = await lowering(wire, { model, messages: [hello, { role: 'assistant', parts }] }, rules);
  assert.ok(Array.isArray(body.contents));
  return body.contents[1];
}

describe('google-genai: requests', () => {
  it('sends what the wire API requires and nothing else', async () => {
    const { body, notices } = await lowering(wire, {});
    assert.deepEqual(body, { contents: [{ role: 'user', parts: [{ text: 'Hello' }] }], generationConfig: {} });
    assert.deepEqual(notices, []);
  });

  it('sends a whole conversation, neighbours of one role together', async () => {
    const { body } = await lowering(wire, {
      messages: [
        { role: 'system', text: 'Be brief.' },
        {
          role: 'user',
          parts: [
            { type: 'text', text: 'Look:' },
            { type: 'image', source: { kind: 'data', mediaType: 'image/webp', base64: 'aGk=' } },
            { type: 'audio', source: { kind: 'data', mediaType: 'audio/mpeg', base64: 'bXAz' } },
          ],
        },
        {
          role: 'user',
          parts: [
            { type: 'pdf', name: 'a.pdf', source: { kind: 'data', mediaType: 'application/pdf', base64: 'cGRm' } },
            { type: 'text', text: '' },
          ],
        },
        {
          role: 'assistant',
          parts: [
            { type: 'thinking', text: 'shown, not signed' },
            { type: 'text', text: 'Let me see.' },
            { type: 'toolCall', id: 'a', name: 'look', argumentsJson: '{"x":1}', ...signed('', 'c2ln') },
            { type: 'toolCall', id: 'b', name: 'listen', argumentsJson: '{"x":' },
            { type: 'toolCall', id: 'c', name: 'listen', argumentsJson: '[1]' },
          ],
        },
        { role: 'system', text: 'And kind.' },
        {
          role: 'tool',
          results: [
            { type: 'toolResult', callId: 'a', text: 'a cat', outcome: 'ok' },
            { type: 'toolResult', callId: 'b', text: 'no such x', outcome: 'error' },
            { type: 'toolResult', callId: 'lost', text: '?', outcome: 'ok' },
          ],
        },
        { role: 'user', parts: [{ type: 'text', text: 'Well?' }] },
        { role: 'assistant', parts: [{ type: 'thinking', text: 'stopped', ...signed('stopped', 'c2ln') }] },
        { role: 'assistant', parts: [] },
      ],
      tools: [{ name: 'look', description: '', parameters: { type: 'object' } }],
    });
    assert.deepEqual(body.systemInstruction, { parts: [{ text: 'Be brief.\n\nAnd kind.' }] });
    assert.deepEqual(body.contents, [
      {
        role: 'user',
        parts: [
          { text: 'Look:' },
          { inlineData: { mimeType: 'image/webp', data: 'aGk=' } },
          { inlineData: { mimeType: 'audio/mpeg', data: 'bXAz' } },
          { inlineData: { mimeType: 'application/pdf', data: 'cGRm' } },
        ],
      },
      {
        role: 'model',
        parts: [
          { text: 'Let me see.' },
          { functionCall: { id: 'a', name: 'look', args: { x: 1 } }, thoughtSignature: 'c2ln' },
          { functionCall: { id: 'b', name: 'listen', args: { invalid_json: '{"x":' } } },
          { functionCall: { id: 'c', name: 'listen', args: { value: [1] } } },
        ],
      },
      {
        role: 'user',
        parts: [
          { functionResponse: { id: 'a', name: 'look', response: { output: 'a cat' } } },
          { functionResponse: { id: 'b', name: 'listen', response: { error: 'no such x' } } },
          { functionResponse: { id: 'lost', name: 'unknown', response: { output: '?' } } },
          { text: 'Well?' },
        ],
      },
    ]);
    assert.deepEqual(body.tools, [
      { functionDeclarations: [{ name: 'look', parametersJsonSchema: { type: 'object' } }] },
    ]);
  });

  it('names the function of a result by the call before it, where ids come again', async () => {
    const call = (name: string): Message => ({
      role: 'assistant',
      parts: [{ type: 'toolCall', id: 'call_0', name, argumentsJson: '{}' }],
    });
    const result: Message = {
      role: 'tool',
      results: [{ type: 'toolResult', callId: 'call_0', text: 'x', outcome: 'ok' }],
    };
    const { body } = await lowering(wire, { messages: [hello, call('one'), result, call('two'), result] });
    const names = JSON.stringify(body.contents).matchAll(/"functionResponse":\{"id":"call_0","name":"(\w+)"/g);
    assert.deepEqual(
      [...names].map(([, name]) => name),
      ['one', 'two'],
    );
  });

  it('sends an address where the model fetches media itself', async () => {
    const parts = [
      { type: 'image', source: { kind: 'url', url: 'https://example.com/a.png' } },
      { type: 'pdf', name: 'b.pdf', source: { kind: 'url', url: 'https://example.com/b.pdf' } },
    ] as const;
    const { body } = await lowering(
      wire,
      { messages: [{ role: 'user', parts }] },
      { fetches: ['image', 'audio', 'pdf'] },
    );
    assert.deepEqual(body.contents, [
      {
        role: 'user',
        parts: [
          { fileData: { fileUri: 'https://example.com/a.png' } },
          { fileData: { fileUri: 'https://example.com/b.pdf', mimeType: 'application/pdf' } },
        ],
      },
    ]);
  });

  for (const [what, messages] of [
    ['has no message of the user', [{ role: 'system', text: 'Be brief.' }]],
    ['begins with an answer', [{ role: 'assistant', parts: [{ type: 'text', text: 'Hi!' }] }, hello]],
  ] as const satisfies readonly (readonly [string, readonly Message[]])[]) {
    it(`puts a message in front of a conversation that ${what}, and says so`, async () => {
      const { body, notices } = await lowering(wire, { messages });
      assert.ok(Array.isArray(body.contents));
      assert.deepEqual(body.contents[0], { role: 'user', parts: [{ text: '…' }] });
      assert.deepEqual(
        notices.map(({ kind, parameter }) => [kind, parameter]),
        [['added', 'messages']],
      );
    });
  }
});

describe('google-genai: signatures', () => {
  it('sends back what was signed, and only that, as it came', async () => {
    const content = await answered([
      { type: 'thinking', text: 'Hm. Yes.', ...signed('Yes.', 'c2lnMQ==') },
      { type: 'text', text: 'The answer is 42.', ...signed(' 42.', 'c2lnMg==') },
      { type: 'text', text: 'Done.', ...signed('', 'c2lnMw==') },
    ]);
    assert.deepEqual(content.parts, [
      { text: 'Yes.', thought: true, thoughtSignature: 'c2lnMQ==' },
      { text: 'The answer is' },
      { text: ' 42.', thoughtSignature: 'c2lnMg==' },
      { text: 'Done.' },
      { text: '', thoughtSignature: 'c2lnMw==' },
    ]);
  });

  it('sends no signature of a text that was changed, of another wire API, or of a strange form', async () => {
    const content = await answered([
      { type: 'text', text: 'changed', ...signed(' 42.', 'c2ln') },
      { type: 'text', text: 'a', providerData: { 'anthropic-messages': { text: 'a', thoughtSignature: 'c2ln' } } },
      { type: 'text', text: 'b', providerData: { 'google-genai': { text: 'b', thoughtSignature: 7 } } },
      { type: 'thinking', text: 'c', providerData: { 'anthropic-messages': { signature: 'c2ln' } } },
    ]);
    assert.deepEqual(content.parts, [{ text: 'changed' }, { text: 'a' }, { text: 'b' }]);
  });

  const calls: readonly AssistantPart[] = [
    { type: 'text', text: 'Looking.' },
    { type: 'toolCall', id: 'a', name: 'look', argumentsJson: '{}' },
    { type: 'toolCall', id: 'b', name: 'look', argumentsJson: '{}' },
  ];
  const foreign = 'skip_thought_signature_validator';
  for (const [model, rules, signatures] of [
    ['gemini-3.8-flash', {}, [undefined, foreign, undefined]],
    ['gemini-2.5-flash', { names: { reasoning_effort: 'thinkingBudget' } }, [undefined, undefined, undefined]],
    ['gemma-3', { thinks: 'never' }, [undefined, undefined, undefined]],
  ] as const) {
    it(`signs the first call that another model made, where ${model} wants it`, async () => {
      const { parts } = await answered(calls, rules, model);
      assert.deepEqual(
        parts.map(({ thoughtSignature }: { thoughtSignature?: string }) => thoughtSignature),
        signatures,
      );
    });
  }
});

describe('google-genai: addresses', () => {
  const addresses = {
    '': '/v1beta/models/test-model:streamGenerateContent?alt=sse',
    '/': '/v1beta/models/test-model:streamGenerateContent?alt=sse',
    '/v1beta': '/v1beta/models/test-model:streamGenerateContent?alt=sse',
    '/v1/': '/v1/models/test-model:streamGenerateContent?alt=sse',
    '/gateway/google': '/gateway/google/v1beta/models/test-model:streamGenerateContent?alt=sse',
    '/gateway/v1alpha': '/gateway/v1alpha/models/test-model:streamGenerateContent?alt=sse',
  };
  for (const [suffix, path] of Object.entries(addresses)) {
    it(`finds its path from a base URL that ends in "${suffix}"`, async () => {
      await using server = await ChaosServer.start(() => stream(answer(wire, 'x')));
      const { error } = await run(await providerAt(wire, server.origin, { baseUrl: server.origin + suffix }));
      assert.equal(error, undefined);
      assert.equal(server.requests[0]?.path, path);
    });
  }

  it('takes a tuned model under its own collection', async () => {
    await using server = await ChaosServer.start(() => stream(answer(wire, 'x')));
    await run(await providerAt(wire, server.origin), { model: 'tunedModels/mine' });
    assert.equal(server.requests[0]?.path, '/v1beta/tunedModels/mine:streamGenerateContent?alt=sse');
  });

  it('sends nothing for a model whose name leads elsewhere', async () => {
    await using server = await ChaosServer.start(() => stream(answer(wire, 'x')));
    for (const model of ['../../upload', 'a?key=1', 'a&b']) {
      const { error, text } = await run(await providerAt(wire, server.origin), { model });
      assert.ok(error);
      assert.equal(text, '');
    }
    assert.equal(server.requests.length, 0);
  });
});

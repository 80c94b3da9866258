// Ollama: what is sent.
import assert from 'node:assert/strict';
import type { AssistantPart } from '../../src/core/chat/message.ts';
import type { ReasoningEffort } from '../../src/core/chat/params.ts';
import type { ProviderRequest } from '../../src/core/chat/request.ts';
import { ChaosServer, streamsOf } from '../support/chaos.ts';
import { run } from '../support/collect.ts';
import { lowering } from '../support/exchange.ts';
import { answer, framingOf, providerAt, wireOf } from '../support/wires.ts';

const wire = wireOf('ollama-chat');

/** A request whose input is estimated at about this many tokens. */
function saying(tokens: number): Pick<ProviderRequest, 'messages'> {
  return { messages: [{ role: 'user', parts: [{ type: 'text', text: 'word'.repeat(tokens) }] }] };
}

describe('ollama-chat: requests', () => {
  it('sends only what was set, and that nothing may be cut silently', async () => {
    const { body, notices } = await lowering(wire, {});
    assert.deepEqual(body, {
      model: 'test-model',
      messages: [{ role: 'user', content: 'Hello' }],
      truncate: false,
      shift: false,
      stream: true,
    });
    assert.deepEqual(notices, []);
  });

  it('sends a whole conversation', async () => {
    const thinking: AssistantPart = {
      type: 'thinking',
      text: 'shown otherwise',
      providerData: { 'ollama-chat': { thinking: 'Hm.' } },
    };
    const foreign: AssistantPart = { type: 'thinking', text: 'No.', providerData: { 'openai-chat': {} } };
    const { body } = await lowering(wire, {
      messages: [
        { role: 'system', text: 'Be brief.' },
        {
          role: 'user',
          parts: [
            { type: 'text', text: 'What is on ' },
            { type: 'image', source: { kind: 'data', mediaType: 'image/png', base64: 'aGk=' } },
            { type: 'text', text: 'the pictures?' },
            { type: 'image', source: { kind: 'data', mediaType: 'image/webp', base64: 'aG8=' } },
          ],
        },
        {
          role: 'assistant',
          parts: [
            thinking,
            { type: 'text', text: 'Let me look.' },
            { type: 'toolCall', id: 'c1', name: 'look', argumentsJson: '{"x":1}' },
            { type: 'toolCall', id: 'c2', name: 'look', argumentsJson: '[2]' },
            { type: 'toolCall', id: 'c3', name: 'hear', argumentsJson: '{"x":' },
          ],
        },
        {
          role: 'tool',
          results: [
            { type: 'toolResult', callId: 'c1', text: 'a cat', outcome: 'ok' },
            { type: 'toolResult', callId: 'c3', text: 'no sound', outcome: 'error' },
            { type: 'toolResult', callId: 'gone', text: '?', outcome: 'ok' },
          ],
        },
        { role: 'assistant', parts: [foreign, { type: 'text', text: 'A cat.' }] },
        { role: 'assistant', parts: [thinking] },
      ],
    });
    const call = (id: string, name: string, args: unknown) => ({ id, function: { name, arguments: args } });
    assert.deepEqual(body.messages, [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'What is on the pictures?', images: ['aGk=', 'aG8='] },
      {
        role: 'assistant',
        content: 'Let me look.',
        thinking: 'Hm.',
        tool_calls: [
          call('c1', 'look', { x: 1 }),
          call('c2', 'look', { value: [2] }),
          call('c3', 'hear', { invalid_json: '{"x":' }),
        ],
      },
      { role: 'tool', content: 'a cat', tool_name: 'look', tool_call_id: 'c1' },
      { role: 'tool', content: 'no sound', tool_name: 'hear', tool_call_id: 'c3' },
      { role: 'tool', content: '?', tool_call_id: 'gone' },
      { role: 'assistant', content: 'A cat.' },
    ]);
  });

  it('names parameters as Ollama does', async () => {
    const { body } = await lowering(wire, {
      parameters: {
        temperature: 0,
        top_p: 0.5,
        max_tokens: 100,
        stop: ['END'],
        seed: 7,
        presence_penalty: 0.1,
        frequency_penalty: -0.1,
        logprobs: true,
        top_logprobs: 3,
      },
    });
    assert.deepEqual(body.options, {
      temperature: 0,
      top_p: 0.5,
      num_predict: 100,
      stop: ['END'],
      seed: 7,
      presence_penalty: 0.1,
      frequency_penalty: -0.1,
    });
    assert.deepEqual([body.logprobs, body.top_logprobs], [true, 3]);
  });

  it('asks for JSON by its name, or by the schema', async () => {
    const schema = { type: 'object', properties: { a: { type: 'number' } }, additionalProperties: false };
    const format = async (response_format: ProviderRequest['parameters']['response_format']) =>
      (await lowering(wire, { parameters: { response_format } as ProviderRequest['parameters'] })).body.format;
    assert.equal(await format({ type: 'json_object' }), 'json');
    assert.deepEqual(await format({ type: 'json_schema', json_schema: { name: 'x', schema } }), schema);
    assert.equal(await format({ type: 'text' }), undefined);
  });

  it('writes tools so that Ollama can read them', async () => {
    const parameters = {
      type: ['object', 'null'],
      properties: {
        path: { type: 'string', description: 'Where.', minLength: 1 },
        kind: { type: ['string', 'null'], enum: ['a', null], description: 7 },
        anything: true,
        list: { type: 'array', items: { $ref: '#/$defs/one' } },
      },
      required: ['path'],
      additionalProperties: false,
      $defs: { one: { type: 'string' } },
    };
    const { body } = await lowering(wire, {
      tools: [
        { name: 'find', description: 'Finds.', parameters },
        { name: 'now', description: '', parameters: {} },
      ],
    });
    const find = {
      name: 'find',
      description: 'Finds.',
      parameters: {
        ...parameters,
        type: 'object',
        properties: { ...parameters.properties, kind: { type: ['string', 'null'], enum: ['a', null] }, anything: {} },
      },
    };
    assert.deepEqual(body.tools, [
      { type: 'function', function: find },
      { type: 'function', function: { name: 'now', parameters: { type: 'object', properties: {} } } },
    ]);
  });

  const thinks: readonly (readonly [ReasoningEffort, readonly ReasoningEffort[] | 'unknown', unknown])[] = [
    ['none', ['none', 'low', 'medium', 'high'], false],
    ['low', ['none', 'low', 'medium', 'high'], 'low'],
    ['high', ['low', 'medium', 'high'], 'high'],
    ['medium', ['none', 'medium'], true],
    ['medium', ['medium'], true],
    ['minimal', 'unknown', 'low'],
    ['max', 'unknown', 'high'],
    ['max', ['high', 'max'], 'max'],
  ];
  for (const [effort, efforts, think] of thinks) {
    it(`asks for effort ${effort} of ${efforts} by think: ${think}`, async () => {
      const { body } = await lowering(wire, { parameters: { reasoning_effort: effort } }, { efforts });
      assert.equal(body.think, think);
    });
  }

  it('puts extra options among the options and the rest of extra_body beside them', async () => {
    const { body, notices } = await lowering(wire, {
      ...saying(10_000),
      parameters: {
        temperature: 0.1,
        extra_body: {
          options: { temperature: 0.9, num_ctx: 512, mirostat: 1 },
          keep_alive: '10m',
          truncate: true,
          model: 'other',
          stream: false,
        },
      },
    });
    assert.deepEqual(body.options, { temperature: 0.9, num_ctx: 512, mirostat: 1 });
    const { keep_alive, truncate, model, stream } = body;
    assert.deepEqual([keep_alive, truncate, model, stream], ['10m', true, 'test-model', true]);
    assert.deepEqual(notices, []);
  });
});

describe('ollama-chat: context', () => {
  const cases: readonly (readonly [string, Partial<ProviderRequest>, number | undefined])[] = [
    ['nothing where the default is enough', saying(1_600), undefined],
    ['twice the default where it is not', saying(1_700), 8_192],
    ['more for a longer conversation', saying(20_000), 32_768],
    ['room for the limit of the answer', { ...saying(10), parameters: { max_tokens: 5_000 } }, 8_192],
    ['not all memory for a limit that is never reached', { parameters: { max_tokens: 100_000 } }, 16_384],
    ['no more than the model has', { ...saying(20_000), contextWindow: 30_000 }, 30_000],
  ];
  for (const [what, changes, expected] of cases) {
    it(`asks for ${what}`, async () => {
      const { body, notices } = await lowering(wire, changes);
      const options = body.options as { readonly num_ctx?: number } | undefined;
      assert.equal(options?.num_ctx, expected);
      const told = notices.map(({ kind, parameter }) => [kind, parameter]);
      assert.deepEqual(told, expected === undefined ? [] : [['added', 'num_ctx']]);
    });
  }

  it('says nothing of it to the cloud', async () => {
    const bodies: unknown[] = [];
    const cloud: typeof fetch = async (_, init) => {
      bodies.push(JSON.parse(String(init?.body)));
      const { contentType } = framingOf(wire);
      return new Response(answer(wire, 'x'), { headers: { 'content-type': contentType } });
    };
    const named = await providerAt(wire, 'http://127.0.0.1:9', {}, { fetch: cloud });
    const hosted = await providerAt(wire, 'https://ollama.com', {}, { fetch: cloud });
    await run(named, { ...saying(20_000), model: 'gpt-oss:120b-cloud' });
    await run(hosted, { ...saying(20_000), model: 'gpt-oss:120b' });
    await run(named, { ...saying(20_000), model: 'my-cloudy' });
    assert.deepEqual(
      bodies.map((body) => (body as { options?: unknown }).options),
      [undefined, undefined, { num_ctx: 32_768 }],
    );
  });
});

describe('ollama-chat: addresses', () => {
  for (const tail of ['', '/', '/v1', '/v1/', '/behind/a/proxy', '/behind/v1']) {
    it(`asks the server at an address that ends in "${tail}"`, async () => {
      const { stream } = streamsOf(framingOf(wire).contentType);
      await using server = await ChaosServer.start(() => stream(answer(wire, 'x')));
      const { text } = await run(await providerAt(wire, server.origin, { baseUrl: `${server.origin}${tail}` }));
      assert.equal(text, 'x');
      assert.equal(server.requests[0]?.path, `${tail.replace(/\/v1\/?$|\/$/, '')}/api/chat`);
    });
  }

  it('refuses media that it can not send, before anything is sent', async () => {
    const parts = [
      { type: 'image', source: { kind: 'url', url: 'https://example.com/a.png' } },
      { type: 'audio', source: { kind: 'data', mediaType: 'audio/wav', base64: 'aGk=' } },
      { type: 'pdf', name: 'a.pdf', source: { kind: 'data', mediaType: 'application/pdf', base64: 'aGk=' } },
    ] as const;
    await using server = await ChaosServer.start(() => []);
    for (const part of parts) {
      const { error } = await run(await providerAt(wire, server.origin), {
        messages: [{ role: 'user', parts: [part] }],
      });
      assert.equal(error?.kind, 'contentNotTaken');
    }
    assert.equal(server.requests.length, 0);
  });
});

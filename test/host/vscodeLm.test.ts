// VS Code's own models, offered by an extension that stands beside Parley (test/fixtures/extensions/models).
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ProviderRequest } from '../../src/core/chat/request.ts';
import { wireStandards } from '../../src/core/models/wireStandards.ts';
import { vscodeLmProvider } from '../../src/host/models/vscodeLm.ts';
import { ask, collect } from '../support/collect.ts';

/** What the fixture extension tells of a request. */
interface Asked {
  readonly model: string;
  readonly messages: readonly vscode.LanguageModelChatRequestMessage[];
  readonly options: vscode.ProvideLanguageModelChatResponseOptions;
  readonly report: (part: unknown) => void;
  readonly token: vscode.CancellationToken;
}
interface Fixture {
  answerBy(answer: (asked: Asked) => unknown): void;
}

const provider = vscodeLmProvider();
const model = 'parley-test/one';
/** An image that is one: VS Code looks at it on the way. */
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const text = (value: string) => new vscode.LanguageModelTextPart(value);
const asking = (changes: Partial<ProviderRequest> = {}) =>
  ask({ model, capabilities: wireStandards['vscode-lm'], ...changes });
const run = (changes: Partial<ProviderRequest> = {}, signal = new AbortController().signal) =>
  collect(provider.stream(asking(changes), signal));

describe("VS Code's language models", () => {
  let fixture: Fixture;

  before(async () => {
    const extension = vscode.extensions.getExtension<Fixture>('parley-test.models');
    assert.ok(extension, 'the fixture extension is not installed');
    fixture = await extension.activate();
  });

  it('are listed with their names and sizes, without our own', async () => {
    const models = await provider.listModels(new AbortController().signal);
    const ours = models.filter(({ id }) => id.startsWith('parley-test/'));
    assert.deepEqual(ours, [
      { id: 'parley-test/one', name: 'Model One', maxInput: 12_345 },
      { id: 'parley-test/family/two', maxInput: 1_000 },
    ]);
    assert.equal(
      models.some(({ id }) => id.startsWith('parley/')),
      false,
    );
  });

  it('answer in pieces, and the end of the stream is the end', async () => {
    fixture.answerBy(({ report }) => {
      for (const piece of ['Hel', '', 'lo']) report(text(piece));
    });
    const { events, text: answer, error } = await run();
    assert.equal(error, undefined);
    assert.equal(answer, 'Hello');
    const [sent, response] = events;
    assert.equal(sent?.type === 'sent' && sent.url, 'vscode-lm:parley-test/one');
    assert.deepEqual(response, { type: 'response', model });
    assert.deepEqual(events.at(-1), { type: 'finish', choice: 0, reason: 'stop' });
    assert.equal(
      events.some((event) => event.type === 'text' && event.text === ''),
      false,
    );
  });

  it('can be named by their family', async () => {
    let asked: Asked | undefined;
    fixture.answerBy((one) => {
      asked = one;
      one.report(text('x'));
    });
    const { events } = await run({ model: 'parley-test/twos' });
    assert.equal(asked?.model, 'family/two');
    assert.ok(events.some((event) => event.type === 'response' && event.model === 'parley-test/family/two'));
  });

  it('are given the whole conversation', async () => {
    let asked: Asked | undefined;
    fixture.answerBy((one) => {
      asked = one;
    });
    const { error } = await run({
      messages: [
        { role: 'system', text: 'Be brief.' },
        {
          role: 'user',
          parts: [
            { type: 'text', text: 'What is this?' },
            { type: 'image', source: { kind: 'data', mediaType: 'image/png', base64: pixel } },
          ],
        },
        {
          role: 'assistant',
          parts: [
            { type: 'thinking', text: 'Hm.' },
            { type: 'text', text: 'Let me look.' },
            { type: 'toolCall', id: 'c1', name: 'look', argumentsJson: '{"x":1}' },
            { type: 'toolCall', id: 'c2', name: 'look', argumentsJson: '{"x"' },
          ],
        },
        { role: 'tool', results: [{ type: 'toolResult', callId: 'c1', text: 'a cat', outcome: 'ok' }] },
        { role: 'assistant', parts: [] },
      ],
    });
    assert.equal(error, undefined);
    const { User, Assistant } = vscode.LanguageModelChatMessageRole;
    const seen = asked?.messages.map(({ role, content }) => [role, content.map(plain)]);
    assert.deepEqual(seen, [
      [User, ['Be brief.']],
      [User, ['What is this?', ['image/png', pixel]]],
      [
        Assistant,
        [
          'Let me look.',
          { call: 'c1', name: 'look', input: { x: 1 } },
          { call: 'c2', name: 'look', input: { invalid_json: '{"x"' } },
        ],
      ],
      [User, [{ result: 'c1', content: ['a cat'] }]],
    ]);
  });

  it('call tools, which come whole before the end', async () => {
    let asked: Asked | undefined;
    fixture.answerBy((one) => {
      asked = one;
      one.report(new vscode.LanguageModelToolCallPart('c1', 'look', { path: 'a.ts' }));
      one.report(text('Looking.'));
    });
    const look = { name: 'look', description: 'Looks.', parameters: { type: 'object', properties: {} } };
    const now = { name: 'now', description: 'The time.', parameters: {} };
    const { events } = await run({ tools: [look, now] });
    assert.deepEqual(events.slice(-2), [
      { type: 'toolCall', choice: 0, id: 'c1', name: 'look', argumentsJson: '{"path":"a.ts"}' },
      { type: 'finish', choice: 0, reason: 'tool_calls' },
    ]);
    assert.deepEqual(
      asked?.options.tools?.map(({ name, description, inputSchema }) => [name, description, inputSchema]),
      [
        ['look', 'Looks.', look.parameters],
        ['now', 'The time.', {}],
      ],
    );
    assert.equal(asked?.options.toolMode, vscode.LanguageModelChatToolMode.Auto);

    await run({ tools: [look, now], parameters: { tool_choice: { type: 'function', function: { name: 'now' } } } });
    assert.deepEqual(
      asked?.options.tools?.map(({ name }) => name),
      ['now'],
    );
    assert.equal(asked?.options.toolMode, vscode.LanguageModelChatToolMode.Required);
    await run({ tools: [look], parameters: { tool_choice: 'none' } });
    assert.deepEqual(asked?.options.tools ?? [], []);
  });

  it('think where VS Code passes it on', async () => {
    const Thinking = Reflect.get(vscode, 'LanguageModelThinkingPart') as new (value: string) => object;
    fixture.answerBy(({ report }) => {
      report(new Thinking('Hm.'));
      report(text('42'));
    });
    const { thinking, text: answer } = await run();
    assert.deepEqual([thinking, answer], ['Hm.', '42']);
  });

  const failures = [
    [() => vscode.LanguageModelError.NoPermissions('No.'), 'permission'],
    [() => vscode.LanguageModelError.NotFound('It is gone.'), 'notFound'],
    [() => vscode.LanguageModelError.Blocked('No more.'), 'quota'],
    [() => vscode.LanguageModelError.Blocked('You have hit the rate_limit.'), 'rateLimit'],
    [() => new Error('You exceeded your current quota'), 'quota'],
    [() => new Error('prompt is too long: 210000 tokens > 200000 maximum'), 'contextTooLong'],
    [() => new Error('The engine is on fire'), 'server'],
  ] as const;
  for (const [fail, kind] of failures) {
    it(`fail as ${kind}: ${fail().message}`, async () => {
      fixture.answerBy(({ report }) => {
        report(text('Half'));
        throw fail();
      });
      const { error, finishes } = await run();
      assert.equal(error?.kind, kind);
      assert.match(error.facts.detail ?? '', new RegExp(fail().message.slice(0, 6)));
      assert.deepEqual(finishes, []);
    });
  }

  it('fail with a sentence even where VS Code throws something without one', async () => {
    const broken = { type: 'image', source: { kind: 'data', mediaType: 'image/png', base64: 'aGk=' } } as const;
    const { error } = await run({ messages: [{ role: 'user', parts: [broken] }] });
    assert.equal(error?.kind, 'server');
    assert.equal(error.facts.detail, 'VS Code gave no reason.');
  });

  it('are not found under any other name', async () => {
    for (const name of ['parley-test/none', 'nobody/one', 'one', 'parley/one']) {
      const { error, events } = await run({ model: name });
      assert.deepEqual([error?.kind, events], ['notFound', []], name);
    }
  });

  it('stop at once when cancelled, whatever the model does', async () => {
    const end = Promise.withResolvers<void>();
    fixture.answerBy(({ report }) => {
      report(text('Half'));
      return end.promise;
    });
    const cancel = new AbortController();
    const stream = provider.stream(asking(), cancel.signal);
    const { text: answer, error } = await collect(stream, (event) => event.type === 'text' && cancel.abort());
    assert.deepEqual([answer, error?.kind], ['Half', 'cancelled']);
    end.resolve();
    const late = await run({}, AbortSignal.abort());
    assert.deepEqual([late.error?.kind, late.events], ['cancelled', []]);
  });

  // VS Code 1.110 keeps a cancellation to itself once the answer has begun; 1.139 passes it on.
  const passesOn = !vscode.version.startsWith('1.110.');
  for (const how of passesOn ? (['they are cancelled', 'nobody reads on'] as const) : []) {
    it(`are told when ${how}`, async () => {
      const told = Promise.withResolvers<void>();
      fixture.answerBy(({ report, token }) => {
        token.onCancellationRequested(() => told.resolve());
        report(text('Half'));
        return told.promise;
      });
      const cancel = new AbortController();
      const stream = provider.stream(asking(), cancel.signal);
      if (how === 'nobody reads on') for await (const event of stream) if (event.type === 'text') break;
      if (how === 'they are cancelled') await collect(stream, (event) => event.type === 'text' && cancel.abort());
      await told.promise;
    });
  }

  it('count tokens themselves', async () => {
    const { signal } = new AbortController();
    assert.equal(await provider.countTokens?.(asking(), signal), 1_000);
    const tools = [{ name: 'f', description: '', parameters: {} }];
    assert.equal(await provider.countTokens?.(asking({ tools }), signal), 1_000 + JSON.stringify(tools).length);
  });
});

/** A part as plain data. */
function plain(part: unknown): unknown {
  if (part instanceof vscode.LanguageModelTextPart) return part.value;
  if (part instanceof vscode.LanguageModelDataPart) return [part.mimeType, Buffer.from(part.data).toString('base64')];
  if (part instanceof vscode.LanguageModelToolCallPart) {
    return { call: part.callId, name: part.name, input: part.input };
  }
  if (part instanceof vscode.LanguageModelToolResultPart) {
    return { result: part.callId, content: part.content.map(plain) };
  }
  return part;
}

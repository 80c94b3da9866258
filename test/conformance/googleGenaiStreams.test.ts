// GenerateContent: what a stream means.
import assert from 'node:assert/strict';
import { foldEvent, startAnswer } from '../../src/core/chat/fold.ts';
import type { ProviderRequest } from '../../src/core/chat/request.ts';
import { ChaosServer, chunk, stream, streamHead } from '../support/chaos.ts';
import { run } from '../support/collect.ts';
import { lowering, reading } from '../support/exchange.ts';
import { providerAt, wireOf } from '../support/wires.ts';

const wire = wireOf('google-genai');
const frame = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;
const piece = (parts: readonly unknown[], candidate: object = {}, more: object = {}) =>
  frame({ candidates: [{ content: { role: 'model', parts }, index: 0, ...candidate }], ...more });
const ended = (finishReason: unknown, more: object = {}) => piece([], { finishReason }, { usageMetadata: {}, ...more });

/** What comes of these frames for a request of more than the usual. */
async function asking(changes: Partial<ProviderRequest>, ...frames: readonly string[]) {
  await using server = await ChaosServer.start(() => stream(frames.join('')));
  return await run(await providerAt(wire, server.origin), changes);
}

describe('google-genai: streams', () => {
  const reasons = {
    STOP: 'stop',
    MAX_TOKENS: 'length',
    CONTINUATION: 'length',
    SAFETY: 'content_filter',
    RECITATION: 'content_filter',
    BLOCKLIST: 'content_filter',
    PROHIBITED_CONTENT: 'content_filter',
    SPII: 'content_filter',
    IMAGE_SAFETY: 'content_filter',
    BRAND_NEW: 'stop',
    constructor: 'stop',
  };
  for (const [reason, finish] of Object.entries(reasons)) {
    it(`calls the reason ${reason} ${finish}`, async () => {
      const { finishes, text, error } = await reading(wire, wire.text('a'), ended(reason));
      assert.deepEqual([text, finishes, error], ['a', [finish], undefined]);
    });
  }

  const failures = {
    MALFORMED_FUNCTION_CALL: 'protocol',
    UNEXPECTED_TOOL_CALL: 'protocol',
    MALFORMED_RESPONSE: 'protocol',
    TOO_MANY_TOOL_CALLS: 'incomplete',
    LANGUAGE: 'incomplete',
    OTHER: 'incomplete',
  };
  for (const [reason, kind] of Object.entries(failures)) {
    it(`calls the reason ${reason} ${kind}, keeps text and counts, and does not quote the answer`, async () => {
      const finishMessage = 'Malformed function call: print(secret)';
      const usageMetadata = { promptTokenCount: 7 };
      const end = piece([], { finishReason: reason, finishMessage }, { usageMetadata });
      const { finishes, text, usage, error } = await reading(wire, wire.text('a'), end);
      assert.deepEqual([text, finishes, usage], ['a', [], { input: 7 }]);
      assert.deepEqual([error?.kind, error?.facts.code], [kind, reason]);
      assert.equal(JSON.stringify(error?.facts).includes('secret'), false);
    });
  }

  for (const [blockReason, code] of [
    ['SAFETY', 'SAFETY'],
    ['PROHIBITED_CONTENT', 'PROHIBITED_CONTENT'],
    ['<b>x</b>', 'OTHER'],
  ]) {
    it(`calls a prompt that was blocked for ${blockReason} filtered`, async () => {
      const usageMetadata = { promptTokenCount: 9 };
      const { error, finishes, usage } = await reading(wire, frame({ promptFeedback: { blockReason }, usageMetadata }));
      assert.deepEqual([error?.kind, error?.facts.code, finishes], ['filtered', code, []]);
      assert.equal(error?.facts.detail, `The prompt was blocked: ${code}.`);
      assert.deepEqual(usage, { input: 9 });
    });
  }

  it('reads on where the counts come after the reason, and takes the end of the connection where none come', async () => {
    const usageMetadata = { promptTokenCount: 3, candidatesTokenCount: 4 };
    const late = await reading(wire, piece([{ text: 'a' }], { finishReason: 'STOP' }), frame({ usageMetadata }));
    assert.deepEqual([late.usage, late.finishes], [{ input: 3, output: 4 }, ['stop']]);
    const never = await reading(wire, piece([{ text: 'a' }], { finishReason: 'STOP' }));
    assert.deepEqual([never.usage, never.finishes, never.error], [undefined, ['stop'], undefined]);
  });

  it('does not wait for the end of the connection when all is there', async () => {
    const silence = { wait: new Promise(() => {}) };
    await using server = await ChaosServer.start(() => [streamHead(), chunk(wire.text('a') + ended('STOP')), silence]);
    const { text, finishes } = await run(await providerAt(wire, server.origin));
    assert.deepEqual([text, finishes], ['a', ['stop']]);
  });

  it('adds thoughts to the output and what tools read to the input', async () => {
    const usageMetadata = {
      promptTokenCount: 1_200,
      cachedContentTokenCount: 1_000,
      toolUsePromptTokenCount: 50,
      candidatesTokenCount: 30,
      thoughtsTokenCount: 70,
      totalTokenCount: 1_350,
    };
    const { usage } = await reading(wire, wire.text('a'), ended('STOP', { usageMetadata }));
    assert.deepEqual(usage, { input: 1_250, output: 100, cacheRead: 1_000, reasoning: 70 });
    const thought = { promptTokenCount: 5, thoughtsTokenCount: 9 };
    const cut = await reading(wire, ended('MAX_TOKENS', { usageMetadata: thought }));
    assert.deepEqual(cut.usage, { input: 5, output: 9, reasoning: 9 });
  });

  it('keeps what arrived together together, though each piece counts', async () => {
    const counted = (text: string, candidatesTokenCount: number) =>
      piece([{ text }], {}, { usageMetadata: { candidatesTokenCount }, modelVersion: 'models/test-model-1' });
    const { events } = await reading(wire, counted('a', 1), counted('b', 2), ended('STOP'));
    assert.deepEqual(events.slice(1), [
      { type: 'response', model: 'test-model-1' },
      { type: 'usage', usage: { output: 2 } },
      { type: 'text', choice: 0, text: 'ab' },
      { type: 'finish', choice: 0, reason: 'stop' },
    ]);
  });

  it('reads the likelihood of tokens', async () => {
    const logprobsResult = {
      chosenCandidates: [{ token: 'a', tokenId: 1, logProbability: -0.1 }, { token: 7 }, null],
      topCandidates: [
        {
          candidates: [
            { token: 'a', logProbability: 0.2 },
            { token: 'b', logProbability: -3 },
          ],
        },
      ],
    };
    const { events } = await reading(wire, piece([{ text: 'a' }], { logprobsResult }), ended('STOP'));
    assert.deepEqual(
      events.find(({ type }) => type === 'logprobs'),
      {
        type: 'logprobs',
        choice: 0,
        tokens: [
          {
            token: 'a',
            logprob: -0.1,
            top: [
              { token: 'a', logprob: 0 },
              { token: 'b', logprob: -3 },
            ],
          },
        ],
      },
    );
  });
});

describe('google-genai: candidates', () => {
  const of = (index: number, text: string, more: object = {}) => piece([{ text }], { index, ...more });
  const two = { parameters: { n: 2 } };

  it('keeps several candidates apart and waits for all of them', async () => {
    const frames = [of(0, 'a'), of(1, 'x'), of(0, 'b', { finishReason: 'STOP' })];
    const last = frame({ candidates: [{ index: 1, finishReason: 'MAX_TOKENS' }], usageMetadata: {} });
    const { events, finishes } = await asking(two, ...frames, last);
    const texts = [0, 1].map((n) => events.map((one) => (one.type === 'text' && one.choice === n ? one.text : '')));
    assert.deepEqual(
      texts.map((pieces) => pieces.join('')),
      ['ab', 'x'],
    );
    assert.deepEqual(finishes, ['stop', 'length']);
  });

  it('is incomplete while one of them has no reason, or never came', async () => {
    const one = of(0, 'a', { finishReason: 'STOP' });
    for (const frames of [[one], [one, of(1, 'x')]]) {
      const { error, finishes } = await asking(two, ...frames);
      assert.deepEqual([error?.kind, finishes], ['incomplete', []]);
    }
  });

  for (const index of [-1, 1.5, 1e9, '__proto__', 'constructor', true]) {
    it(`refuses a candidate with the index ${index}`, async () => {
      const { error } = await reading(wire, piece([{ text: 'a' }], { index }), ended('STOP'));
      assert.equal(error?.kind, 'protocol');
    });
  }

  it('passes over what it does not know', async () => {
    const strange = [
      frame({ candidates: 'x', usageMetadata: 7, promptFeedback: null, modelVersion: {} }),
      frame({ candidates: [null, { content: null }, { content: { parts: 'x' } }, { content: { parts: [null, 7] } }] }),
      piece([{ executableCode: { code: '1' }, thoughtSignature: 'c2ln' }, { inlineData: { data: 'aGk=' } }, {}]),
      piece([{ text: 7 }, { text: null }, { text: 'a', thought: 'true' }]),
      frame({ promptFeedback: { safetyRatings: [] } }),
    ];
    const { text, thinking, events, finishes, error } = await reading(wire, ...strange, ended('STOP'));
    assert.deepEqual([text, thinking, finishes, error], ['a', '', ['stop'], undefined]);
    assert.deepEqual(
      events.map(({ type }) => type),
      ['sent', 'text', 'finish'],
    );
  });
});

describe('google-genai: signatures in streams', () => {
  it('gives back thinking, text and calls exactly as they were signed', async () => {
    const { events } = await reading(
      wire,
      piece([{ text: 'Hm. ', thought: true }]),
      piece([{ text: 'Yes.\u200b', thought: true, thoughtSignature: 'c2lnMQ==' }]),
      piece([{ text: 'The answer' }]),
      piece([{ text: ' is 42.', thoughtSignature: 'c2lnMg==' }]),
      piece([{ text: 'Bye.' }]),
      piece([{ text: '', thoughtSignature: 'c2lnMw==' }]),
      piece([
        { functionCall: { id: 'a', name: 'f', args: { x: 1 } }, thoughtSignature: 'c2lnNA==' },
        { functionCall: { id: 'b', name: 'g' } },
      ]),
      ended('STOP'),
    );
    const { parts } = events.reduce((answer, event) => foldEvent(answer, event, 0), startAnswer('test/model', 0));
    const question = { role: 'user', parts: [{ type: 'text', text: '?' }] } as const;
    const { body } = await lowering(wire, { messages: [question, { role: 'assistant', parts }] });
    assert.ok(Array.isArray(body.contents));
    assert.deepEqual(body.contents[1].parts, [
      { text: 'Yes.\u200b', thought: true, thoughtSignature: 'c2lnMQ==' },
      { text: 'The answer' },
      { text: ' is 42.', thoughtSignature: 'c2lnMg==' },
      { text: 'Bye.' },
      { text: '', thoughtSignature: 'c2lnMw==' },
      { functionCall: { id: 'a', name: 'f', args: { x: 1 } }, thoughtSignature: 'c2lnNA==' },
      { functionCall: { id: 'b', name: 'g', args: {} } },
    ]);
  });
});

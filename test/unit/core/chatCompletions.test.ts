// What docs/chat-completions.md says works and no other test shows: requests as the guides write them, through the whole pipeline.
import assert from 'node:assert/strict';
import { parameterRules } from '../../../src/core/chat/paramRules.ts';
import { readParameters } from '../../../src/core/chat/readParameters.ts';
import { readRequest } from '../../../src/core/chat/readRequest.ts';
import type { ChatRequest } from '../../../src/core/chat/request.ts';
import { modelFacts } from '../../../src/core/models/modelFacts.ts';
import { parseModelRef } from '../../../src/core/models/modelRef.ts';
import { readProviderSettings } from '../../../src/core/models/providerSettings.ts';
import { knownModel } from '../../../src/core/models/snapshot.ts';
import { builtInPresets, readPresets } from '../../../src/core/prompts/presets.ts';
import { compileRequest } from '../../../src/core/run/compile.ts';
import { Pipeline, text, whole } from '../../support/pipeline.ts';

const today = '2026-11-21';

/** A request in the form of `chat.completions.create`, for `demo/one`. */
function asked(given: object): ChatRequest {
  const reading = readRequest({ model: 'demo/one', messages: [{ role: 'user', content: 'Hi' }], ...given });
  assert.equal(reading.type, 'valid', JSON.stringify(reading));
  return reading.request;
}

/** What is known of a model, with the settings given. */
function facts(ref: string, settings?: unknown) {
  const parsed = parseModelRef(ref);
  const entry = readProviderSettings(settings).entries.find(({ row }) => row.id === parsed?.provider);
  assert.ok(parsed && entry, ref);
  return { ...modelFacts({ entry, model: parsed.model, today }), entry, model: parsed.model };
}

describe('a request as the guides write it', () => {
  it('carries examples in one message as they were written', async () => {
    const content = 'Text: I like it.\nExpected JSON: {"mood": "good"}\n\nText: `{a}` & $ & <b>\tÄ 🙂\n';
    const pipeline = new Pipeline({ 'demo/one': { replies: [whole('x')] } });
    await pipeline.run(asked({ messages: [{ role: 'user', content }] }));
    assert.deepEqual(pipeline.asked[0]?.request.messages, [{ role: 'user', parts: [{ type: 'text', text: content }] }]);
  });

  it('gets the value of the JSON it asked for, or the raw text and the reason', async () => {
    const json = { response_format: { type: 'json_object' } };
    const good = new Pipeline({ 'demo/one': { replies: [[text('```json\n{"a":'), ...whole('1}\n```')]] } });
    assert.deepEqual((await good.run(asked(json))).of('json')[0]?.answer, { type: 'valid', value: { a: 1 } });
    const single = "{'a': 1}";
    const bad = await new Pipeline({ 'demo/one': { replies: [whole(single)] } }).run(asked(json));
    const [found] = bad.of('json');
    assert.match(found?.answer.type === 'invalid' ? found.answer.error : '', /^The answer is not JSON: /);
    assert.deepEqual([bad.text(), bad.finish()?.reason], [single, 'stop']);
  });
});

describe('the numbers of the guides', () => {
  const stop = ['---END---', '\n\n'];
  const sent: readonly (readonly [what: string, parameters: object, sent?: object])[] = [
    ['a first chat', { temperature: 0.7, max_tokens: 150 }],
    ['a persona', { temperature: 0.7, max_tokens: 200 }],
    ['three ideas', { n: 3, temperature: 0.9, max_tokens: 100 }],
    ['an answer that ends at a mark', { temperature: 0.5, max_tokens: 200, stop }],
    ['extraction', { temperature: 0, response_format: { type: 'json_object' } }],
    ['an answer with a seed', { temperature: 0.7, max_tokens: 100, seed: 42 }],
    ['a creative writer', { temperature: 0.8, max_tokens: 150 }],
    ['a chat bot', { temperature: 0.7, max_tokens: 150, stream: true }, { temperature: 0.7, max_tokens: 150 }],
    ['a haiku', { temperature: 0.9, max_tokens: 50 }],
    ['a code example', { temperature: 0.2, max_tokens: 200 }],
    ['a classification by examples', { temperature: 0.3, max_tokens: 10 }],
    ['a conversation', { temperature: 0.7, max_tokens: 500 }],
    ['names with top_p alone', { top_p: 0.5 }],
    ['a diverse vocabulary', { presence_penalty: 0.5, frequency_penalty: 0.5 }],
  ];
  for (const [what, parameters, expected = parameters] of sent) {
    it(`reach the model as parameters: ${what}`, async () => {
      const pipeline = new Pipeline({ 'demo/one': { replies: [whole('{}')] } });
      await pipeline.run(asked(parameters));
      assert.deepEqual(pipeline.asked[0]?.request.parameters, expected);
    });
  }

  const own: readonly (readonly [what: string, preset: object, sent: object])[] = [
    ['short', { temperature: 0.7, visible_tokens: 150 }, { temperature: 0.7, max_tokens: 150 }],
    ['until a mark', { temperature: 0.5, stop: 'END' }, { temperature: 0.5, stop: ['END'] }],
    ['diverse', { presence_penalty: 0.5, top_p: 0.5 }, { presence_penalty: 0.5, top_p: 0.5 }],
  ];
  for (const [what, preset, expected] of own) {
    it(`reach the model as a preset of one's own: ${what}`, async () => {
      const [mine] = readPresets({ mine: preset }).presets.slice(builtInPresets.length);
      const pipeline = new Pipeline({ 'demo/one': { replies: [whole('x')] } });
      await pipeline.run({ preset: mine });
      assert.deepEqual(pipeline.asked[0]?.request.parameters, expected);
    });
  }

  it('hold the built-in presets within the ranges given for facts and for creative writing', () => {
    const heat = (id: string) => builtInPresets.find((preset) => preset.id === id)?.temperature ?? Number.NaN;
    assert.ok(heat('factual') >= 0.2 && heat('factual') <= 0.3);
    assert.ok(heat('creative') >= 0.7 && heat('creative') <= 0.9);
    for (const top_p of [0.1, 0.3, 0.7, 0.9]) {
      assert.deepEqual(readPresets({ mine: { top_p } }).problems, []);
      assert.equal(readParameters({ top_p }, () => undefined).type, 'valid');
    }
  });

  it('promise no certainty for a seed', () => {
    assert.match(parameterRules.seed.note ?? '', /^Best effort: .* never certain\.$/);
  });
});

describe('the models and providers of the guides', () => {
  const named = [
    ...['gpt-4-turbo-preview', 'gpt-3.5-turbo', 'gpt-4', 'gpt-4-vision-preview', 'text-davinci-003', 'gpt-5', 'gpt-4o'],
    'gpt-4o-mini',
  ].map((model) => `openai/${model}`);
  const others = ['anthropic/claude-3-opus', 'anthropic/claude-3-sonnet', 'anthropic/claude-3-5-sonnet-20241022'];
  const more = ['google/gemini-1.5-pro', 'google/gemini-1.5-flash', 'google/gemini-2.5-pro', 'mistral/mistral-large'];
  for (const ref of [...named, ...others, ...more]) {
    it(`has a successor that is known: ${ref}`, () => {
      const { retired, entry } = facts(ref);
      const successor = retired?.retirement.successor ?? '';
      assert.match(retired?.sentence ?? '', new RegExp(`Use ${entry.row.id}/`));
      assert.ok(knownModel(entry.row.id, successor, today), successor);
    });
  }

  const gateways = [
    ['xroute', 'https://api.xroute.ai/openai/v1', 'XROUTE_API_KEY'],
    ['anyapi', 'https://api.anyapi.ai/v1', 'ANYAPI_API_KEY'],
  ] as const;
  for (const [id, address, variable] of gateways) {
    it(`has an address that settings can replace, and takes ids with and without a maker: ${id}`, () => {
      const { entry } = facts(`${id}/gpt-5`);
      assert.deepEqual(
        [entry.baseUrl, entry.row.wireApi, entry.row.keyHeader ?? 'bearer'],
        [address, 'openai-chat', 'bearer'],
      );
      assert.deepEqual(entry.row.keyVariables, [variable]);
      const baseUrl = 'https://gateway.example/v1';
      const other = facts(`${id}/anthropic/claude-3-opus`, { [id]: { baseUrl } });
      assert.deepEqual([other.entry.baseUrl, other.model], [baseUrl, 'anthropic/claude-3-opus']);
    });
  }

  it('gives Claude tools, and no audio', () => {
    const ref = 'anthropic/claude-opus-5-5';
    const { capabilities, model } = facts(ref);
    const look = { type: 'function', function: { name: 'look' } };
    const compiled = compileRequest(asked({ tools: [look], tool_choice: 'auto' }), { ref, model, capabilities });
    assert.deepEqual([compiled.request.tools.length, compiled.request.parameters.tool_choice], [1, 'auto']);
    const parts = [{ type: 'audio_url', audio_url: { url: 'https://host/a.mp3' } }];
    const spoken = asked({ messages: [{ role: 'user', content: parts }] });
    assert.throws(() => compileRequest(spoken, { ref, model, capabilities }), /claude-opus-5-5 does not take audio/);
  });
});

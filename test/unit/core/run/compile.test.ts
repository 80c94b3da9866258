import assert from 'node:assert/strict';
import type { ModelParameters } from '../../../../src/core/chat/params.ts';
import type { Preset } from '../../../../src/core/chat/preset.ts';
import { ChatError } from '../../../../src/core/errors.ts';
import type { CapabilityRules } from '../../../../src/core/models/capabilities.ts';
import { compile, tool, withParameters } from '../../../support/compiling.ts';
import { request } from '../../../support/pipeline.ts';

describe('compiling a request for a model', () => {
  it('passes on what the user set and nothing else', () => {
    assert.deepEqual(withParameters({}).parameters, {});
    const given = { temperature: 0, top_p: 0.5, max_tokens: 9, seed: 1, stop: ['a'], extra_body: { top_k: 3 } };
    const { parameters, notices } = withParameters(given);
    assert.deepEqual(parameters, given);
    assert.deepEqual(notices, []);
  });

  it('never sends the parameters that say how Parley asks', () => {
    const run = { stream: false, timeout: 9, retries: 1, fallback_models: ['a/b'] };
    assert.deepEqual(compile({ parameters: run }).parameters, {});
  });

  it('leaves out what a model does not take, and says so', () => {
    const { parameters, notices } = withParameters({ seed: 1, temperature: 1 }, { takes: { seed: 'no' } });
    assert.deepEqual(parameters, { temperature: 1 });
    assert.deepEqual(notices, ['unsupported seed']);
  });

  it('sends what needs effort none with it alone', () => {
    const rules: CapabilityRules = { takes: { temperature: 'effortNone' }, efforts: ['none', 'high'] };
    assert.deepEqual(withParameters({ temperature: 1 }, rules).parameters, {});
    const none = withParameters({ temperature: 1, reasoning_effort: 'none' }, rules);
    assert.deepEqual(none.parameters, { temperature: 1, reasoning_effort: 'none' });
    assert.deepEqual(withParameters({ temperature: 1, reasoning_effort: 'high' }, rules).notices, [
      'unsupported temperature',
    ]);
  });

  it('takes the nearest effort a model knows', () => {
    const efforts = ['low', 'medium', 'high'] as const;
    const sent = (reasoning_effort: ModelParameters['reasoning_effort']) =>
      withParameters({ ...(reasoning_effort ? { reasoning_effort } : {}) }, { efforts });
    assert.equal(sent('none').parameters.reasoning_effort, 'low');
    assert.equal(sent('max').parameters.reasoning_effort, 'high');
    assert.deepEqual(sent('max').notices, ['clamped reasoning_effort']);
    assert.deepEqual(sent('medium').notices, []);
    assert.deepEqual(withParameters({ reasoning_effort: 'low' }, { efforts: [] }).notices, [
      'unsupported reasoning_effort',
    ]);
  });

  it('clamps to the ranges of the model', () => {
    const { parameters, notices } = compile(
      { parameters: { temperature: 1.5, stop: ['a', 'b', 'c'], max_tokens: 5_000 } },
      { temperatureMost: 1, stopsMost: 2 },
      [],
      4_096,
    );
    assert.deepEqual(parameters, { temperature: 1, stop: ['a', 'b'], max_tokens: 4_096 });
    assert.deepEqual(notices, ['clamped temperature', 'clamped stop', 'clamped max_tokens']);
  });

  it('keeps to the ranges of the model, and asks one by one for more answers than it gives', () => {
    const { parameters, notices } = withParameters(
      { max_tokens: 5, seed: 4_000_000_000 },
      { ranges: { max_tokens: { least: 16 }, seed: { most: 2_147_483_647 } } },
    );
    assert.deepEqual(parameters, { max_tokens: 16, seed: 2_147_483_647 });
    assert.deepEqual(notices, ['clamped max_tokens', 'clamped seed']);
    assert.deepEqual([withParameters({ n: 9 }, { ranges: { n: { most: 8 } } }).copies], [9]);
    assert.deepEqual([withParameters({ n: 8 }, { ranges: { n: { most: 8 } } }).copies], [1]);
  });

  it('leaves out stop sequences of white space where they are refused', () => {
    const { parameters, notices } = withParameters({ stop: ['\n\n', 'END'] }, { blankStops: 'no' });
    assert.deepEqual([parameters, notices], [{ stop: ['END'] }, ['unsupported stop']]);
    assert.deepEqual(withParameters({ stop: ['\n'] }, { blankStops: 'no' }).parameters, {});
  });

  it('sends temperature without top_p where only one is taken', () => {
    const { parameters, notices } = withParameters({ temperature: 1, top_p: 0.5 }, { samplingPair: 'one' });
    assert.deepEqual(parameters, { temperature: 1 });
    assert.deepEqual(notices, ['unsupported top_p']);
  });

  it('tells of parameters that go under another name', () => {
    assert.deepEqual(withParameters({ max_tokens: 5 }, { names: { max_tokens: 'max_completion_tokens' } }).notices, [
      'renamed max_tokens',
    ]);
  });

  it('leaves out what was refused before', () => {
    const { parameters, notices, request: sent } = compile({ parameters: { seed: 1 } }, {}, ['seed', 'stream_options']);
    assert.deepEqual(parameters, {});
    assert.deepEqual(notices, ['unsupported seed']);
    assert.equal(sent.capabilities.streamUsage, 'omit');
  });

  it('leaves out parameters about tools where there are none', () => {
    const given = { tool_choice: 'required', parallel_tool_calls: false } as const;
    assert.deepEqual(compile({ parameters: given }).parameters, {});
    assert.deepEqual(compile({ parameters: given, tools: [tool] }).parameters, given);
    const unforced = compile({ parameters: given, tools: [tool] }, { forcedTools: 'no' });
    assert.equal(unforced.parameters.tool_choice, 'auto');
    assert.deepEqual(unforced.notices, ['clamped tool_choice']);
  });

  it('asks for n answers natively or as copies', () => {
    assert.deepEqual([withParameters({ n: 3 }).parameters.n, withParameters({ n: 3 }).copies], [3, 1]);
    const parallel = withParameters({ n: 3 }, { n: 'parallel' });
    assert.deepEqual([parallel.parameters.n, parallel.copies, parallel.notices], [undefined, 3, ['emulated n']]);
    assert.deepEqual(withParameters({ n: 1 }, { n: 'parallel' }).notices, []);
  });

  it('puts the system message into the first user message for models without one', () => {
    const messages = [{ role: 'system', text: 'Be brief.' } as const, ...request.messages];
    const folded = compile({ messages }, { system: 'user' }).messages;
    assert.deepEqual(
      folded.map(({ role }) => role),
      ['user'],
    );
    assert.match(JSON.stringify(folded), /Be brief\..*Hi/);
  });

  it('keeps the order of messages that a model wants', () => {
    const system = { role: 'system', text: 'Be brief.' } as const;
    const call = { type: 'toolCall', id: 'c1', name: 'look', argumentsJson: '{}' } as const;
    const calls = { role: 'assistant', parts: [call] } as const;
    const result = { type: 'toolResult', callId: 'c1', text: 'ok', outcome: 'ok' } as const;
    const results = { role: 'tool', results: [result] } as const;
    const silent = { role: 'assistant', parts: [] } as const;
    const messages = [...request.messages, calls, results, silent, ...request.messages, system];
    const { messages: ordered, notices } = compile({ messages }, { roleOrder: 'strict' });
    assert.deepEqual(
      ordered.map(({ role }) => role),
      ['system', 'user', 'assistant', 'tool', 'assistant', 'user'],
    );
    assert.deepEqual(notices, ['emulated messages', 'added messages']);
    assert.deepEqual(compile({ messages }).messages, messages);
    const usual = [system, ...request.messages, calls, results];
    const kept = compile({ messages: usual }, { roleOrder: 'strict' });
    assert.deepEqual([kept.messages, kept.notices], [usual, []]);
  });

  it('switches thinking off where tools need it', () => {
    const rules = { toolsWhileThinking: 'no', takes: { temperature: 'effortNone' } } as const;
    const plain = compile({ parameters: { temperature: 1 }, tools: [tool] }, rules);
    assert.deepEqual(plain.parameters, { temperature: 1, reasoning_effort: 'none' });
    assert.deepEqual(plain.notices, ['added reasoning_effort']);
    const high = { parameters: { reasoning_effort: 'high' } } as const;
    assert.deepEqual(compile({ ...high, tools: [tool] }, rules).notices, ['clamped reasoning_effort']);
    assert.deepEqual(compile(high, rules).parameters, high.parameters);
  });

  it('asks for the service tiers of the provider alone', () => {
    const rules = { serviceTiers: ['auto', 'flex'] } as const;
    assert.deepEqual(withParameters({ service_tier: 'flex' }, rules).parameters, { service_tier: 'flex' });
    const { parameters, notices } = withParameters({ service_tier: 'priority' }, rules);
    assert.deepEqual([parameters, notices], [{}, ['unsupported service_tier']]);
    assert.deepEqual(withParameters({ service_tier: 'priority' }).notices, []);
  });

  it('sends a prediction alone where it has to be', () => {
    const prediction = { type: 'content', content: 'a' } as const;
    const rules = { predictionAlone: 'yes' } as const;
    assert.deepEqual(withParameters({ prediction, temperature: 1 }, rules).notices, []);
    const others: readonly ModelParameters[] = [
      { max_tokens: 9 },
      { n: 2 },
      { logprobs: true },
      { presence_penalty: 0.5 },
      { frequency_penalty: 0.5 },
    ];
    for (const other of others) {
      const { parameters, notices } = withParameters({ prediction, ...other }, rules);
      assert.deepEqual([parameters, notices], [other, ['unsupported prediction']]);
      assert.deepEqual(withParameters({ prediction, ...other }).notices, []);
    }
    assert.deepEqual(compile({ parameters: { prediction }, tools: [tool] }, rules).parameters, {});
  });

  it('is the same for the same request', () => {
    const given = { parameters: { temperature: 1 } };
    assert.deepEqual(compile(given), compile(given));
  });
});

describe('content a model does not take', () => {
  const image = { type: 'image', source: { kind: 'data', mediaType: 'image/png', base64: 'AA==' } } as const;
  const gif = { type: 'image', source: { kind: 'data', mediaType: 'image/gif', base64: 'AA==' } } as const;
  const linked = { type: 'image', source: { kind: 'url', url: 'https://example.test/a.png' } } as const;
  const audio = { type: 'audio', source: { kind: 'data', mediaType: 'audio/wav', base64: 'AA==' } } as const;
  const pdf = {
    type: 'pdf',
    name: 'a.pdf',
    source: { kind: 'data', mediaType: 'application/pdf', base64: 'AA==' },
  } as const;
  const refusals: readonly [string, Parameters<typeof compile>[0], CapabilityRules, RegExp][] = [
    ['an image', { messages: [{ role: 'user', parts: [image] }] }, { image: 'no' }, /does not take images/],
    ['a GIF', { messages: [{ role: 'user', parts: [gif] }] }, { imageTypes: ['image/png'] }, /no GIF images, but PNG/],
    ['audio', { messages: [{ role: 'user', parts: [audio] }] }, { audio: 'no' }, /does not take audio/],
    ['a PDF', { messages: [{ role: 'user', parts: [pdf] }] }, { pdf: 'no' }, /does not take PDF files/],
    ['an address', { messages: [{ role: 'user', parts: [linked] }] }, { fetches: [] }, /example\.test\/a\.png/],
    ['tools', { tools: [tool] }, { tools: 'no' }, /takes no tools/],
  ];
  for (const [what, changes, rules, sentence] of refusals) {
    it(`is refused by name before anything is sent: ${what}`, () => {
      assert.throws(
        () => compile(changes, rules),
        (error) =>
          error instanceof ChatError && error.kind === 'contentNotTaken' && sentence.test(error.facts.detail ?? ''),
      );
    });
  }

  it('is sent where it is not known', () => {
    assert.equal(compile({ messages: [{ role: 'user', parts: [image, pdf] }] }).notices.length, 0);
  });
});

describe('presets', () => {
  const creative: Preset = {
    id: 'creative',
    name: 'Creative',
    temperature: 0.9,
    top_p: 0.9,
    reasoning_effort: 'medium',
  };
  const preset = (rules: CapabilityRules, parameters: ModelParameters = {}, given = creative) =>
    compile({ preset: given, parameters }, rules);

  it('are sampling where it is taken', () => {
    assert.deepEqual(preset({}).parameters, { temperature: 0.9, top_p: 0.9 });
    const one = preset({ samplingPair: 'one' });
    assert.deepEqual(one.parameters, { temperature: 0.9 });
    assert.deepEqual(one.notices, ['unsupported top_p']);
  });

  it('are effort where sampling is not taken', () => {
    const found = preset({ takes: { temperature: 'no', top_p: 'no' }, efforts: ['low', 'medium'] });
    assert.deepEqual(found.parameters, { reasoning_effort: 'medium' });
    assert.deepEqual(found.notices, ['emulated preset']);
  });

  it('are nothing, and said to be, where neither is taken', () => {
    const found = preset({ takes: { temperature: 'no', top_p: 'no' }, efforts: [] });
    assert.deepEqual(found.parameters, {});
    assert.deepEqual(found.notices, ['unsupported preset']);
  });

  it('give way to what the user set', () => {
    assert.deepEqual(preset({}, { temperature: 0.1 }).parameters, { temperature: 0.1 });
    const effort = preset({ takes: { temperature: 'effortNone', top_p: 'effortNone' } }, { reasoning_effort: 'high' });
    assert.deepEqual(effort.parameters, { reasoning_effort: 'high' });
  });

  it('limit what is visible: models that think get headroom, and it is said', () => {
    const short: Preset = { id: 'short', name: 'Short', visible_tokens: 100 };
    assert.deepEqual(preset({ thinks: 'never' }, {}, short).parameters, { max_tokens: 100 });
    const thinking = preset({ thinks: 'always' }, {}, short);
    assert.ok((thinking.parameters.max_tokens ?? 0) > 4_000);
    assert.deepEqual(thinking.notices, ['added max_tokens']);
    assert.deepEqual(preset({ thinks: 'byEffort' }, { reasoning_effort: 'none' }, short).parameters.max_tokens, 100);
    assert.equal(preset({ thinks: 'always' }, { max_tokens: 7 }, short).parameters.max_tokens, 7);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readRequest } from '../../../src/core/chat/readRequest.ts';
import type { ChatRequest } from '../../../src/core/chat/request.ts';

const hi = { role: 'user', content: 'Hi' };
const tool = (name: unknown, more: object = {}) => ({ type: 'function', function: { name, ...more } });
const ask = (more: object) => readRequest({ model: 'mock/one', messages: [hi], ...more });

function valid(given: object): ChatRequest {
  const reading = ask(given);
  assert.equal(reading.type, 'valid', JSON.stringify(reading));
  return reading.request;
}
function sentences(more: object): readonly string[] {
  const reading = ask(more);
  assert.equal(reading.type, 'invalid', JSON.stringify(reading));
  return reading.problems.map(({ sentence }) => sentence);
}

describe('a request in the form of chat.completions.create', () => {
  it('becomes a request of Parley', () => {
    const reading = readRequest({
      model: ' mock/family/one ',
      messages: [{ role: 'system', content: 'Be brief.' }, hi],
      tools: [tool('weather', { description: 'The weather.', parameters: { type: 'object' } }), tool('time')],
      tool_choice: { type: 'function', function: { name: 'time' } },
      temperature: 0,
      stop: '\n',
      user: null,
      fallback_models: ['mock/two'],
    });
    assert.deepEqual(reading, {
      type: 'valid',
      notices: [],
      request: {
        model: 'mock/family/one',
        messages: [
          { role: 'system', text: 'Be brief.' },
          { role: 'user', parts: [{ type: 'text', text: 'Hi' }] },
        ],
        tools: [
          { name: 'weather', description: 'The weather.', parameters: { type: 'object' } },
          { name: 'time', description: '', parameters: { type: 'object', properties: {} } },
        ],
        parameters: {
          tool_choice: { type: 'function', function: { name: 'time' } },
          temperature: 0,
          stop: ['\n'],
          fallback_models: ['mock/two'],
        },
      },
    });
  });

  it('takes automatic models', () => assert.equal(valid({ model: 'parley/cheapest' }).model, 'parley/cheapest'));

  for (const model of [undefined, null, '', 'gpt', '/one', 'mock/', 3, {}, 'a b/c', 'mock/a b', 'mock/a\u0000']) {
    it(`refuses the model ${JSON.stringify(model)}`, () => {
      const [sentence = '', ...others] = sentences({ model });
      assert.match(sentence, /^model is .*; it must be a provider and a model with a slash between them/);
      assert.deepEqual(others, []);
    });
  }
});

describe('tools and names of a request', () => {
  const name64 = 'x'.repeat(64);
  const wrong: readonly (readonly [object, string])[] = [
    [{ tools: {} }, 'tools is {}; it must be a list.'],
    [{ tools: [3] }, 'tools[0] is 3; it must be an object with type and function.'],
    [{ tools: [{ type: 'web_search' }] }, 'tools[0].type is "web_search"; it must be function.'],
    [{ tools: [{ type: 'function' }] }, 'tools[0].function is missing; it must be an object with name and parameters.'],
    [
      { tools: [tool(`${name64}x`)] },
      `tools[0].function.name is "${'x'.repeat(49)}…"; it must be 1 to 64 letters, digits, dashes or underscores.`,
    ],
    [{ tools: [tool('a', { description: 3 })] }, 'tools[0].function.description is 3; it must be a text.'],
    [
      { tools: [tool('a', { parameters: [] })] },
      'tools[0].function.parameters is []; it must be a JSON Schema, which is an object.',
    ],
    [
      { tools: [tool('a', { arguments: {} })] },
      'tools[0].function.arguments is {}; it must be left out: only name, description, parameters, strict can stand there.',
    ],
    [
      { tools: [tool('a'), tool('a')] },
      'tools[1].function.name is a, the name of another tool; each must have its own.',
    ],
    [
      { tools: Array.from({ length: 129 }, (_, index) => tool(`t${index}`)) },
      'tools has 129 entries; it must have at most 128.',
    ],
    [{ tools: [tool('a')], tool_choice: tool('b') }, 'tool_choice names b, but offered are a.'],
    [{ tool_choice: tool('b') }, 'tool_choice names b, but no tools are offered.'],
    [{ temperature: 3 }, 'temperature is 3; it must be a number from 0 to 2.'],
    [{ temprature: 1 }, 'temprature is not a parameter Parley knows. Did you mean temperature?'],
    [
      { max_completion_tokens: 9 },
      'max_completion_tokens is not a parameter Parley knows. It is called max_tokens here; Parley renames it where a model wants that.',
    ],
    [{ zzzzzzz: 9 }, 'zzzzzzz is not a parameter Parley knows. What only one provider knows goes into extra_body.'],
  ];
  for (const [more, says] of wrong) it(`says: ${says}`, () => assert.deepEqual(sentences(more), [says]));

  it('takes a name of 64 characters, and no tools', () => {
    assert.equal(valid({ tools: [tool(name64)] }).tools[0]?.name, name64);
    for (const none of [undefined, null, []]) assert.deepEqual(valid({ tools: none }).tools, []);
  });

  it('tells all problems at once, twenty at most', () => {
    assert.equal(sentences({ model: 3, messages: [], tools: 3, top_p: 2 }).length, 4);
    assert.equal(sentences({ messages: Array.from({ length: 100 }, () => 3) }).length, 20);
  });
});

describe('any value as a request', () => {
  const anyValue = fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true });
  const role = fc.constantFrom('system', 'developer', 'user', 'assistant', 'tool', 'x');
  const part = fc.record(
    {
      type: fc.constantFrom('text', 'image_url', 'input_audio', 'audio_url', 'file', 'x'),
      text: anyValue,
      image_url: anyValue,
      file: anyValue,
    },
    { requiredKeys: [] },
  );
  const content = fc.oneof(fc.string(), anyValue, fc.array(fc.oneof(part, anyValue)));
  const calls = fc.array(
    fc.oneof(
      anyValue,
      fc.record({
        id: fc.constantFrom('a', 'b'),
        type: fc.constant('function'),
        function: fc.record({ name: fc.constantFrom('f', ' '), arguments: fc.oneof(fc.string(), anyValue) }),
      }),
    ),
  );
  const message = fc.record(
    { role, content, tool_calls: fc.oneof(calls, anyValue), tool_call_id: fc.constantFrom('a', 'b', '') },
    { requiredKeys: ['role'] },
  );
  const request = fc.record(
    {
      model: fc.oneof(fc.constant('mock/one'), anyValue),
      messages: fc.oneof(fc.array(fc.oneof(message, anyValue)), anyValue),
      tools: fc.oneof(fc.array(anyValue), anyValue),
      tool_choice: anyValue,
    },
    { requiredKeys: [] },
  );

  it('never throws; what is valid has a model and messages, what is not has sentences', () => {
    fc.assert(
      fc.property(fc.oneof(request, anyValue), (value) => {
        const reading = readRequest(value);
        if (reading.type === 'valid') {
          assert.ok(reading.request.model.includes('/'));
          assert.ok(reading.request.messages.length > 0);
        } else {
          assert.ok(reading.problems.length > 0);
          for (const { sentence } of reading.problems) assert.match(sentence, /^\S.*[.?]$/s);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('copies what it takes: a later change of the given object changes nothing', () => {
    const parameters = { type: 'object', properties: {} };
    const request = valid({ tools: [tool('a', { parameters })] });
    parameters.type = 'changed';
    assert.equal(request.tools[0]?.parameters.type, 'object');
  });
});

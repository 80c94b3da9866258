import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parameterFacts } from '../../../src/core/chat/paramRules.ts';
import { type ParameterName, parameterNames, withoutOwnParameters } from '../../../src/core/chat/params.ts';
import { readParameters } from '../../../src/core/chat/readParameters.ts';
import { nearest } from '../../../src/core/models/nearest.ts';

const near = (name: string) => nearest(name, parameterNames, 1)[0];
const read = (value: unknown) => readParameters(value, near);

/** The one sentence a wrong value is answered with. */
function sentence(value: unknown): string {
  const reading = read(value);
  assert.equal(reading.type, 'invalid');
  assert.equal(reading.problems.length, 1, JSON.stringify(reading.problems));
  return reading.problems[0]?.sentence ?? '';
}

const texts = (count: number) => Array.from({ length: count }, (_, index) => `text ${index}`);
const refs = (count: number) => Array.from({ length: count }, (_, index) => `mock/model-${index}`);
const schema = (more: object = {}) => ({
  type: 'json_schema',
  json_schema: { name: 'movie', schema: { type: 'object' }, ...more },
});
const choose = (name: unknown) => ({ type: 'function', function: { name } });

interface Row {
  readonly takes: readonly unknown[];
  readonly refuses: readonly unknown[];
  /** The sentence about the first refused value. */
  readonly says: string;
  /** What else must be set for the values to be right. */
  readonly along?: object;
}

const numbers = (name: string, min: number, max: number, words: string, past: number): Row => ({
  takes: [min, max, (min + max) / 2],
  refuses: [past, min - past + max, Number.NaN, Number.POSITIVE_INFINITY, '1', true, [1], {}],
  says: `${name} is ${past}; it must be ${words}.`,
});
const wholes = (
  name: string,
  min: number,
  max: number,
  past: number,
  words = `a whole number from ${min} to ${max}`,
): Row => ({
  takes: [min, min + 1, max],
  refuses: [past, min - 1, min + 0.5, Number.NaN, '1', false, [1]],
  says: `${name} is ${past}; it must be ${words}.`,
});
const flag = (name: string): Row => ({
  takes: [true, false],
  refuses: ['true', 0, 1, 'yes', [], {}],
  says: `${name} is "true"; it must be true or false.`,
});
const choices = (name: string, ...known: string[]): Row => ({
  takes: known,
  refuses: ['extreme', '', 3, [known[0]], known[0]?.toUpperCase()],
  says: `${name} is "extreme"; it must be one of ${known.join(', ')}.`,
});

const rows: Readonly<Record<ParameterName, Row>> = {
  temperature: numbers('temperature', 0, 2, 'a number from 0 to 2', 2.1),
  top_p: numbers('top_p', 0, 1, 'a number from 0 to 1', 1.01),
  presence_penalty: numbers('presence_penalty', -2, 2, 'a number from -2 to 2', 2.5),
  frequency_penalty: numbers('frequency_penalty', -2, 2, 'a number from -2 to 2', 2.5),
  max_tokens: wholes('max_tokens', 1, 10_000_000, 10_000_001, 'a whole number from 1 to 10,000,000'),
  n: wholes('n', 1, 128, 129),
  seed: wholes('seed', 0, 4_294_967_295, 4_294_967_296, 'a whole number from 0 to 4,294,967,295'),
  top_logprobs: { ...wholes('top_logprobs', 0, 20, 21), along: { logprobs: true } },
  retries: wholes('retries', 0, 10, 11),
  timeout: {
    takes: [0.001, 30, 86_400],
    refuses: [0, -1, 86_400.1, '30', Number.NaN],
    says: 'timeout is 0; it must be a number of seconds, more than 0 and at most 86,400 (a day).',
  },
  logprobs: flag('logprobs'),
  parallel_tool_calls: flag('parallel_tool_calls'),
  stream: flag('stream'),
  reasoning_effort: choices('reasoning_effort', 'none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'),
  verbosity: choices('verbosity', 'low', 'medium', 'high'),
  service_tier: choices('service_tier', 'auto', 'default', 'flex', 'scale', 'priority', 'fast', 'standard_only'),
  stop: {
    takes: [['\n'], ['---END---', '\n\n'], texts(4)],
    refuses: [texts(5), [], '', [''], ['a', 'a'], ['a', 3], 3, { 0: 'a' }],
    says: `stop is ["text 0","text 1","text 2","text 3","text 4"]; it must be a text, or a list of 1 to 4 different texts, none of them empty.`,
  },
  response_format: {
    takes: [{ type: 'text' }, { type: 'json_object' }, schema(), schema({ strict: true, description: 'A movie.' })],
    refuses: [
      'json',
      { type: 'xml' },
      {},
      { type: 'json_object', schema: {} },
      { type: 'json_schema' },
      schema({ name: 'a b' }),
      schema({ name: 'x'.repeat(65) }),
      schema({ name: '' }),
      schema({ schema: [] }),
      schema({ strict: 'yes' }),
      schema({ description: 3 }),
      schema({ extra: 1 }),
    ],
    says: 'response_format is "json"; it must be {"type": "text"}, {"type": "json_object"}, or {"type": "json_schema", "json_schema": {"name", "schema"}} with "description" and "strict" if wanted.',
  },
  logit_bias: {
    takes: [{}, { 50256: -100, 1: 100, 2: 0.5 }],
    refuses: [{ 50256: -101 }, { 1: 101 }, { 1: '5' }, { hello: 1 }, { '-1': 1 }, [1], 3],
    says: 'logit_bias.50256 is -101; it must be a number from -100 to 100.',
  },
  tool_choice: {
    takes: ['none', 'auto', 'required', choose('get_weather')],
    refuses: ['any', choose('a b'), choose(undefined), { type: 'function' }, { type: 'tool' }, 3, []],
    says: 'tool_choice is "any"; it must be none, auto, required, or {"type": "function", "function": {"name": …}}.',
  },
  user: {
    takes: ['u-1', 'ü'],
    refuses: ['', ' ', 3, {}],
    says: 'user is ""; it must be a text that is not empty.',
  },
  prediction: {
    takes: [{ type: 'content', content: 'const a = 1;' }],
    refuses: ['const a', { type: 'content' }, { type: 'content', content: '' }, { type: 'text', content: 'a' }, {}],
    says: 'prediction is "const a"; it must be {"type": "content", "content": a text that is not empty}.',
  },
  extra_body: {
    takes: [{}, { top_k: 5, provider: { order: ['a', null] } }],
    refuses: [
      { stream: false },
      { model: 'x' },
      { messages: [] },
      'top_k=5',
      [1],
      { a: 'x'.repeat(100_001) },
      { a: () => 1 },
      { a: 1n },
      { a: new Date(0) },
    ],
    says: "extra_body.stream is false; it must be left out: model, messages, stream are Parley's to set.",
  },
  fallback_models: {
    takes: [refs(1), refs(8), ['mock/family/two', 'parley/cheapest']],
    refuses: [[], refs(9), 'mock/one', ['one'], ['mock/'], ['mock/a', 'mock/a'], ['mock/a b'], [3]],
    says: 'fallback_models is []; it must be a list of 1 to 8 different models, each written provider/model.',
  },
};

describe('parameters', () => {
  it('are each tested here, and told to people with what they must be and what holds without them', () => {
    assert.deepEqual(Object.keys(rows).sort(), [...parameterNames].sort());
    assert.deepEqual(
      parameterFacts.map(({ name }) => name),
      parameterNames,
    );
    for (const { name, must, default: fallback } of parameterFacts) {
      assert.ok(must !== '' && fallback !== '', name);
    }
  });

  for (const [name, { takes, refuses, says, along }] of Object.entries(rows)) {
    it(`${name}: takes what is in its range`, () => {
      for (const value of takes) {
        assert.deepEqual(read({ [name]: value, ...along }), { type: 'valid', parameters: { [name]: value, ...along } });
      }
    });

    it(`${name}: refuses what is not, and names parameter, value and range`, () => {
      assert.equal(sentence({ [name]: refuses[0], ...along }), says);
      for (const value of refuses) {
        const words = sentence({ [name]: value, ...along });
        assert.ok(words.startsWith(name) && words.includes('; it must be ') && words.endsWith('.'), words);
        assert.ok(words.length < 500, words);
      }
    });
  }

  it('says where inside a value something is wrong', () => {
    const inside: readonly (readonly [object, string])[] = [
      [
        schema({ name: 'a b' }),
        'response_format.json_schema.name is "a b"; it must be 1 to 64 letters, digits, dashes or underscores.',
      ],
      [
        schema({ name: undefined }),
        'response_format.json_schema.name is missing; it must be 1 to 64 letters, digits, dashes or underscores.',
      ],
      [schema({ strict: 'yes' }), 'response_format.json_schema.strict is "yes"; it must be true or false.'],
      [
        { type: 'json_object', schema: {} },
        'response_format.schema is {}; it must be left out: only type can stand there.',
      ],
    ];
    for (const [format, says] of inside) assert.equal(sentence({ response_format: format }), says);
  });

  it('refuses a schema that answers can not be checked against, before anything is sent', () => {
    const unsafe = schema({ schema: { properties: { a: { type: 'string', pattern: '^(?=.*\\d).+$' } } } });
    assert.match(
      sentence({ response_format: unsafe }),
      /without the pattern \^\(\?=\.\*\\d\)\.\+\$: it looks ahead or behind/,
    );
    const deep = JSON.parse(`${'{"items":'.repeat(60)}{}${'}'.repeat(60)}`);
    assert.match(sentence({ response_format: schema({ schema: deep }) }), /nested at most 50 levels deep/);
  });

  it('wants logprobs for top_logprobs', () => {
    assert.equal(sentence({ top_logprobs: 5 }), 'top_logprobs is 5, but logprobs is not set; it must be true.');
    assert.equal(
      sentence({ logprobs: false, top_logprobs: 0 }),
      'top_logprobs is 0, but logprobs is false; it must be true.',
    );
  });

  it('takes temperature and top_p together: what a model allows is decided per model', () => {
    const pair = { temperature: 0.9, top_p: 0.9 };
    assert.deepEqual(read(pair), { type: 'valid', parameters: pair });
  });

  it('takes one stop text for a list of one, null for not set', () => {
    assert.deepEqual(read({ stop: 'END', temperature: null, n: undefined }), {
      type: 'valid',
      parameters: { stop: ['END'] },
    });
    for (const nothing of [null, undefined, {}]) assert.deepEqual(read(nothing), { type: 'valid', parameters: {} });
  });

  it('tells all problems at once, and the nearest name', () => {
    const reading = read({ temprature: 1, top_p: 3, n: 0, zzzzzzzz: 1 });
    assert.equal(reading.type, 'invalid');
    assert.deepEqual(
      reading.problems.map(({ name }) => name),
      ['temprature', 'top_p', 'n', 'zzzzzzzz'],
    );
    assert.equal(
      reading.problems[0]?.sentence,
      'temprature is not a parameter Parley knows. Did you mean temperature?',
    );
    assert.match(reading.problems[3]?.sentence ?? '', /Known are temperature, top_p, .*fallback_models\.$/);
  });

  it('refuses anything but an object', () => {
    assert.equal(sentence('hot'), 'The parameters are "hot"; they must be an object.');
    assert.equal(sentence([1]), 'The parameters are [1]; they must be an object.');
    assert.equal(sentence(1n), 'The parameters are no plain data; they must be an object.');
  });

  it('keeps the parameters that send things elsewhere from workspaces', () => {
    const given = { temperature: 1, extra_body: { a: 1 }, fallback_models: ['mock/a'] };
    assert.deepEqual(withoutOwnParameters(given), { temperature: 1 });
    for (const other of [undefined, null, 3, [1]]) assert.equal(withoutOwnParameters(other), other);
  });

  it('does not reach for what an object inherits', () => {
    const reading = read(JSON.parse('{"__proto__": {"temperature": 1}, "constructor": 1, "toString": 2}'));
    assert.equal(reading.type, 'invalid');
    assert.equal(reading.problems.length, 3);
  });

  it('never throws, and what it takes it takes again', () => {
    const anyValue = fc.anything({
      withBigInt: true,
      withMap: true,
      withDate: true,
      withNullPrototype: true,
      withSparseArray: true,
    });
    const named = fc.dictionary(fc.constantFrom(...parameterNames), anyValue);
    fc.assert(
      fc.property(fc.oneof(anyValue, named), (value) => {
        const reading = read(value);
        if (reading.type === 'valid') assert.deepEqual(read(reading.parameters), reading);
        else for (const { sentence: words } of reading.problems) assert.match(words, /\.$|\?$/);
      }),
      { numRuns: 2_000 },
    );
  });

  it('survives what throws or loops when it is looked at', () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    const thrower = {
      get body(): never {
        throw new Error('no');
      },
    };
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    assert.equal(
      sentence({ extra_body: loop }).startsWith('extra_body is nested more than 100 levels deep; it must be'),
      true,
    );
    assert.equal(sentence({ extra_body: thrower }).startsWith('extra_body can not be read; it must be'), true);
    for (const hostile of [proxy, { n: proxy }, { stop: new Array(2 ** 32 - 1) }])
      assert.equal(read(hostile).type, 'invalid');
  });
});

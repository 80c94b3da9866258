import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readJsonAnswer } from '../../../src/core/run/jsonAnswer.ts';

type Schema = Readonly<Record<string, unknown>>;
const object = { type: 'json_object' } as const;
const fits = (schema: Schema) => ({ type: 'json_schema', json_schema: { name: 'x', schema } }) as const;
const movie = {
  type: 'object',
  properties: {
    title: { type: 'string' },
    year: { type: 'integer', minimum: 1888 },
    tags: { items: { enum: ['a', 'b'] } },
  },
  required: ['title'],
  additionalProperties: false,
};

async function value(text: string, schema?: Schema): Promise<unknown> {
  const answer = await readJsonAnswer(text, schema ? fits(schema) : object);
  assert.equal(answer.type, 'valid', JSON.stringify(answer));
  return answer.value;
}
async function error(text: string, schema?: Schema): Promise<string> {
  const answer = await readJsonAnswer(text, schema ? fits(schema) : object);
  assert.equal(answer.type, 'invalid', JSON.stringify(answer));
  assert.equal(answer.raw, text);
  return answer.error;
}

describe('an answer that is to be JSON', () => {
  const found: readonly (readonly [string, string])[] = [
    ['plain', '{"a":1}'],
    ['with white space and a byte order mark', '\uFEFF\n {"a":1}\n'],
    ['in a fence', '```json\n{"a":1}\n```'],
    ['in a fence between sentences', 'Here you are:\n\n```\n{"a":1}\n```\nAnything else?'],
    ['in tildes', '~~~json\n{"a":1}\n~~~'],
    ['in a fence that is not closed', '```json\n{"a":1}'],
    ['between words', 'The answer is {"a":1}, I think.'],
    ['behind thinking that holds JSON', '<think>Perhaps {"b":2}?</think>{"a":1}'],
    ['behind a list that is not meant', 'As said in [1], it is {"a":1}.'],
    ['behind brackets that hold no JSON', '[Note: see below] {"a":1}'],
  ];
  for (const [where, text] of found) {
    it(`is found ${where}`, async () => assert.deepEqual(await value(text), { a: 1 }));
  }

  it('may hold fences and brackets in its texts', async () => {
    const tricky = { code: '```js\nif (a) {\n```', quote: '"}]' };
    assert.deepEqual(await value(JSON.stringify(tricky)), tricky);
    assert.deepEqual(await value(`Sure: ${JSON.stringify(tricky)} Done.`), tricky);
  });

  it('is never a part of something broken: that would pass for the whole', async () => {
    assert.match(await error('{"a": {"b": 1}'), /^The answer is not JSON: /);
    assert.match(await error('Here: {"a": {"b": 1}, "c"'), /^The answer is not JSON: /);
    assert.match(await error('{"a": {"b": 1}, c: 2}'), /^The answer is not JSON: /);
  });

  it('must be an object where an object was asked for', async () => {
    for (const text of ['[{"a":1}]', '3', '"{}"', 'null']) {
      assert.equal(await error(text), 'The answer is JSON, but not an object.');
    }
  });

  it('says what is wrong when there is none', async () => {
    assert.equal(await error(''), 'The answer is empty.');
    assert.equal(await error(' \n'), 'The answer is empty.');
    assert.match(await error("I can't do that."), /^The answer is not JSON: Unexpected token .*\.$/);
    assert.match(await error(`"${'a'.repeat(4_000_001)}"`), /too long to be read as JSON/);
  });

  it('keeps a key called __proto__ a key', async () => {
    const answer = await value('{"__proto__": {"polluted": true}}', { properties: { a: {} } });
    assert.ok(Object.hasOwn(answer as object, '__proto__'));
    assert.equal(({} as Schema).polluted, undefined);
  });

  it('is found whatever sentence stands around it', async () => {
    const words = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '.', '"', "'", '}', ']', '`', ':', ',') });
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), words, words, async (given, before, after) => {
        const json = JSON.stringify(given);
        assert.deepEqual(await value(`${before}\n${json}\n${after}`), JSON.parse(json));
      }),
    );
  });

  it('never makes the reader throw', async () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      '\\',
      '```',
      '\n',
      '~~~',
      '{"a":1}',
      'x',
      ',',
      ':',
      '<think>',
      '</think>',
    );
    const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
    await fc.assert(
      fc.asyncProperty(text, async (raw) => {
        const answer = await readJsonAnswer(raw, object);
        if (answer.type === 'invalid') assert.match(answer.error, /^The answer .*\.$/s);
        else assert.equal(typeof answer.value, 'object');
      }),
    );
  });
});

describe('a JSON answer and its schema', () => {
  it('fits', async () => {
    const given = { title: 'Alien', year: 1979, tags: ['a'] };
    assert.deepEqual(await value(JSON.stringify(given), movie), given);
    assert.equal(await value('3', { type: 'integer' }), 3);
    assert.deepEqual(await value('Draft: {"title": 1} Final: {"title": "A"}', movie), { title: 'A' });
  });

  const at = 'The answer does not fit the schema';
  const misfits: readonly (readonly [unknown, Schema, string])[] = [
    [{ year: 1979 }, movie, `${at}: it does not have required property "title".`],
    [{ title: 3 }, movie, `${at} at /title: it is number, not string.`],
    [{ title: 'A', year: 1800 }, movie, `${at} at /year: 1800 is less than 1888.`],
    [{ title: 'A', tags: ['a', 'c'] }, movie, `${at} at /tags/1: it does not match any of ["a","b"].`],
    [{ title: 'A', director: 'B' }, movie, `${at} at /director: nothing may stand there.`],
    [
      [{ 'a/b~c d': 1 }],
      { items: { properties: { 'a/b~c d': { type: 'null' } } } },
      `${at} at /0/a/b~c d: it is number, not null.`,
    ],
    ['ab', { pattern: '^a+$' }, `${at}: string does not match pattern ^a+$.`],
    ['2026-13-01', { format: 'date' }, `${at}: string does not match format "date".`],
  ];
  for (const [given, schema, says] of misfits) {
    it(`says: ${says}`, async () => assert.equal(await error(JSON.stringify(given), schema), says));
  }

  it('checks a pattern and a format at the same place, in keys and below references', async () => {
    const both = { pattern: '^2026', format: 'date' };
    assert.equal(await value('"2026-11-01"', both), '2026-11-01');
    for (const given of ['"2025-11-01"', '"2026-11-31"'])
      assert.match(await error(given, both), /pattern \^2026 or format date/);
    const named = {
      propertyNames: { pattern: '^x-' },
      patternProperties: { '^x-[a-z]+$': { $ref: '#/$defs/n' } },
      $defs: { n: { type: 'number' } },
    };
    assert.deepEqual(await value('{"x-a": 1}', named), { 'x-a': 1 });
    assert.match(await error('{"y": 1}', named), /\^x-/);
    assert.match(await error('{"x-a": "1"}', named), /at \/x-a: it is string, not number/);
  });

  it('knows recursion that ends with the answer, and older drafts', async () => {
    const tree = { type: 'object', properties: { kids: { type: 'array', items: { $ref: '#' } } }, required: ['kids'] };
    assert.ok(await value('{"kids":[{"kids":[]},{"kids":[{"kids":[]}]}]}', tree));
    assert.match(
      await error('{"kids":[{"kids":[{}]}]}', tree),
      /at \/kids\/0\/kids\/0: it does not have required property "kids"/,
    );
    const old = { $schema: 'http://json-schema.org/draft-04/schema#', minimum: 3, exclusiveMinimum: true };
    assert.match(await error('3', old), /3 is/);
  });

  it('leaves the given schema as it was', async () => {
    const schema = { type: 'string', pattern: '^a', format: 'url', $id: 'https://host/x' };
    const before = structuredClone(schema);
    await readJsonAnswer('"b"', fits(schema));
    assert.deepEqual(schema, before);
    assert.deepEqual(Object.getOwnPropertyNames(schema), Object.getOwnPropertyNames(before));
  });
});

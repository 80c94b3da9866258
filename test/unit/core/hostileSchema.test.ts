import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readJsonAnswer } from '../../../src/core/run/jsonAnswer.ts';

type Schema = Readonly<Record<string, unknown>>;
const object = { type: 'json_object' } as const;
const fits = (schema: Schema) => ({ type: 'json_schema', json_schema: { name: 'x', schema } }) as const;
const movie = { type: 'object', required: ['title'] };

async function error(text: string, schema?: Schema): Promise<string> {
  const answer = await readJsonAnswer(text, schema ? fits(schema) : object);
  assert.equal(answer.type, 'invalid', JSON.stringify(answer));
  assert.equal(answer.raw, text);
  return answer.error;
}

describe('a hostile schema or answer', () => {
  const doubling = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [
      `d${index}`,
      { allOf: [{ $ref: `#/$defs/d${index + 1}` }, { $ref: `#/$defs/d${index + 1}` }] },
    ]),
  );
  const nested = (levels: number, open: string, close: string) => `${open.repeat(levels)}1${close.repeat(levels)}`;
  const long = JSON.stringify(`${'a'.repeat(50_000)}!`);
  const choices = Array.from({ length: 5_000 }, (_, index) => `choice ${index}`);
  const could = 'The answer could not be checked';
  const cases: readonly (readonly [string, string, Schema, RegExp])[] = [
    ['a reference to itself', '{}', { $ref: '#' }, /the schema refers to itself without end/],
    [
      'two that refer to each other',
      '{}',
      { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } },
      /refers to itself without end/,
    ],
    ['a recursive anchor', '{}', { $recursiveAnchor: true, $recursiveRef: '#' }, /refers to itself without end/],
    [
      'references that double 40 times',
      '{}',
      { $ref: '#/$defs/d0', $defs: { ...doubling, d40: {} } },
      /takes too many steps/,
    ],
    ['a reference to the network', '{}', { $ref: 'https://example.com/a.json' }, /Unresolved \$ref/],
    ['a reference to nowhere', '{}', { $ref: '#/$defs/none' }, /Unresolved \$ref/],
    ['a schema that is none', '{}', { allOf: { a: 1 } }, /the schema can not be used/],
    ['a pattern that backtracks', long, { pattern: '^(a+)+$' }, /does not match pattern/],
    ['a pattern that branches', long, { pattern: '^(a|a)*$' }, /does not match pattern/],
    ['a pattern over 1,000 characters', '"a"', { pattern: 'a'.repeat(1_001) }, /is longer than 1,000 characters/],
    ['a pattern that counts far', '"a"', { pattern: '(a{1000}){1000}' }, /repeats too much/],
    ['a back-reference', '"a"', { pattern: '(a)\\1' }, /refers back/],
    ['a pattern that is none', '"a"', { pattern: '(' }, /is no regular expression/],
    ['a key pattern that backtracks', '{}', { patternProperties: { '^(a+)+$': {} } }, /without the key pattern/],
    ['the format url', long.replace('aaaa', 'http://').replace('!', ' !'), { format: 'url' }, /does not fit/],
    ['a format that objects inherit', '"a"', { format: '__defineGetter__', type: 'null' }, /it is string, not null/],
    ['60 levels of schema', '{}', JSON.parse(nested(60, '{"not":', '}')), /nested at most 50 levels deep/],
    ['a schema of 100,001 characters', '{}', { description: 'a'.repeat(100_001) }, /at most 100,000 characters/],
    [
      'many long lists of choices',
      JSON.stringify(Array(20_000).fill('no')),
      { contains: { enum: choices } },
      /takes too many steps/,
    ],
    ['101 levels of answer', nested(101, '[', ']'), {}, /nested more than 100 levels deep/],
    ['100,000 levels of answer', nested(100_000, '[', ']'), {}, /nested more than 100 levels deep/],
    [
      'a long list of unique items',
      JSON.stringify(Array(50_000).fill({})),
      { uniqueItems: true },
      /too long to compare/,
    ],
    [
      'a key that is no text',
      '{"\\ud800": 1}',
      { additionalProperties: { type: 'null' } },
      /a key in it is no valid text/,
    ],
  ];
  for (const [what, text, schema, says] of cases) {
    it(`ends at once with a sentence: ${what}`, async () => {
      const words = await error(text, schema);
      assert.match(words, says);
      assert.ok(words.startsWith(could) || words.startsWith('The answer '), words);
      assert.ok(words.length < 600);
    }).timeout(2_000);
  }

  it('that holds 300,000 opening brackets is read in a moment', async () => {
    assert.match(await error('{ '.repeat(300_000)), /is not JSON/);
    assert.match(await error(`x${'```\n'.repeat(100_000)}`), /is not JSON/);
    assert.match(await error('{} '.repeat(100_000), movie), /required property/);
  }).timeout(2_000);

  it('leaves no pattern behind in the library', async () => {
    const { format } = await import('@cfworker/json-schema');
    const before = Object.keys(format);
    await readJsonAnswer('"a"', fits({ pattern: '^a$', $ref: '#/$defs/none' }));
    assert.deepEqual(Object.keys(format), before);
  });

  it('whatever it is, gives an answer', async () => {
    const keywords =
      'type $ref pattern format properties items allOf anyOf not if then enum const required $id $anchor patternProperties dependentSchemas uniqueItems minimum $recursiveRef default';
    const keyword = fc.constantFrom(...keywords.split(' '));
    const leaf = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom('#', '#/properties', 'string', 'object', '^a', '(', 'date'),
    );
    const { schema } = fc.letrec((tie) => ({
      schema: fc.dictionary(
        keyword,
        fc.oneof(
          { maxDepth: 3 },
          leaf,
          tie('schema'),
          fc.array(tie('schema'), { maxLength: 3 }),
          fc.dictionary(fc.constantFrom('a', '$ref', '__proto__'), tie('schema'), { maxKeys: 3 }),
        ),
        { maxKeys: 4 },
      ),
    }));
    await fc.assert(
      fc.asyncProperty(schema, fc.jsonValue({ maxDepth: 3 }), async (given, answer) => {
        const read = await readJsonAnswer(JSON.stringify(answer), fits(given as Schema));
        if (read.type === 'invalid') assert.match(read.error, /^The answer .*\.$/s);
      }),
      { numRuns: 1_000 },
    );
  }).timeout(20_000);
});

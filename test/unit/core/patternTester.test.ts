// JavaScript's own engine is the oracle: what it takes long for is told apart only in time, never in what matches.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Fuel, OutOfFuel } from '../../../src/core/schema/fuel.ts';
import { Refused } from '../../../src/core/schema/patternSyntax.ts';
import { patternTester } from '../../../src/core/schema/patternTester.ts';

const plenty = () => new Fuel(1_000_000);

describe('a pattern tested in linear time', () => {
  const patterns = [
    '',
    '^$',
    'a',
    '^a+$',
    '^[a-z]+(-[a-z]+)*$',
    '^(?:foo|ba[rz])+$',
    'a{2,3}b',
    'a{2}',
    'a{2,}',
    'a*?b',
    '(a|b)*abb$',
    '(?<year>\\d{4})-\\d\\d',
    '\\bfoo\\b',
    'o\\B',
    '[^a-c]',
    '[\\]\\\\x-]',
    '.',
    '^.{2}$',
    '\\u{1F600}',
    '\\uD83D\\uDE00',
    '\\x61',
    '\\p{L}+',
    '\\P{L}',
    '[\\p{Lu}]',
    '\\cJ',
    '\\n',
    '\\.',
    '\\/',
    '(a*)*b',
    '(^a|b)+$',
    '(|a)+',
    '^|b$',
    '()',
    'a|',
    '\\0',
    '[-a]',
    '(\\b|a)*c',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '[]',
    '[^]',
  ];
  const subjects = [
    '',
    'a',
    'aa',
    'aaa',
    'aab',
    'abb',
    'foo',
    'foobar',
    'foo bar',
    'slug-of-words',
    'slug-',
    '2026-11',
    'x',
    ']',
    '\\',
    '-',
    '.',
    '/',
    '\n',
    '\0',
    '😀',
    'a😀b',
    '\uD83D',
    'Ä',
    'É1',
    'b',
    'c',
    'aAbcB',
    'baz',
    'oo',
    '\u2028',
  ];
  for (const pattern of patterns) {
    it(`matches what JavaScript matches: ${pattern}`, () => {
      const test = patternTester(pattern);
      for (const text of subjects) {
        assert.equal(test(text, plenty()), new RegExp(pattern, 'u').test(text), JSON.stringify(text));
      }
    });
  }

  it('matches what JavaScript matches, whatever the pattern', () => {
    // Without \B: V8 looks for it inside surrogate pairs too, where the standard sees one character.
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '\\W', '\\d', '^', '$', '\\b', '😀', '');
    const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
      pattern: fc.oneof(
        { depthSize: 'medium', withCrossShrink: true },
        atom,
        fc.tuple(tie('pattern'), tie('pattern')).map(([one, two]) => one + two),
        fc.tuple(tie('pattern'), tie('pattern')).map(([one, two]) => `(?:${one}|${two})`),
        fc
          .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{0,2}', '{1,}', '*?', '{0}'))
          .map(([one, sign]) => `(${one})${sign}`),
      ),
    }));
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '1', ' ', '\n', '😀', '\uD83D'), maxLength: 7 });
    fc.assert(
      fc.property(pattern, text, (source, subject) => {
        fc.pre(source.length < 120);
        assert.equal(patternTester(source)(subject, plenty()), new RegExp(source, 'u').test(subject));
      }),
      { numRuns: 3_000 },
    );
  });

  it('takes steps in proportion to the text, for patterns that are the end of other engines', () => {
    for (const pattern of ['^(a+)+$', '^(a|a)*$', '(a*)*b', '^(a?){30}a{30}$', '(.*)*x$']) {
      const test = patternTester(pattern);
      // What is left tells how much was used: half as much text must be done with half as much fuel.
      for (const length of [1_000, 2_000]) {
        assert.equal(test(`${'a'.repeat(length)}!`, new Fuel(length * 150)), false, pattern);
      }
    }
  });

  it('stops when the fuel is used up', () => {
    const fuel = new Fuel(100);
    assert.equal(patternTester('a+b')('aaa', fuel), false);
    assert.throws(() => patternTester('a+b')('a'.repeat(100), fuel), OutOfFuel);
  });

  const refused: readonly (readonly [string, string])[] = [
    ['(?=a)', 'looks ahead or behind'],
    ['(?!a)', 'looks ahead or behind'],
    ['(?<=a)b', 'looks ahead or behind'],
    ['(?<!a)b', 'looks ahead or behind'],
    ['(a)\\1', 'refers back to what it matched'],
    ['(?<n>a)\\k<n>', 'refers back to what it matched'],
    ['(', 'is no regular expression'],
    ['a{2,1}', 'is no regular expression'],
    ['\\-', 'is no regular expression'],
    ['a'.repeat(1_001), 'is longer than 1,000 characters'],
    ['(a{100}){100}', 'repeats too much'],
    ['(){9999999}', 'repeats too much'],
    ['(a?){3000}', 'repeats too much'],
  ];
  for (const [pattern, says] of refused) {
    it(`refuses ${pattern.slice(0, 20)}: it ${says}`, () => {
      assert.throws(() => patternTester(pattern), new Refused(says));
    });
  }
});

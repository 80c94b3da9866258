import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readParameters } from '../../../src/core/chat/readParameters.ts';
import { builtInPresets, readPresets } from '../../../src/core/prompts/presets.ts';

const find = (id: string, value: unknown) => readPresets(value).presets.find((one) => one.id === id);

describe('presets', () => {
  const pairs: readonly (readonly [string, number, number])[] = [
    ['creative', 0.9, 0.9],
    ['factual', 0.3, 0.8],
    ['code', 0.1, 0.95],
    ['balanced', 0.7, 0.9],
  ];
  for (const [id, temperature, topP] of pairs) {
    it(`has ${id}: temperature ${temperature} and top_p ${topP}, and an effort for models without them`, () => {
      const preset = builtInPresets.find((one) => one.id === id);
      assert.deepEqual([preset?.temperature, preset?.top_p], [temperature, topP]);
      assert.ok(preset?.reasoning_effort);
      const { temperature: heat, top_p, reasoning_effort } = preset;
      assert.equal(readParameters({ temperature: heat, top_p, reasoning_effort }, () => undefined).type, 'valid');
    });
  }

  it('are as many as that, without a setting', () => {
    assert.equal(builtInPresets.length, pairs.length);
    for (const nothing of [undefined, null, {}]) {
      assert.deepEqual(readPresets(nothing), { presets: builtInPresets, problems: [] });
    }
  });

  it("takes the user's own, with a name from the id where there is none", () => {
    const own = { temperature: 1.2, stop: 'END', visible_tokens: 100, presence_penalty: 0.5 };
    const { presets, problems } = readPresets({
      'wild-ideas': own,
      calm: { name: 'Very calm', reasoning_effort: 'low' },
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(presets.slice(builtInPresets.length), [
      { id: 'wild-ideas', name: 'Wild ideas', ...own, stop: ['END'] },
      { id: 'calm', name: 'Very calm', reasoning_effort: 'low' },
    ]);
  });

  it('lets the user change a built-in one field by field, and take fields away', () => {
    const changed = { id: 'creative', name: 'Creative', temperature: 1, reasoning_effort: 'medium' };
    assert.deepEqual(find('creative', { creative: { temperature: 1, top_p: null } }), changed);
    assert.equal(find('factual', { creative: { temperature: 1 } })?.temperature, 0.3);
    assert.equal(builtInPresets.find(({ id }) => id === 'creative')?.temperature, 0.9);
  });

  const wrong: readonly (readonly [string, unknown, string])[] = [
    ['a range', { mine: { temperature: 3 } }, 'mine: temperature is 3; it must be a number from 0 to 2.'],
    ['a field', { mine: { temprature: 1 } }, 'mine: temprature is no field of a preset. Did you mean temperature?'],
    [
      'an unknown field',
      { mine: { zzzzzzz: 1 } },
      'mine: zzzzzzz is no field of a preset. Known are name, temperature, top_p, reasoning_effort, presence_penalty, frequency_penalty, stop, visible_tokens.',
    ],
    ['a name', { mine: { name: ' ', n: 1 } }, 'mine: name is ""; it must be a text of 1 to 60 characters.'],
    [
      'a preset',
      { mine: 3 },
      'mine: it is 3; it must be an object of name, temperature, top_p, reasoning_effort, presence_penalty, frequency_penalty, stop, visible_tokens.',
    ],
    [
      'nothing',
      { mine: { name: 'Mine' } },
      'mine: it sets nothing; it must set at least one of temperature, top_p, reasoning_effort, presence_penalty, frequency_penalty, stop, visible_tokens.',
    ],
    [
      'an id',
      { 'My preset': { temperature: 1 } },
      'My preset: the id must be 1 to 40 small letters, digits and dashes, and begin with a letter.',
    ],
    [
      'a limit',
      { mine: { visible_tokens: 0 } },
      'mine: visible_tokens is 0; it must be a whole number from 1 to 10,000,000.',
    ],
    ['all', [1], 'The presets are [1]; they must be an object.'],
    ['all, unreadable', { mine: () => 1 }, 'The presets can not be read: something in them holds a function.'],
  ];
  for (const [what, value, says] of wrong) {
    it(`says what is wrong with ${what}, and keeps the others`, () => {
      const given =
        typeof value === 'object' && !Array.isArray(value) && what !== 'all, unreadable'
          ? { ...value, fine: { top_p: 0.1 } }
          : value;
      const { presets, problems } = readPresets(given);
      assert.equal(problems[0], says);
      assert.equal(presets.length, builtInPresets.length + (given === value ? 0 : 1));
    });
  }

  it('leaves a built-in preset as it is where its change is wrong', () => {
    const { presets, problems } = readPresets({ code: { temperature: -1 } });
    assert.deepEqual(presets, builtInPresets);
    assert.deepEqual(problems, ['code: temperature is -1; it must be a number from 0 to 2.']);
  });

  it('counts the first hundred', () => {
    const many = Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`p${index}`, { top_p: 0.5 }]));
    const { presets, problems } = readPresets(many);
    assert.equal(presets.length, builtInPresets.length + 100);
    assert.deepEqual(problems, ['There are 120 presets; the first 100 count.']);
  });

  it('never throws, and always has the built-in ones', () => {
    const anyValue = fc.anything({ withBigInt: true, withNullPrototype: true });
    const id = fc.constantFrom('creative', 'mine', '__proto__', 'constructor', '');
    fc.assert(
      fc.property(
        fc.oneof(anyValue, fc.dictionary(id, fc.oneof(anyValue, fc.dictionary(fc.string(), anyValue)))),
        (value) => {
          const ids = readPresets(value).presets.map((preset) => preset.id);
          for (const built of builtInPresets) assert.ok(ids.includes(built.id));
        },
      ),
      { numRuns: 500 },
    );
  });
});

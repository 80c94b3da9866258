import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  afterForeign,
  afterLineBreaks,
  afterStep,
  beginGeneration,
  type Change,
  extentOf,
  type Generation,
  generatedLength,
  insertStep,
  type Span,
  type Step,
  withdrawStep,
} from '../../../src/core/code/generatedRanges.ts';
import { Model } from './generationModel.ts';

/** A document, and the generation in it: own steps and foreign changes go through here. */
class Page {
  text: string;
  generation: Generation;

  constructor(marked: string, tail = '') {
    const start = marked.indexOf('[');
    this.text = marked.replace('[', '').replace(']', '');
    this.generation = beginGeneration({ start, end: marked.indexOf(']') - 1 }, tail);
  }

  read = ({ start, end }: Span) => this.text.slice(start, end);

  stream(code: string): this {
    return this.#make(insertStep(this.generation, code, this.read));
  }

  withdraw(tail = ''): this {
    return this.#make(withdrawStep(this.generation, tail));
  }

  #make(step: Step): this {
    this.text = applied(this.text, step.changes);
    this.generation = step.after;
    return this;
  }

  /** Replaces the first occurrence of a text, as a user would. */
  user(old: string, text: string): this {
    const change = { offset: this.text.indexOf(old), length: old.length, text };
    assert.ok(change.offset >= 0, `${old} is not in ${this.text}`);
    return this.foreign([change]);
  }

  /** Inserts text behind the first occurrence of a mark. */
  types(mark: string, text: string): this {
    const at = this.text.indexOf(mark);
    assert.ok(at >= 0, `${mark} is not in ${this.text}`);
    return this.foreign([{ offset: at + mark.length, length: 0, text }]);
  }

  foreign(changes: readonly Change[]): this {
    this.text = applied(this.text, changes);
    this.generation = afterForeign(this.generation, changes);
    return this;
  }
}

function applied(text: string, changes: readonly Change[]): string {
  const descending = [...changes].sort((a, b) => b.offset - a.offset);
  return descending.reduce(
    (all, one) => all.slice(0, one.offset) + one.text + all.slice(one.offset + one.length),
    text,
  );
}

describe('a generation in a document', () => {
  it('replaces what was selected with the first piece', () => {
    const page = new Page('a[OLD]z').stream('new').stream('er');
    assert.equal(page.text, 'anewerz');
    assert.deepEqual(extentOf(page.generation), { start: 1, end: 6 });
    assert.equal(generatedLength(page.generation), 5);
  });
  it('puts it back', () => assert.equal(new Page('a[OLD]z').stream('new').withdraw().text, 'aOLDz'));
  it('takes out what was inserted', () => assert.equal(new Page('a[]z').stream('new').withdraw().text, 'az'));
  it('can be inserted again', () => {
    const page = new Page('a[OLD]z').stream('new').withdraw().stream('other');
    assert.equal(page.text, 'aotherz');
    assert.equal(page.withdraw().text, 'aOLDz');
  });
  it('withdraws nothing where nothing was generated', () => {
    const page = new Page('a[OLD]z').withdraw();
    assert.equal(page.text, 'aOLDz');
    assert.equal(page.stream('n').text, 'anz');
  });
  it('writes before its tail', () => {
    const page = new Page('a[]z', '\n').stream('new').stream('er');
    assert.equal(page.text, 'anewer\nz');
    assert.equal(page.withdraw('\n').text, 'az');
    assert.equal(page.stream('x').text, 'ax\nz');
  });
  it('follows edits before and after', () => {
    const page = new Page('a[OLD]z').stream('new').types('a', 'aa').user('z', '').stream('er');
    assert.equal(page.text, 'aaanewer');
    assert.equal(page.withdraw().text, 'aaaOLD');
  });
  it('keeps what the user typed inside', () => {
    const page = new Page('a[OLD]z').stream('new').types('ne', 'U').stream('er');
    assert.equal(page.text, 'aneUwerz');
    assert.equal(page.withdraw().text, 'aOLDUz');
  });
  it('keeps what the user typed at both borders', () => {
    const page = new Page('a[OLD]z').stream('new').types('a', 'U').types('new', 'V').stream('er');
    assert.equal(page.text, 'aUnewerVz');
    assert.equal(page.withdraw().text, 'aUOLDVz');
  });
  it('keeps what the user typed into the selection before the first piece came', () => {
    const page = new Page('a[OLD]z').types('OL', 'U').stream('new');
    assert.equal(page.text, 'anewUz');
    assert.equal(page.withdraw().text, 'aOLUDz');
    assert.equal(page.stream('x').text, 'axUz');
  });
  it('lets the user delete over its borders', () => {
    const page = new Page('ab[OLD]yz').stream('new').user('bn', '').stream('er').user('ry', '');
    assert.equal(page.text, 'aewez');
    assert.equal(page.withdraw().text, 'aOLDz');
  });
  it('survives that the user deletes all of it', () => {
    const page = new Page('a[OLD]z', '\n').stream('new').user('new\n', '').stream('er');
    assert.equal(page.text, 'aerz');
    assert.equal(page.withdraw().text, 'aOLDz');
  });
  it('follows a change of all line breaks', () => {
    for (const [before, after] of [
      ['\n', '\r\n'],
      ['\r\n', '\n'],
    ] as const) {
      const page = new Page(`a${before}[O${before}D]${before}z`).stream(`n${before}e`);
      page.text = page.text.replaceAll(before, after);
      page.generation = afterLineBreaks(page.generation, page.text, after);
      assert.equal(page.stream('w').text, `a${after}n${after}ew${after}z`);
      assert.equal(page.withdraw().text, `a${after}O${after}D${after}z`);
    }
  });
  it('follows changes that arrive together with its own', () => {
    const page = new Page('abc[OLD]xyz').stream('new');
    const step = insertStep(page.generation, 'er', page.read);
    const foreign = [
      { offset: 1, length: 1, text: 'BB' },
      { offset: 7, length: 1, text: '' },
    ];
    page.text = applied(page.text, [...step.changes, ...foreign]);
    page.generation = afterStep(step, foreign);
    assert.equal(page.text, 'aBBcnewerxz');
    assert.equal(page.withdraw().text, 'aBBcOLDxz');
  });
});

const edits = fc.record({
  type: fc.constant('user' as const),
  at: fc.nat(),
  length: fc.nat({ max: 6 }),
  text: fc.constantFrom('', 'U', 'UV', '\n'),
  second: fc.option(
    fc.record({ gap: fc.nat({ max: 5 }), length: fc.nat({ max: 3 }), text: fc.constantFrom('', 'UV') }),
  ),
});
const streams = fc.record({
  type: fc.constant('stream' as const),
  code: fc.constantFrom('g', 'gh', 'g\n', 'ghijk'),
  meanwhile: fc.option(edits),
});
const operations = fc.oneof(
  { weight: 5, arbitrary: streams },
  { weight: 6, arbitrary: edits },
  { weight: 1, arbitrary: fc.constant({ type: 'withdraw' as const }) },
);

type Edit = typeof edits extends fc.Arbitrary<infer T> ? T : never;

/** Edits near the generation are the interesting ones: half of them are placed there. */
function changesOf(edit: Edit, model: Model): Change[] {
  const size = model.characters.length;
  const { start, end } = extentOf(model.generation);
  const near = edit.at % 2 === 0 ? edit.at % (size + 1) : start - 2 + (edit.at % (end - start + 5));
  const offset = Math.min(Math.max(near, 0), size);
  const length = Math.min(edit.length, size - offset);
  const changes = [{ offset, length, text: edit.text }];
  const next = offset + length + 1 + (edit.second?.gap ?? 0);
  if (edit.second && next <= size) {
    changes.push({ offset: next, length: Math.min(edit.second.length, size - next), text: edit.second.text });
  }
  return changes;
}

/** Changes of others that VS Code could join with a step's: they don't touch it. */
function apartFrom(step: Step, changes: readonly Change[]): Change[] {
  const touches = (a: Change, b: Change) => a.offset <= b.offset + b.length && b.offset <= a.offset + a.length;
  return changes.filter((change) => !step.changes.some((own) => touches(own, change)));
}

describe('a generation in a document, whatever the user types meanwhile', () => {
  const numRuns = process.env.PARLEY_LONG ? 5_000 : 300;
  it(`loses none of the user's characters and leaves none of its own (${numRuns} schedules)`, () => {
    const selections = fc.tuple(
      fc.string({ maxLength: 12 }),
      fc.string({ maxLength: 8 }),
      fc.string({ maxLength: 12 }),
    );
    fc.assert(
      fc.property(
        selections,
        fc.constantFrom('', '\n'),
        fc.array(operations, { maxLength: 40, size: 'max' }),
        (texts, tail, schedule) => {
          const [before, selected, after] = texts;
          const span = { start: before.length, end: before.length + selected.length };
          const model = new Model(before + selected + after, span, tail);
          for (const operation of schedule) {
            if (operation.type === 'user') model.user(changesOf(operation, model));
            else if (operation.type === 'withdraw') model.withdraw();
            else {
              const planned = insertStep(model.generation, operation.code, () => '');
              const meanwhile = operation.meanwhile ? apartFrom(planned, changesOf(operation.meanwhile, model)) : [];
              model.stream(operation.code, meanwhile);
            }
            model.check();
          }
          model.withdraw();
          model.checkRestored();
        },
      ),
      { numRuns },
    );
  });
});

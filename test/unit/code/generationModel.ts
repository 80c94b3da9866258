import assert from 'node:assert/strict';
import {
  afterForeign,
  afterStep,
  beginGeneration,
  type Change,
  type Generation,
  insertStep,
  type Span,
  withdrawStep,
} from '../../../src/core/code/generatedRanges.ts';

/** One character of the model document: who wrote it. Original characters carry their place in the original. */
type Tagged =
  | { readonly by: 'original'; readonly character: string; readonly place: number }
  | { readonly by: 'user' | 'generation'; readonly character: string };

/** The model a generation is checked against: the same document as a list of tagged characters. */
export class Model {
  readonly original: readonly Tagged[];
  characters: Tagged[];
  generation: Generation;
  readonly tail: string;
  /** Original characters that a step took out, in order. */
  hidden: Tagged[] = [];
  deletedByUser = new Set<Tagged>();
  userTyped = new Set<Tagged>();
  /** What stood right beside a character when the user typed it: it comes back on the same side. */
  readonly neighbours: { readonly left: Tagged; readonly right: Tagged }[] = [];

  constructor(text: string, span: Span, tail: string) {
    this.original = [...text].map((character, place) => ({ by: 'original', character, place }));
    this.characters = [...this.original];
    this.tail = tail;
    this.generation = beginGeneration(span, tail);
  }

  text(): string {
    return this.characters.map(({ character }) => character).join('');
  }

  user(changes: readonly Change[]): void {
    this.#apply(changes, (gone) => this.deletedByUser.add(gone), this.#typed);
    this.generation = afterForeign(this.generation, changes);
  }

  readonly #typed = (character: string): Tagged => {
    const typed: Tagged = { by: 'user', character };
    this.userTyped.add(typed);
    return typed;
  };

  stream(code: string, meanwhile: readonly Change[]): void {
    const step = insertStep(this.generation, code, ({ start, end }) => this.text().slice(start, end));
    const both = [...step.changes, ...meanwhile];
    const mine = new Set(step.changes);
    this.#apply(
      both,
      (gone, change) => {
        if (!mine.has(change)) return void this.deletedByUser.add(gone);
        assert.equal(gone.by, 'original', 'streaming takes out nothing but the original');
        this.hidden.push(gone);
      },
      (character, change) => (mine.has(change) ? { by: 'generation', character } : this.#typed(character)),
    );
    this.hidden.sort((a, b) => (a.by === 'original' && b.by === 'original' ? a.place - b.place : 0));
    this.generation = afterStep(step, meanwhile);
  }

  withdraw(): void {
    const step = withdrawStep(this.generation, this.tail);
    const back = [...this.hidden];
    const written = step.changes.map(({ text }) => text).join('');
    assert.equal(written, back.map(({ character }) => character).join(''), 'what is put back is what was taken out');
    const restored = new Map(step.changes.map((change) => [change, back.splice(0, change.text.length)]));
    this.#apply(
      step.changes,
      (gone) => assert.equal(gone.by, 'generation', 'withdrawing takes out nothing but generated text'),
      (_, change, index) => restored.get(change)?.[index] as Tagged,
    );
    this.hidden = [];
    this.generation = step.after;
  }

  #apply(
    changes: readonly Change[],
    gone: (one: Tagged, change: Change) => void,
    come: (character: string, change: Change, index: number) => Tagged,
  ): void {
    for (const change of [...changes].sort((a, b) => b.offset - a.offset)) {
      const added = change.text.split('').map((character, index) => come(character, change, index));
      for (const one of this.characters.splice(change.offset, change.length, ...added)) gone(one, change);
      this.#rememberNeighbours(change.offset, added);
    }
  }

  #rememberNeighbours(at: number, added: readonly Tagged[]): void {
    const [first, last] = [added[0], added.at(-1)];
    const [left, right] = [this.characters[at - 1], this.characters[at + added.length]];
    if (!first || !last || first.by !== 'user') return;
    if (left && left.by !== 'generation') this.neighbours.push({ left, right: first });
    if (right && right.by !== 'generation') this.neighbours.push({ left: last, right });
  }

  /** The spans are exactly the generated characters. */
  check(): void {
    const inSpan = (place: number) => this.generation.generated.some(({ start, end }) => start <= place && place < end);
    this.characters.forEach((one, place) => {
      assert.equal(inSpan(place), one.by === 'generation', `character ${place} of ${JSON.stringify(this.text())}`);
    });
    const { insertion } = this.generation;
    assert.ok(insertion >= 0 && insertion <= this.characters.length, 'the insertion is inside the document');
  }

  /** After a withdrawal: the original without what the user deleted, in order, and all that the user typed. */
  checkRestored(): void {
    const kept = (all: Iterable<Tagged>) => [...all].filter((one) => !this.deletedByUser.has(one));
    assert.deepEqual(
      this.characters.filter(({ by }) => by === 'original'),
      kept(this.original),
    );
    const typed = this.characters.filter(({ by }) => by === 'user');
    assert.deepEqual(new Set(typed), new Set(kept(this.userTyped)));
    const places = new Map(this.characters.map((one, place) => [one, place]));
    for (const { left, right } of this.neighbours) {
      const [before, after] = [places.get(left), places.get(right)];
      if (before !== undefined && after !== undefined) assert.ok(before < after, 'typed text kept its side');
    }
    assert.equal(typed.length + kept(this.original).length, this.characters.length, 'nothing generated is left');
  }
}

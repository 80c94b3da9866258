import { indentOf, type Placement } from './placement.ts';

function columns(indent: string, tabSize: number): number {
  let column = 0;
  for (const character of indent) column += character === '\t' ? tabSize - (column % tabSize) : 1;
  return column;
}

/** How the lines after the first are to be indented: as they are, or moved from one indentation to another. */
type Move = { readonly type: 'keep' } | { readonly type: 'move'; readonly from: string; readonly to: string };

/**
 * Gives streamed code the indentation of its place. The prompt asks the model to indent every line as in the file; models
 * often leave the indentation out, of all lines or only of the first. So:
 *
 *  1. If the first line is indented at least like the place, the model did as asked: nothing changes, except that the first
 *     line does not repeat what stands in the document already.
 *  2. Otherwise the first line is moved to the place's indentation, and the second line with text tells about the others: as
 *     indented as it would be in the file, all others stay; less, all are moved as the first one was. (An indentation of one
 *     level more is expected where the first line ends with an opening bracket, a tag or a colon.)
 *
 * In the middle of a line only the indentation of the first line is dropped. Only case 2 holds anything back: the first line, until the second has its first letter.
 */
export class Indenter {
  readonly #placement: Placement;
  #move: Move | undefined;
  /** Not yet decided, or the indentation of the line that is being received. */
  #held = '';
  #atLineStart = false;

  constructor(placement: Placement) {
    this.#placement = placement;
  }

  /** Takes a piece of code (line breaks '\n') and returns what can be written. */
  push(code: string): string {
    if (this.#move) return this.#shift(code, this.#move);
    this.#held += code;
    const first = /^([ \t]*)[^ \t\n][^\n]*?(?=\n)/.exec(this.#held);
    const indent = indentOf(this.#held);
    if (indent.length === this.#held.length) return '';
    if (this.#isDeepEnough(indent)) return this.#begin(indent, { type: 'keep' });
    const second = first && /^(?:[ \t]*\n)*([ \t]*)[^ \t\n]/.exec(this.#held.slice(first[0].length + 1));
    if (!first || !second) return '';
    return this.#begin(indent, this.#moveOfOthers(first[0], second[1] ?? ''));
  }

  /** The rest; '' if there was no code. */
  end(): string {
    if (!this.#move && this.#held === '') return '';
    const rest = this.#move ? this.#held : this.#begin(indentOf(this.#held), { type: 'keep' });
    this.#held = '';
    return rest;
  }

  #isDeepEnough(indent: string): boolean {
    const { base, tabSize } = this.#placement;
    return columns(indent, tabSize) >= columns(base, tabSize);
  }

  #moveOfOthers(firstLine: string, secondIndent: string): Move {
    const { base, tabSize } = this.#placement;
    const from = indentOf(firstLine);
    const level = /[{([:>]$/.test(firstLine) ? tabSize : 0;
    const asInFile = columns(base, tabSize) + level;
    const asFirst = columns(from, tabSize) + level;
    const actual = columns(secondIndent, tabSize);
    if (Math.abs(actual - asInFile) < Math.abs(actual - asFirst)) return { type: 'keep' };
    return { type: 'move', from, to: base };
  }

  /** Writes what was held, the first line at the place's indentation. */
  #begin(indent: string, move: Move): string {
    const { base, present, begins } = this.#placement;
    const own = begins === 'inLine' ? '' : this.#isDeepEnough(indent) ? indent : base;
    const first = own.startsWith(present) ? own.slice(present.length) : '';
    const text = this.#held.slice(indent.length);
    this.#held = '';
    this.#move = move;
    return first + this.#shift(text, move);
  }

  #shift(code: string, move: Move): string {
    if (move.type === 'keep') return code;
    let shifted = '';
    for (const character of code) shifted += this.#shiftCharacter(character, move);
    return shifted;
  }

  #shiftCharacter(character: string, move: { readonly from: string; readonly to: string }): string {
    if (character === '\n') {
      const blank = this.#held;
      this.#held = '';
      this.#atLineStart = true;
      return blank + character;
    }
    if (!this.#atLineStart) return character;
    if (character === ' ' || character === '\t') {
      this.#held += character;
      return '';
    }
    const indent = this.#held.startsWith(move.from) ? this.#held.slice(move.from.length) : '';
    this.#held = '';
    this.#atLineStart = false;
    return move.to + indent + character;
  }
}

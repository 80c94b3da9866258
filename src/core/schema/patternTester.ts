import type { Fuel } from './fuel.ts';
import { type Pattern, Refused, readPattern } from './patternSyntax.ts';

type Assertion = Extract<Pattern, { type: 'assert' }>['at'];

/** A state of the automaton; `to` are indices of states. */
type State =
  | { readonly type: 'char'; readonly test: (char: string) => boolean; readonly to: number }
  | { readonly type: 'assert'; readonly at: Assertion; readonly to: number }
  | { readonly type: 'split'; readonly to: readonly number[] }
  | { readonly type: 'match' };

const mostStates = 2_000;

class Program {
  readonly states: State[] = [{ type: 'match' }];

  #push(state: State): number {
    if (this.states.length >= mostStates) throw new Refused('repeats too much');
    return this.states.push(state) - 1;
  }

  /** Adds the states for `pattern`, which go on to `next`. Returns where they begin. */
  add(pattern: Pattern, next: number): number {
    switch (pattern.type) {
      case 'char':
        return this.#push({ type: 'char', test: pattern.test, to: next });
      case 'assert':
        return this.#push({ type: 'assert', at: pattern.at, to: next });
      case 'sequence':
        return pattern.of.reduceRight((to, part) => this.add(part, to), next);
      case 'choice':
        return this.#push({ type: 'split', to: pattern.of.map((part) => this.add(part, next)) });
      case 'repeat':
        return this.#repeat(pattern.of, pattern.min, pattern.max, next);
    }
  }

  #repeat(of: Pattern, min: number, max: number, next: number): number {
    if (min > mostStates) throw new Refused('repeats too much');
    let entry = next;
    if (max === Number.POSITIVE_INFINITY) {
      const to: number[] = [];
      entry = this.#push({ type: 'split', to });
      to.push(this.add(of, entry), next);
    } else {
      for (let left = max - min; left > 0; left--)
        entry = this.#push({ type: 'split', to: [this.add(of, entry), next] });
    }
    for (let left = min; left > 0; left--) entry = this.add(of, entry);
    return entry;
  }
}

function isWord(char: string | undefined): boolean {
  return char !== undefined && /^\w$/.test(char);
}

function holds(at: Assertion, chars: readonly string[], position: number): boolean {
  if (at === 'start') return position === 0;
  if (at === 'end') return position === chars.length;
  const edge = isWord(chars[position - 1]) !== isWord(chars[position]);
  return at === 'wordEdge' ? edge : !edge;
}

/** Runs all ways through the automaton at once: time grows with states × characters, whatever the text. */
function matches(states: readonly State[], start: number, text: string, fuel: Fuel): boolean {
  const chars = [...text];
  const seenAt = new Int32Array(states.length).fill(-1);
  let waiting: number[] = [];
  for (let position = 0; position <= chars.length; position++) {
    const open = [...waiting, start];
    waiting = [];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const state = states[at];
      if (!state || seenAt[at] === position) continue;
      seenAt[at] = position;
      fuel.spend(1);
      if (state.type === 'match') return true;
      if (state.type === 'split') open.push(...state.to);
      else if (state.type === 'assert') {
        if (holds(state.at, chars, position)) open.push(state.to);
      } else if (state.test(chars[position] ?? '')) waiting.push(state.to);
    }
  }
  return false;
}

/**
 * A test for one pattern of a JSON Schema (JavaScript's syntax, flag `u`) that no pattern and no text can make slow: JavaScript's own
 * engine tries one way after the other and may need longer than the universe. Every step costs fuel.
 * @throws Refused for what can't be tested like this: look-around, back-references, patterns over 1,000 characters or 2,000 states
 */
export function patternTester(source: string): (text: string, fuel: Fuel) => boolean {
  const program = new Program();
  const start = program.add(readPattern(source), 0);
  return (text, fuel) => matches(program.states, start, text, fuel);
}

/** A regular expression as a tree. Captures and laziness are gone: they do not change whether a text matches. */
export type Pattern =
  /** One character (code point). */
  | { readonly type: 'char'; readonly test: (char: string) => boolean }
  | { readonly type: 'assert'; readonly at: 'start' | 'end' | 'wordEdge' | 'noWordEdge' }
  | { readonly type: 'sequence'; readonly of: readonly Pattern[] }
  | { readonly type: 'choice'; readonly of: readonly Pattern[] }
  | { readonly type: 'repeat'; readonly of: Pattern; readonly min: number; readonly max: number };

/** The pattern can't be tested in linear time, or is none. The message follows "the pattern …". */
export class Refused extends Error {}

const escaped =
  /\\(?:u\{[0-9a-fA-F]+\}|u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[a-zA-Z]|[pP]\{[^}]*\}|[\s\S])/uy;
const charClass = /\[(?:\\[\s\S]|[^\]\\])*\]/uy;
const quantifier = /(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/uy;
const groupStart = /\((?:\?:|\?<(?![=!])[^>]*>)?/uy;
const anchors = { '^': 'start', $: 'end' } as const;

class PatternReader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  choice(): Pattern {
    const of = [this.#sequence()];
    while (this.#source[this.#at] === '|') {
      this.#at += 1;
      of.push(this.#sequence());
    }
    const [only] = of;
    return of.length === 1 && only ? only : { type: 'choice', of };
  }

  #sequence(): Pattern {
    const of: Pattern[] = [];
    while (this.#at < this.#source.length && !'|)'.includes(this.#source[this.#at] ?? '')) of.push(this.#term());
    return { type: 'sequence', of };
  }

  #take(token: RegExp): RegExpExecArray | undefined {
    token.lastIndex = this.#at;
    const found = token.exec(this.#source) ?? undefined;
    this.#at += found?.[0].length ?? 0;
    return found;
  }

  #term(): Pattern {
    const atom = this.#atom();
    const found = this.#take(quantifier);
    if (!found) return atom;
    const [text, low, comma, high] = found;
    const sign = text[0];
    if (sign === '*') return { type: 'repeat', of: atom, min: 0, max: Number.POSITIVE_INFINITY };
    if (sign === '+') return { type: 'repeat', of: atom, min: 1, max: Number.POSITIVE_INFINITY };
    if (sign === '?') return { type: 'repeat', of: atom, min: 0, max: 1 };
    const min = Number(low);
    const max = high ? Number(high) : comma ? Number.POSITIVE_INFINITY : min;
    return { type: 'repeat', of: atom, min, max };
  }

  #atom(): Pattern {
    const next = this.#source[this.#at];
    if (next === '^' || next === '$') {
      this.#at += 1;
      return { type: 'assert', at: anchors[next] };
    }
    if (next === '(') return this.#group();
    if (next === '[') return oneCharacter(this.#take(charClass)?.[0] ?? '');
    if (next === '\\') return this.#escaped();
    const char = String.fromCodePoint(this.#source.codePointAt(this.#at) ?? 0);
    this.#at += char.length;
    return char === '.' ? oneCharacter('.') : { type: 'char', test: (given) => given === char };
  }

  #group(): Pattern {
    const start = this.#take(groupStart)?.[0];
    if (this.#source[this.#at] === '?' && start === '(') throw new Refused('looks ahead or behind');
    const inner = this.choice();
    this.#at += 1;
    return inner;
  }

  #escaped(): Pattern {
    const text = this.#take(escaped)?.[0] ?? '';
    if (text === '\\b') return { type: 'assert', at: 'wordEdge' };
    if (text === '\\B') return { type: 'assert', at: 'noWordEdge' };
    if (/^\\[1-9k]/.test(text)) throw new Refused('refers back to what it matched');
    return oneCharacter(text);
  }
}

/** What matches exactly one character is left to the engine: on one character nothing can take long. */
function oneCharacter(source: string): Pattern {
  const expression = new RegExp(`^${source}$`, 'u');
  return { type: 'char', test: (char) => expression.test(char) };
}

/** Reads a pattern as JSON Schema has it: JavaScript's syntax with the flag `u`. @throws Refused */
export function readPattern(source: string): Pattern {
  if (source.length > 1_000) throw new Refused('is longer than 1,000 characters');
  try {
    new RegExp(source, 'u');
  } catch {
    throw new Refused('is no regular expression');
  }
  return new PatternReader(source).choice();
}

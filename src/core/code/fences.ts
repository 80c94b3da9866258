import {
  beginsSecondParagraph,
  endsThinking,
  isCutFence,
  isFenceOf,
  isPlainCode,
  isProse,
  type Opening,
  proseInfo,
  readFirstOpening,
  readOpening,
  startsThinking,
  unwrap,
} from './answerLines.ts';

/** Where the reading of an answer is. */
type State =
  | { readonly type: 'thinking' }
  | { readonly type: 'undecided' }
  | { readonly type: 'fenced'; readonly open: readonly [Opening, ...Opening[]] }
  | { readonly type: 'bare' }
  | { readonly type: 'closed' };

/** What an answer turned out to be, and the last piece of it. */
export type Extraction =
  | { readonly type: 'code'; readonly code: string; readonly blocksLeftOut: number }
  /** The model wrote sentences, or nothing. Nothing was yielded before. */
  | { readonly type: 'prose'; readonly text: string };

/** What the document holds: for prose documents an answer in sentences is the content, not a refusal. */
export type ContentKind = 'code' | 'text';

/**
 * Takes the code out of a model's answer while it streams. Feed it deltas, cut anywhere; what it yields depends only on the
 * whole answer.
 *
 *  1. Up to the first fence everything is held. The fence drops what was held (prose) and opens the code; the fence that
 *     closes it ends the code, and all that follows is left out. Fences are ``` or ~~~, three or more marks, at any
 *     indentation, which is taken off the lines below. Inside, a fence with an info string ("```sh") opens a nested block that
 *     needs its own closing; shorter fences, other marks and fences four columns deeper are content. An answer that is cut in
 *     the middle of its closing fence loses that piece of a fence.
 *  2. A line that is plainly code, before any fence, makes the answer code without a fence: it streams as it is.
 *  3. If the answer ends undecided, what was held is the code, unless it is plainly sentences (a refusal, a question).
 *  4. In a prose document (`text`) sentences are content: only a fence that holds prose (no info string, `markdown`, …) counts,
 *     and from the second paragraph on an answer without one streams as it is.
 *  5. A leading <think>…</think> block, which some local servers leave in the text, is dropped.
 *
 * Blank lines before the code and white space after it are dropped; a line break is always '\n'. Nothing else is changed.
 */
export class CodeExtractor {
  readonly #content: ContentKind;
  #state: State = { type: 'undecided' };
  /** Text before the decision; only whole lines. */
  #held = '';
  /** The line being received, without what of it was already yielded. */
  #line = '';
  /** Whether the line's beginning was yielded: then the rest is code without looking. */
  #midLine = false;
  /** Half of something: a carriage return that may have a line feed, the first half of a surrogate pair. */
  #half = '';
  /** White space that is code only if something follows. */
  #space = '';
  #begun = false;
  #blocksLeftOut = 0;
  /** The block after the code that is being left out. */
  #leftOut: Opening | undefined;

  constructor(content: ContentKind) {
    this.#content = content;
  }

  /** The code that this delta brought; '' if none yet. */
  push(delta: string): string {
    const text = this.#half + delta;
    this.#half = /[\r\uD800-\uDBFF]$/.exec(text)?.[0] ?? '';
    return this.#pushWhole(text.slice(0, text.length - this.#half.length));
  }

  #pushWhole(text: string): string {
    const lines = text.replace(/\r\n?/g, '\n').split('\n');
    const last = lines.pop() ?? '';
    let code = '';
    for (const line of lines) {
      this.#line += line;
      code += this.#takeLine('\n');
    }
    this.#line += last;
    return this.#shape(code + this.#takePartial());
  }

  /** The rest of the code, when the answer has ended. */
  end(): Extraction {
    const rest = this.#pushWhole(this.#half);
    if (this.#state.type === 'fenced' && isCutFence(this.#line, this.#state.open[0])) this.#line = '';
    const code = rest + this.#shape(this.#line === '' ? '' : this.#takeLine(''));
    const blocksLeftOut = this.#blocksLeftOut;
    if (this.#state.type === 'thinking') return { type: 'prose', text: '' };
    if (this.#state.type !== 'undecided') return { type: 'code', code, blocksLeftOut };
    const held = this.#held.trim();
    if (held === '' || (this.#content === 'code' && isProse(held))) return { type: 'prose', text: held };
    return { type: 'code', code: this.#shape(unwrap(this.#held)), blocksLeftOut };
  }

  /** A whole line has come: what of it is code. */
  #takeLine(lineBreak: '\n' | ''): string {
    const line = this.#line;
    const midLine = this.#midLine;
    this.#line = '';
    this.#midLine = false;
    switch (this.#state.type) {
      case 'thinking':
        return this.#think(line, lineBreak);
      case 'undecided':
        return this.#decide(line, lineBreak);
      case 'fenced':
        return midLine ? line + lineBreak : this.#fencedLine(line, lineBreak, this.#state.open);
      case 'bare':
        return line + lineBreak;
      case 'closed':
        this.#countFence(line);
        return '';
    }
  }

  /** What of an unfinished line is code whatever follows: nothing of one that may still become a fence. */
  #takePartial(): string {
    const { type } = this.#state;
    const fenced = type === 'fenced' && (this.#midLine || /^\s*[^\s`~]/.test(this.#line));
    if (type !== 'bare' && !fenced) return '';
    const text =
      this.#midLine || this.#state.type !== 'fenced' ? this.#line : this.#unindent(this.#line, this.#state.open[0]);
    this.#line = '';
    this.#midLine = true;
    return text;
  }

  #think(line: string, lineBreak: '\n' | ''): string {
    const end = endsThinking.exec(line);
    this.#state = { type: end ? 'undecided' : 'thinking' };
    const rest = end ? line.slice(end.index + end[0].length) : '';
    return rest.trim() === '' ? '' : this.#decide(rest, lineBreak);
  }

  #decide(line: string, lineBreak: '\n' | ''): string {
    if (this.#held.trim() === '' && startsThinking.test(line)) return this.#think(line, lineBreak);
    const opening = readFirstOpening(line);
    if (opening && (this.#content === 'code' || proseInfo.has(opening.info))) {
      this.#state = { type: 'fenced', open: [opening] };
      this.#held = '';
      return '';
    }
    const decided = this.#content === 'code' ? isPlainCode(line, this.#held) : beginsSecondParagraph(line, this.#held);
    this.#held += line + lineBreak;
    if (!decided) return '';
    const held = this.#held;
    this.#held = '';
    this.#state = { type: 'bare' };
    return held;
  }

  #fencedLine(line: string, lineBreak: '\n' | '', open: readonly [Opening, ...Opening[]]): string {
    const found = readOpening(line);
    const innermost = open.at(-1) ?? open[0];
    if (found && isFenceOf(found, innermost)) {
      const [outer, ...nested] = open;
      if (found.info !== '') this.#state = { type: 'fenced', open: [...open, found] };
      else if (nested.length > 0) this.#state = { type: 'fenced', open: [outer, ...nested.slice(0, -1)] };
      else {
        this.#state = { type: 'closed' };
        return '';
      }
    }
    return this.#unindent(line, open[0]) + lineBreak;
  }

  #unindent(line: string, opening: Opening): string {
    const indent = /^[ \t]*/.exec(line)?.[0].length ?? 0;
    return line.slice(Math.min(indent, opening.indent));
  }

  #countFence(line: string): void {
    const found = readOpening(line);
    if (!found) return;
    if (!this.#leftOut) {
      this.#blocksLeftOut += 1;
      this.#leftOut = found;
    } else if (found.info === '' && isFenceOf(found, this.#leftOut)) this.#leftOut = undefined;
  }

  /** Drops blank lines before the code, and holds white space until something follows. */
  #shape(text: string): string {
    let all = this.#space + text;
    if (!this.#begun) {
      const start = all.search(/\S/);
      if (start < 0) {
        this.#space = all;
        return '';
      }
      this.#begun = true;
      all = all.slice(all.lastIndexOf('\n', start) + 1);
    }
    const end = all.trimEnd().length;
    this.#space = all.slice(end);
    return all.slice(0, end);
  }
}

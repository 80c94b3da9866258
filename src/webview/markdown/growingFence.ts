import { closesFence } from './settle.ts';

/** A code block whose closing line has not come: its lines are appended as text, nothing is read again. */
export class GrowingFence {
  readonly #marker: string;
  readonly #append: (code: string) => void;
  /** Offsets into the source: of the code's start, of the first line not yet searched, and up to where code is shown. */
  readonly #start: number;
  #line: number;
  #shown: number;

  constructor(marker: string, start: number, append: (code: string) => void) {
    this.#marker = marker;
    this.#append = append;
    this.#start = start;
    this.#line = start;
    this.#shown = start;
  }

  /** Appends what the source has gained up to `end`. Returns the end of the closing line once it is there. */
  grow(source: string, end: number): number | undefined {
    for (;;) {
      const lineEnd = source.indexOf('\n', this.#line);
      if (lineEnd < 0 || lineEnd >= end) break;
      if (closesFence(source.slice(this.#line, lineEnd), this.#marker)) {
        this.#showTo(source, this.#line - 1);
        return lineEnd;
      }
      this.#line = lineEnd + 1;
    }
    // The last line may be the beginning of the closing one. The line end before it belongs to the code only if more follows.
    const mayClose = /^ {0,3}[`~]* *$/.test(source.slice(this.#line, Math.min(end, this.#line + 100)));
    this.#showTo(source, mayClose ? this.#line - 1 : end);
    return undefined;
  }

  #showTo(source: string, end: number): void {
    if (end <= Math.max(this.#shown, this.#start)) return;
    this.#append(source.slice(this.#shown, end));
    this.#shown = end;
  }
}

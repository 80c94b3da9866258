import { doInSlices, type Work } from '../slices.ts';
import { OpenText } from './openText.ts';
import { renderAll } from './renderAll.ts';

/** How much is shown in one step when a lot arrives at once, in UTF-16 units. */
const stepLength = 16_384;

/** A step slower than this, in milliseconds, makes the next one wait, so that the page keeps three quarters of the time. */
const slowStepMs = 8;

/**
 * Markdown in an element, while it is written and afterwards. As long as more may come only the open end is worked on.
 * When the text is complete it is rendered in full, so that the result does not depend on how it arrived.
 */
export class StreamingMarkdown {
  readonly #root: HTMLElement;
  #source = '';
  #stage: 'open' | 'complete' = 'open';
  #open: OpenText;
  /** Up to where the source is shown while it is open. */
  #shown = 0;
  #notBefore = 0;
  #work: Work | undefined;
  #timer: number | undefined;

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#open = new OpenText(root);
  }

  /** Shows a text: what it has gained is appended, another text replaces the one before. */
  update(written: string, stage: 'open' | 'complete'): void {
    const source = written.includes('\r') ? written.replace(/\r\n?/g, '\n') : written;
    if (source === this.#source && stage === this.#stage) return;
    const continues = this.#stage === 'open' && source.startsWith(this.#source);
    this.#cancel();
    if (!continues && stage === 'open') this.#restart();
    this.#source = source;
    this.#stage = stage;
    this.#proceed();
  }

  dispose(): void {
    this.#cancel();
  }

  #proceed(): void {
    const wait = this.#notBefore - performance.now();
    if (this.#stage === 'complete') this.#do(renderAll(this.#root, this.#source));
    else if (wait > 0) this.#timer = window.setTimeout(() => this.#proceed(), wait);
    else if (this.#source.length - this.#shown <= stepLength) this.#show(this.#source.length);
    else this.#do(this.#catchUp());
  }

  *#catchUp(): Generator<void, void> {
    while (this.#shown < this.#source.length) {
      this.#show(Math.min(this.#shown + stepLength, this.#source.length));
      yield;
    }
  }

  #show(end: number): void {
    const start = performance.now();
    this.#shown = end;
    this.#open.show(this.#source, end);
    const cost = performance.now() - start;
    this.#notBefore = cost > slowStepMs ? start + 4 * cost : 0;
  }

  #restart(): void {
    this.#root.replaceChildren();
    this.#open = new OpenText(this.#root);
    this.#shown = 0;
    this.#notBefore = 0;
  }

  #do(work: Generator<void, void>): void {
    this.#work = this.#busyDuring(work);
    doInSlices(this.#work);
  }

  *#busyDuring(work: Generator<void, void>): Generator<void, void> {
    this.#root.setAttribute('aria-busy', 'true');
    try {
      yield* work;
    } finally {
      this.#root.removeAttribute('aria-busy');
    }
  }

  #cancel(): void {
    window.clearTimeout(this.#timer);
    this.#work?.return?.();
    this.#work = undefined;
  }
}

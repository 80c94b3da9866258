import type { SeamView } from '../../protocol/panel.ts';
import { doInSlices, type Work } from '../slices.ts';
import { withJsonFenced } from './bareJson.ts';
import { OpenText } from './openText.ts';
import { renderAll } from './renderAll.ts';
import { SeamMarks } from './seams.ts';

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
  readonly #marks: SeamMarks;
  #seams: readonly SeamView[] = [];
  /** At which offset each block that is shown begins. */
  #starts: readonly number[] = [];
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
    this.#marks = new SeamMarks(root);
    this.#open = new OpenText(root);
  }

  /** Shows a text: what it has gained is appended, another text replaces the one before. `seams`: where it was continued. */
  update(written: string, stage: 'open' | 'complete', seams: readonly SeamView[]): void {
    const fenced = withJsonFenced(withPlainLineEnds(written), stage);
    const source = fenced.text;
    this.#seams = seams.map(({ at, label }) => ({
      at: fenced.at(withPlainLineEnds(written.slice(0, at)).length),
      label,
    }));
    if (source === this.#source && stage === this.#stage) return this.#marks.place(this.#seams, this.#starts);
    const continues = source.startsWith(this.#source);
    this.#cancel();
    if (!continues) this.#marks.place([], []);
    if (stage === 'open' && !continues) this.#restart();
    else if (stage === 'open' && this.#stage === 'complete') this.#resume();
    this.#source = source;
    this.#stage = stage;
    this.#proceed();
  }

  dispose(): void {
    this.#cancel();
  }

  #proceed(): void {
    const wait = this.#notBefore - performance.now();
    if (this.#stage === 'complete') this.#do(this.#renderAll());
    else if (wait > 0) this.#timer = window.setTimeout(() => this.#proceed(), wait);
    else if (this.#source.length - this.#shown <= stepLength) this.#show(this.#source.length);
    else this.#do(this.#catchUp());
  }

  *#renderAll(): Generator<void, void> {
    this.#starts = yield* renderAll(this.#root, this.#source);
    this.#marks.place(this.#seams, this.#starts);
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
    this.#starts = this.#open.starts;
    this.#marks.place(this.#seams, this.#starts);
    const cost = performance.now() - start;
    this.#notBefore = cost > slowStepMs ? start + 4 * cost : 0;
  }

  #restart(): void {
    this.#root.replaceChildren();
    this.#open = new OpenText(this.#root);
    this.#shown = 0;
    this.#notBefore = 0;
  }

  /** A text that was complete goes on. What stands there stays; it is read once more, all at once, for nothing of it may vanish. */
  #resume(): void {
    this.#open = new OpenText(this.#root);
    this.#show(this.#source.length);
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

function withPlainLineEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

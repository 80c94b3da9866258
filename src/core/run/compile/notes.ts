import type { Notice, NoticeKind } from '../../chat/events.ts';

/** Collects what compiling changed. */
export class Notes {
  readonly notices: Notice[] = [];
  readonly #model: string;

  constructor(model: string) {
    this.#model = model;
  }

  add(kind: NoticeKind, parameter: string, text: string): void {
    this.notices.push({ kind, parameter, text });
  }

  /** Left out, and why if there is more to say. */
  dropped(parameter: string, why = ''): void {
    this.add('unsupported', parameter, `${this.#model} does not take ${parameter}${why}. It was sent without it.`);
  }
}

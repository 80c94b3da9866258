import { sentenceOf, wrong } from './checked.ts';

/** What is wrong with a request, and where: `messages[2].content[0]`. */
export interface RequestProblem {
  readonly name: string;
  readonly sentence: string;
}

/** Collects what is wrong. Reading goes on, so that all of it is told at once; beyond 20 nobody reads on. */
export class Problems {
  readonly list: RequestProblem[] = [];

  add(name: string, sentence: string): void {
    if (this.list.length < 20) this.list.push({ name, sentence });
  }

  /** "messages[0].role is 3; it must be …". */
  wrong(name: string, value: unknown, must: string): void {
    this.add(name, sentenceOf(name, wrong(value, must)));
  }
}

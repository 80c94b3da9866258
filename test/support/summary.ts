/** What a run of tests came to; the sum of all runs is the last line of `npm test`. */
export interface Summary {
  readonly passed: number;
  readonly failed: number;
  /** One per failed test, in the order they failed. */
  readonly failures: readonly Failure[];
}

/** A test that failed. `detail` is the message and the stack. */
export interface Failure {
  readonly title: string;
  readonly detail: string;
}

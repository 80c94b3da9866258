/** Thrown when a check has used up its steps: a hostile schema or answer could go on for ever. */
export class OutOfFuel extends Error {}

/** The steps a check may take. Steps instead of time: the same input always ends the same way. */
export class Fuel {
  #left: number;

  constructor(steps: number) {
    this.#left = steps;
  }

  /** @throws OutOfFuel */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new OutOfFuel('too many steps');
  }
}

/** Something that holds a resource until it is disposed. The same shape as VS Code's own. */
export interface Disposable {
  dispose(): void;
}

/**
 * Owns disposables and disposes them together, last first. What is added after that is disposed at once, so a late
 * arrival never leaks.
 */
export class Disposables implements Disposable {
  #owned: Disposable[] = [];
  #disposed = false;

  add<T extends Disposable>(one: T): T {
    if (this.#disposed) one.dispose();
    else this.#owned.push(one);
    return one;
  }

  dispose(): void {
    this.#disposed = true;
    const owned = this.#owned;
    this.#owned = [];
    for (const one of owned.reverse()) one.dispose();
  }
}

/** A list of listeners with one thing to say. */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<(value: T) => void>();

  readonly event = (listener: (value: T) => void): Disposable => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

/** The beginning of a response's body, as far as it has come. */
export class BoundedBody {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  readonly #signal: AbortSignal;
  readonly #most: number;
  readonly #pieces: Uint8Array[] = [];
  #length = 0;

  constructor(response: Response, most: number, signal: AbortSignal) {
    this.#reader = response.body?.getReader();
    this.#most = most;
    this.#signal = signal;
  }

  /** Whether the body was longer than allowed. */
  get isCut(): boolean {
    return this.#length > this.#most;
  }

  async read(): Promise<void> {
    if (!this.#reader) return;
    // Ends a read that waits, even where the platform's fetch does not pass the abort on to the body.
    this.#signal.addEventListener('abort', this.abort, { once: true });
    try {
      while (!this.isCut) {
        const { done, value } = await this.#reader.read();
        if (done) return;
        this.#pieces.push(value);
        this.#length += value.length;
      }
      this.abort();
    } finally {
      this.#signal.removeEventListener('abort', this.abort);
    }
  }

  /** A body that has failed already can't be cancelled any more; then its reading has told why. */
  readonly abort = (): void => void this.#reader?.cancel().catch(() => {});

  bytes(): Uint8Array<ArrayBuffer> {
    const whole = new Uint8Array(Math.min(this.#length, this.#most));
    let at = 0;
    for (const piece of this.#pieces) {
      whole.set(piece.subarray(0, whole.length - at), at);
      at = Math.min(whole.length, at + piece.length);
    }
    return whole;
  }
}

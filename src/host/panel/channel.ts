import type { Clock } from '../../core/run/clock.ts';
import type { ToWebview } from '../../protocol/panel.ts';

type WithoutSeq<T> = T extends unknown ? Omit<T, 'seq'> : never;

/** A message to the webview before it gets its sequence number. */
export type Outgoing = WithoutSeq<ToWebview>;
type Appended = Extract<Outgoing, { type: 'appended' }>;

/** How long deltas are joined, in milliseconds: one paint and a bit (a message a delta costs twenty times as much). */
export const joinMs = 30;

/**
 * Numbers what goes to the webview and joins text deltas. Without a receiver everything is dropped: a view that comes
 * (back) asks for a snapshot.
 */
export class PanelChannel {
  readonly #clock: Clock;
  #post: ((message: ToWebview) => void) | undefined;
  #seq = 0;
  #held: Appended[] = [];
  #cancelTimer: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Sends to this receiver from now on. */
  attach(post: (message: ToWebview) => void): void {
    this.detach();
    this.#post = post;
  }

  /** Whether what is sent now reaches a view. */
  get receiver(): 'none' | 'some' {
    return this.#post ? 'some' : 'none';
  }

  detach(): void {
    this.#drop();
    this.#post = undefined;
  }

  send(message: Outgoing): void {
    if (!this.#post) return;
    if (message.type === 'appended') this.#hold(message);
    else {
      if (message.type === 'snapshot') this.#drop();
      else this.#flush();
      this.#number(message);
    }
  }

  /** The first delta after a pause goes out at once, what follows within `joinMs` goes together. */
  #hold(message: Appended): void {
    const last = this.#held.at(-1);
    if (last && last.turnId === message.turnId && last.kind === message.kind) {
      this.#held[this.#held.length - 1] = { ...last, text: last.text + message.text };
    } else this.#held.push(message);
    if (this.#cancelTimer) return;
    this.#flush();
    this.#cancelTimer = this.#clock.after(joinMs, () => this.#onTimer());
  }

  #onTimer(): void {
    this.#cancelTimer = undefined;
    if (this.#held.length === 0) return;
    this.#flush();
    this.#cancelTimer = this.#clock.after(joinMs, () => this.#onTimer());
  }

  #flush(): void {
    const held = this.#held;
    this.#held = [];
    for (const message of held) this.#number(message);
  }

  #drop(): void {
    this.#held = [];
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  #number(message: Outgoing): void {
    this.#seq += 1;
    this.#post?.({ ...message, seq: this.#seq } as ToWebview);
  }
}

import { type Signal, signal } from '@preact/signals';

/** Where a scrolled area stands, in pixels. */
export interface ScrollPlace {
  readonly top: number;
  readonly height: number;
  readonly viewport: number;
}

/** Nearer to the end than this counts as at the end, in pixels. */
const nearEnd = 8;

/**
 * Whether the view follows the end after the reader (or the page) scrolled. It stops as soon as the reader goes up, by
 * however little, and goes on once the end is reached again. Content that shrinks moves the place up too, but is no reader.
 */
export function followsAfter(before: ScrollPlace, now: ScrollPlace, followed: boolean): boolean {
  if (now.height - now.top - now.viewport <= nearEnd) return true;
  const wentUp = now.top < before.top - 1 && now.height >= before.height && now.viewport <= before.viewport;
  return followed && !wentUp;
}

/** Keeps a scrolled area at its end while the reader is there. */
export class EndFollower {
  /** The reader is somewhere else than at the end. */
  readonly away: Signal<boolean> = signal(false);
  readonly #scroller: HTMLElement;
  readonly #observer: ResizeObserver;
  #place: ScrollPlace;
  #follows = true;

  constructor(scroller: HTMLElement, content: HTMLElement) {
    this.#scroller = scroller;
    this.#place = this.#now();
    this.#observer = new ResizeObserver(() => this.#onResize());
    this.#observer.observe(content);
    this.#observer.observe(scroller);
    scroller.addEventListener('scroll', this.#onScroll, { passive: true });
  }

  /** Goes to the end and follows it from now on. */
  toEnd(): void {
    this.#follows = true;
    this.#onResize();
  }

  /** Goes to a place and stays there. */
  stayAt(top: number): void {
    this.#follows = false;
    this.#scroller.scrollTop = top;
    this.#onScroll();
  }

  dispose(): void {
    this.#observer.disconnect();
    this.#scroller.removeEventListener('scroll', this.#onScroll);
  }

  readonly #onScroll = (): void => {
    const now = this.#now();
    this.#follows = followsAfter(this.#place, now, this.#follows);
    this.#place = now;
    this.away.value = !this.#follows;
  };

  #onResize(): void {
    if (this.#follows) this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#onScroll();
  }

  #now(): ScrollPlace {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    return { top: scrollTop, height: scrollHeight, viewport: clientHeight };
  }
}

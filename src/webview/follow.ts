import { type Signal, signal } from '@preact/signals';

/** Nearer to the end than this counts as at the end, in pixels. */
const nearEnd = 8;

/**
 * Whether the view still follows the end after it was scrolled, by the reader or by the page.
 *
 * @param distance how far the end is below the view, in pixels
 * @param moved how far what stood at the end has gone down in the view, in pixels. What grows at the end, or above the
 *   view, does not move it; only the reader does.
 */
export function followsAfter(followed: boolean, distance: number, moved: number): boolean {
  return distance <= nearEnd || (followed && moved <= 1);
}

/** An element near the end, and where in the view it stood, in pixels. */
interface Mark {
  readonly element: Element | null;
  readonly top: number;
}

/** A place the reader was at: an element, and how far its top is above the view's, in pixels. */
export interface Held {
  readonly element: HTMLElement;
  readonly above: number;
}

/** By these the reader moves. */
const readerEvents = ['wheel', 'pointerdown', 'touchstart', 'keydown'] as const;

/** Keeps a scrolled area at its end while the reader is there. */
export class EndFollower {
  /** The reader is somewhere else than at the end. */
  readonly away: Signal<boolean> = signal(false);
  readonly #scroller: HTMLElement;
  readonly #observer: ResizeObserver;
  readonly #content: HTMLElement;
  #mark: Mark;
  #follows = true;
  #held: Held | undefined;
  /** How high the content was when it was looked at last, in pixels. */
  #height = 0;
  /** Whether the reader has done anything that may scroll since the view was at its end. */
  #reader: 'still' | 'active' = 'still';

  constructor(scroller: HTMLElement, content: HTMLElement) {
    this.#scroller = scroller;
    this.#content = content;
    this.#mark = markAt(content.lastElementChild);
    this.#observer = new ResizeObserver(() => this.#onResize());
    this.#observer.observe(content);
    this.#observer.observe(scroller);
    scroller.addEventListener('scroll', this.#onScroll, { passive: true });
    for (const type of readerEvents) scroller.addEventListener(type, this.#release, { passive: true });
  }

  /** Goes to the end and follows it from now on. */
  toEnd(): void {
    this.#held = undefined;
    this.#follows = true;
    this.#onResize();
  }

  /** Goes to a place and holds it, whatever comes in above, until the reader moves. */
  hold(place: Held): void {
    this.#follows = false;
    this.#held = place;
    this.#onResize();
  }

  dispose(): void {
    this.#observer.disconnect();
    this.#scroller.removeEventListener('scroll', this.#onScroll);
    for (const type of readerEvents) this.#scroller.removeEventListener(type, this.#release);
  }

  readonly #release = (): void => {
    this.#held = undefined;
    this.#reader = 'active';
  };

  readonly #onScroll = (): void => {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    // The content has changed since: where things stand says nothing about the reader, and the observer is told in a moment.
    if (this.#follows && this.#reader === 'still' && scrollHeight !== this.#height) return;
    const moved = markAt(this.#mark.element).top - this.#mark.top;
    this.#follows = followsAfter(this.#follows, scrollHeight - scrollTop - clientHeight, moved);
    this.#mark = markAt(this.#content.lastElementChild);
    if (this.#follows) this.#reader = 'still';
    this.away.value = !this.#follows;
  };

  #onResize(): void {
    if (this.#held) this.#scroller.scrollTop = this.#held.element.offsetTop + this.#held.above;
    else if (this.#follows) this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#height = this.#scroller.scrollHeight;
    this.#onScroll();
  }
}

function markAt(element: Element | null): Mark {
  return { element, top: element?.isConnected ? element.getBoundingClientRect().top : 0 };
}

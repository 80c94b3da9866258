import type { SeamView } from '../../protocol/panel.ts';
import { element } from './elements.ts';
import { blockAt, markClass } from './parts.ts';
import { sanitized } from './sanitize.ts';

/**
 * The lines that say where a text was continued. Each stands after the block its place is in, so that no block is ever cut;
 * a place between two blocks is just there. They are no blocks themselves: the rendering does not see them.
 */
export class SeamMarks {
  readonly #root: HTMLElement;
  readonly #marks: HTMLElement[] = [];

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  /** Puts the marks where they belong. `starts`: the offset at which each block begins, in ascending order. */
  place(seams: readonly SeamView[], starts: readonly number[]): void {
    for (const surplus of this.#marks.splice(seams.length)) surplus.remove();
    let last: { readonly block: Element; readonly mark: Element } | undefined;
    for (const [index, { at, label }] of seams.entries()) {
      const block = blockAt(
        this.#root,
        starts.findLastIndex((start) => start < at),
      );
      if (!block) continue;
      const mark = this.#markFor(index, label);
      // Two in one block stand one below the other.
      const before = last?.block === block ? last.mark : block;
      if (before.nextElementSibling !== mark) before.after(mark);
      last = { block, mark };
    }
  }

  #markFor(index: number, label: string): HTMLElement {
    const standing = this.#marks[index];
    if (standing?.getAttribute('aria-label') === label) return standing;
    const made = sanitized(
      element('div', { class: markClass, role: 'separator', 'aria-label': label }, element('span', {}, label)),
    );
    standing?.replaceWith(made);
    this.#marks[index] = made;
    return made;
  }
}

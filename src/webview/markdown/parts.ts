import { removeFrom } from './morph.ts';

/**
 * How many blocks a part holds. Browsers skip what they need not show part by part: with fewer, larger ones a step costs
 * the same however long the text has become; with one for each block the skipping itself is what costs.
 */
const blocksPerPart = 24;

/** The class of what stands between blocks without being one. Blocks never have it. */
export const markClass = 'seam';

/** A block's place: the part it belongs to, and what stands there now. */
export interface Slot {
  readonly part: Element;
  readonly standing: Element | null;
}

/** The place of the block with some index, from 0. Its part is made if there is none. All blocks before it have to be there. */
export function slotAt(root: Element, index: number): Slot {
  const part = root.children[Math.floor(index / blocksPerPart)] ?? root.appendChild(newPart());
  return { part, standing: blockIn(part, index % blocksPerPart) };
}

/** The block with some index, if it is there. */
export function blockAt(root: Element, index: number): Element | null {
  const part = index < 0 ? undefined : root.children[Math.floor(index / blocksPerPart)];
  return part ? blockIn(part, index % blocksPerPart) : null;
}

function blockIn(part: Element, index: number): Element | null {
  let left = index;
  for (let at = part.firstElementChild; at; at = at.nextElementSibling) {
    if (at.className === markClass) continue;
    if (left === 0) return at;
    left -= 1;
  }
  return null;
}

function newPart(): Element {
  const part = document.createElement('div');
  part.className = 'part';
  return part;
}

/** Removes all blocks but the first `count`, and the parts that held only those. */
export function trimTo(root: Element, count: number): void {
  const last = Math.ceil(count / blocksPerPart) - 1;
  removeFrom(root.children[last + 1] ?? null);
  const part = root.children[last];
  if (part) removeFrom(blockIn(part, count - last * blocksPerPart));
}

import type { Token } from 'marked';
import { morph, removeFrom } from './morph.ts';
import type { Slot } from './parts.ts';
import { type Assembly, assemble, type Context, renderBlock } from './renderBlock.ts';
import { sanitized } from './sanitize.ts';

/** Puts an element where `standing` is (at the parent's end if null), keeping what stands there already. Returns what stands there now. */
function place(parent: Element, standing: ChildNode | null, made: Element): ChildNode {
  if (standing === null) return parent.appendChild(made);
  return standing.isEqualNode(made) ? standing : morph(standing, made);
}

/** Renders a block into its slot, pausing between its units. */
export function* placeBlock(slot: Slot, token: Token, context: Context): Generator<void, void> {
  const assembly = assemble(token, context);
  if (!assembly) {
    place(slot.part, slot.standing, sanitized(renderBlock(token, context)));
    yield;
    return;
  }
  const outer = placeOuter(slot, assembly);
  yield* placeUnits(assembly.placeIn(outer), 0, assembly.units);
}

/** Puts an assembly's outer element into its slot. Returns the one that stands there now; it may hold older units. */
export function placeOuter({ part, standing }: Slot, assembly: Assembly): Element {
  const made = sanitized(assembly.outer);
  if (standing === null) return part.appendChild(made);
  if (standing.tagName !== made.tagName || standing.className !== made.className) {
    standing.replaceWith(made);
    return made;
  }
  morph(standing, made, assembly.placeIn(standing));
  return standing;
}

/** Makes units the children of an element from the `first` on, and the last ones. */
export function* placeUnits(into: Element, first: number, units: Assembly['units']): Generator<void, void> {
  let at: ChildNode | null = into.childNodes[first] ?? null;
  for (const unit of units) {
    at = place(into, at, sanitized(unit())).nextSibling;
    yield;
  }
  removeFrom(at);
}

/** Does all of a piece of work at once. */
export function finished<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

import type { Token } from 'marked';
import { morph, removeFrom } from './morph.ts';
import { type Assembly, assemble, type Context, renderBlock } from './renderBlock.ts';
import { sanitized } from './sanitize.ts';

/** Puts an element where `standing` is (at the parent's end if null), keeping what stands there already. Returns the next place. */
export function place(parent: Element, standing: ChildNode | null, made: Element): ChildNode | null {
  if (standing === null) {
    parent.append(made);
    return null;
  }
  return standing.isEqualNode(made) ? standing.nextSibling : morph(standing, made).nextSibling;
}

/** Renders a block into its place, pausing between its units. Returns the next place. */
export function* placeBlock(
  parent: Element,
  standing: ChildNode | null,
  token: Token,
  context: Context,
): Generator<void, ChildNode | null> {
  const assembly = assemble(token, context);
  if (!assembly) {
    const next = place(parent, standing, sanitized(renderBlock(token, context)));
    yield;
    return next;
  }
  const outer = placeOuter(parent, standing, assembly);
  yield* placeUnits(assembly.placeIn(outer), 0, assembly.units);
  return outer.nextSibling;
}

/** Puts an assembly's outer element into its place. Returns the one that stands there now; it may hold older units. */
export function placeOuter(parent: Element, standing: ChildNode | null, assembly: Assembly): Element {
  const made = sanitized(assembly.outer);
  if (standing === null) return parent.appendChild(made);
  const isAlike =
    standing instanceof Element && standing.tagName === made.tagName && standing.className === made.className;
  if (!isAlike) {
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
    at = place(into, at, sanitized(unit()));
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

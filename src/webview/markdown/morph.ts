/**
 * Turns one node into the likeness of another, touching only what differs, so that the reader's selection, focus and
 * scroll position in the rest survive. Returns the node that now stands there: `old` or, where they are too different, `next`.
 * The children of `except` stay as they are.
 */
export function morph(old: ChildNode, next: ChildNode, except?: Element): ChildNode {
  if (old instanceof Text && next instanceof Text) {
    morphText(old, next.data);
    return old;
  }
  if (!(old instanceof Element && next instanceof Element) || old.tagName !== next.tagName) {
    old.replaceWith(next);
    return next;
  }
  morphAttributes(old, next);
  if (old !== except) morphChildren(old, next, except);
  return old;
}

function morphText(old: Text, text: string): void {
  if (old.data === text) return;
  if (text.startsWith(old.data)) old.appendData(text.slice(old.data.length));
  else old.data = text;
}

function morphAttributes(old: Element, next: Element): void {
  for (const name of old.getAttributeNames()) {
    if (!next.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const name of next.getAttributeNames()) {
    const value = next.getAttribute(name) ?? '';
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

function morphChildren(old: Element, next: Element, except: Element | undefined): void {
  const wanted = [...next.childNodes];
  let standing = old.firstChild;
  for (const node of wanted) {
    if (standing === null) old.append(node);
    else standing = morph(standing, node, except).nextSibling;
  }
  removeFrom(standing);
}

/** Removes a node and everything after it from their parent. */
export function removeFrom(first: ChildNode | null): void {
  for (let node = first; node !== null; ) {
    const following: ChildNode | null = node.nextSibling;
    node.remove();
    node = following;
  }
}

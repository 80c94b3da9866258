import DOMPurify, { type Config } from 'dompurify';

const tags = [
  ...['p', 'br', 'strong', 'em', 'del', 'code', 'pre', 'a', 'span', 'div', 'hr', 'blockquote', 'button'],
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
];
const plainAttributes = [
  ...['class', 'title', 'dir', 'start', 'type', 'role', 'tabindex', 'scope'],
  ...['aria-label', 'aria-level', 'aria-hidden', 'data-act', 'data-name'],
];

// The same object every time: DOMPurify prepares a configuration anew unless it is the one it had last.
const rendered: Config = {
  IN_PLACE: true,
  ALLOWED_TAGS: tags,
  ALLOWED_ATTR: ['href', ...plainAttributes],
  ADD_URI_SAFE_ATTR: plainAttributes,
  ALLOW_ARIA_ATTR: false,
  ALLOW_DATA_ATTR: false,
  ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
};

/**
 * The one gate through which rendered Markdown enters the page. The renderer makes elements and text nodes only, never
 * markup; whatever it may get wrong, nothing passes here but these elements, these attributes and these kinds of address.
 */
export function sanitized<T extends Element>(element: T): T {
  DOMPurify.sanitize(element, rendered);
  return element;
}

const reference = /&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});/g;
const decoded = new Map<string, string>();

/** Character references (`&copy;`, `&#169;`) as the characters they stand for; unknown ones stay as they are. */
export function decodeReferences(text: string): string {
  return text.includes('&') ? text.replace(reference, decodeReference) : text;
}

function decodeReference(written: string): string {
  const known = decoded.get(written);
  if (known !== undefined) return known;
  // Only the browser's parser knows all the names. It is given nothing but the reference.
  const fragment = DOMPurify.sanitize(written, { ALLOWED_TAGS: [], RETURN_DOM_FRAGMENT: true });
  const character = fragment.textContent ?? written;
  if (decoded.size < 2000) decoded.set(written, character);
  return character;
}

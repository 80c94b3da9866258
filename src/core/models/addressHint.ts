import { typedAddressProblem, wholeAddress } from './address.ts';
import { trimAddress } from './providerSettings.ts';

/** The part of an address that the user has to replace, with its place in the text. */
export interface Placeholder {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The part in capitals of a row's `addressHint`; undefined if it has none. */
export function placeholderOf(hint: string): Placeholder | undefined {
  const found = /[A-Z][A-Z0-9-]*[A-Z0-9]/.exec(hint);
  return found ? { text: found[0], start: found.index, end: found.index + found[0].length } : undefined;
}

/**
 * The base URL that a typed text means where the address has the shape of a hint: the name for its placeholder alone, or an address
 * as portals show it: without a path, or with that of a method under the hint's own (`/openai/deployments/…`). Other paths are kept.
 */
export function hintedAddress(hint: string, typed: string): string {
  const text = typed.trim();
  const placeholder = placeholderOf(hint);
  if (placeholder && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i.test(text)) return hint.replace(placeholder.text, text);
  const whole = wholeAddress(text);
  if (!URL.canParse(whole)) return whole;
  const { origin, protocol, pathname, username, password } = new URL(whole);
  const path = new URL(hint).pathname;
  const [, first = ''] = path.split('/');
  const isUnder = pathname === '/' || pathname === `/${first}` || pathname.startsWith(`/${first}/`);
  const isPlain = (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
  return isUnder && isPlain ? `${origin}${path}` : trimAddress(whole);
}

/** What is wrong with a typed address of the hint's shape, as a sentence; undefined if it can be called. */
export function hintedAddressProblem(hint: string, typed: string): string | undefined {
  if (typed.trim() === '') return `Type the address, for example ${hint}.`;
  const placeholder = placeholderOf(hint);
  if (placeholder && typed.toUpperCase().includes(placeholder.text)) return `Replace ${placeholder.text} by your own.`;
  return typedAddressProblem(hintedAddress(hint, typed));
}

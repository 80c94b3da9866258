import type { MarkedToken, Token, Tokens } from 'marked';
import { appendText, element, icon } from './elements.ts';
import { codeStretches } from './hiddenCharacters.ts';
import { linkTarget } from './linkTarget.ts';
import { decodeReferences } from './sanitize.ts';

/** Deeper emphasis is text: nobody writes it, and layout recurses. */
const deepestEmphasis = 16;

/** Appends inline Markdown to an element, as elements and text nodes. */
export function renderInline(tokens: readonly Token[], into: Element, depth = 0): void {
  for (const token of tokens) {
    if (depth > deepestEmphasis) appendText(into, decodeReferences(token.raw));
    else renderToken(token as MarkedToken, into, depth);
  }
}

function renderToken(token: MarkedToken, into: Element, depth: number): void {
  switch (token.type) {
    case 'text':
      if (token.tokens) renderInline(token.tokens, into, depth + 1);
      else appendText(into, token.escaped ? token.text : decodeReferences(token.text));
      return;
    case 'escape':
      return appendText(into, token.text);
    case 'strong':
    case 'em':
    case 'del':
      return wrap(token.type, token.tokens, into, depth);
    case 'codespan':
      return void into.append(withCode(element('code', { dir: 'ltr' }), token.text));
    case 'br':
      return void into.append(element('br'));
    case 'html':
      // Only line breaks get this far; other tags were never read as such.
      return void into.append(element('br'));
    case 'link':
      return renderLink(token, into, depth);
    case 'image':
      return void into.append(imageBox(token));
    case 'checkbox':
      return void into.append(checkbox(token.checked));
    default:
      appendText(into, token.raw);
  }
}

function wrap(name: 'strong' | 'em' | 'del', tokens: readonly Token[], into: Element, depth: number): void {
  const made = element(name);
  renderInline(tokens, made, depth + 1);
  into.append(made);
}

/** Appends code to an element, literally; characters one can't see are made visible. */
export function withCode<T extends Element>(into: T, code: string): T {
  for (const stretch of codeStretches(code)) {
    if (stretch.type === 'text') appendText(into, stretch.text);
    else {
      const title = `Hidden character ${stretch.name}`;
      into.append(element('span', { class: 'hidden-character', 'data-name': stretch.name, title }, stretch.text));
    }
  }
  return into;
}

function renderLink(token: Tokens.Link, into: Element, depth: number): void {
  const target = linkTarget(decodeReferences(token.href));
  // A link within a link is text; browsers do not nest them.
  if (target === undefined || into.closest('a')) return renderInline(token.tokens, into, depth + 1);
  const made = element('a', { href: target, title: target });
  renderInline(token.tokens, made, depth + 1);
  into.append(made);
}

/** An image is never fetched: its place, its description and its address are shown. */
function imageBox(token: Tokens.Image): Element {
  const written = decodeReferences(token.href);
  const target = linkTarget(written);
  const description = decodeReferences(token.text).trim();
  const box = element('span', { class: 'image-box' }, icon('file-media'));
  if (description !== '') box.append(element('span', { class: 'image-text' }, description));
  const address = shortened(target ?? written);
  box.append(
    target === undefined
      ? element('span', { class: 'image-address' }, address)
      : element('a', { class: 'image-address', href: target, title: target }, address),
  );
  return box;
}

function shortened(address: string): string {
  return address.length > 300 ? `${address.slice(0, 299)}…` : address;
}

function checkbox(checked: boolean): Element {
  const name = checked ? 'check' : 'circle-large-outline';
  return element('span', {
    class: `task codicon codicon-${name}`,
    role: 'img',
    'aria-label': checked ? 'Done' : 'To do',
  });
}

import type { MarkedToken, Token, Tokens } from 'marked';
import { type Blocks, pieceLimit } from './blockLexer.ts';
import { codeBlock, languageName } from './codeBlock.ts';
import { element } from './elements.ts';
import { renderInline } from './renderInline.ts';

/** What rendering needs to know of the text before a block. Rendering moves it on. */
export interface Context {
  readonly blocks: Blocks;
  /** The level of the last heading in the answer; 3 (the answer's own heading) at its start. */
  headingLevel: number;
}

/**
 * How a block is put together: an outer element, and the units within it, each made when it is its turn. A unit is a list
 * item, a table row, a piece of a very long paragraph; other blocks are one unit and have no outer element.
 */
export interface Assembly {
  readonly outer: HTMLElement;
  /** Where the units go, within `outer`. */
  readonly place: HTMLElement;
  readonly units: readonly (() => HTMLElement)[];
}

/** From this many rows on columns have fixed widths: automatic widths are computed over all rows each time one comes. */
const manyRows = 200;

/** Blocks that make no element. */
export function isSilent(token: Token): boolean {
  return token.type === 'space' || token.type === 'def';
}

/** The outer element and units of a block that is made of units, else undefined. */
export function assemble(token: Token, context: Context): Assembly | undefined {
  const block = token as MarkedToken;
  if (block.type === 'list') return assembleList(block, context);
  if (block.type === 'table') return assembleTable(block, context);
  if (block.type === 'paragraph' && block.text.length > pieceLimit) return assembleParagraph(block, context);
  return undefined;
}

/** A block as one element. */
export function renderBlock(token: Token, context: Context): HTMLElement {
  const assembly = assemble(token, context);
  if (!assembly) return renderWhole(token as MarkedToken, context);
  assembly.place.append(...assembly.units.map((unit) => unit()));
  return assembly.outer;
}

function renderWhole(block: MarkedToken, context: Context): HTMLElement {
  switch (block.type) {
    case 'heading':
      return heading(block, context);
    case 'hr':
      return element('hr');
    case 'blockquote':
      return withBlocks(element('blockquote'), block.tokens, context);
    case 'code': {
      const { box, append } = codeBlock(languageName(block.lang));
      append(block.text);
      return box;
    }
    case 'paragraph':
      return withInline(element('p'), block.tokens, context);
    case 'text':
      return withInline(element('p'), block.tokens, context);
    default:
      return element('p', {}, block.raw);
  }
}

function withBlocks<T extends HTMLElement>(into: T, tokens: readonly Token[], context: Context): T {
  for (const token of tokens) {
    if (!isSilent(token)) into.append(renderBlock(token, context));
  }
  return into;
}

function withInline<T extends HTMLElement>(into: T, holder: Token[] | undefined, context: Context): T {
  renderInline(context.blocks.inline(holder), into);
  return into;
}

/** Keeps its size, but its level for assistive technology never skips one, however the model jumps. */
function heading(block: Tokens.Heading, context: Context): HTMLElement {
  const level = Math.min(block.depth + 3, context.headingLevel + 1);
  context.headingLevel = level;
  const name = `h${Math.min(Math.max(block.depth, 1), 6)}` as 'h1';
  return withInline(element(name, { 'aria-level': String(level) }), block.tokens, context);
}

function assembleList(block: Tokens.List, context: Context): Assembly {
  const start = block.ordered && block.start !== 1 ? String(block.start) : undefined;
  const outer = block.ordered ? element('ol', { start }) : element('ul');
  return { outer, place: outer, units: block.items.map((item) => () => listItem(item, context)) };
}

function listItem(item: Tokens.ListItem, context: Context): HTMLElement {
  const made = element('li', { class: item.task ? 'task-item' : undefined });
  for (const token of item.tokens) {
    if (isSilent(token)) continue;
    if (token.type === 'text' || token.type === 'checkbox') appendTight(made, token as MarkedToken, context);
    else made.append(renderBlock(token, context));
  }
  return made;
}

/** The words of a tight list's item stand in it without a paragraph. */
function appendTight(into: HTMLElement, token: MarkedToken, context: Context): void {
  if (token.type === 'text') withInline(into, token.tokens, context);
  else renderInline([token], into);
}

function assembleTable(block: Tokens.Table, context: Context): Assembly {
  const body = element('tbody');
  const table = element(
    'table',
    { class: block.rows.length >= manyRows ? 'fixed' : undefined },
    element('thead', {}, row(block.header, 'th', context)),
    body,
  );
  // A table wider than the panel scrolls by itself, from the keyboard too.
  const outer = element('div', { class: 'table-box', tabindex: '0', role: 'group', 'aria-label': 'Table' }, table);
  return { outer, place: body, units: block.rows.map((cells) => () => row(cells, 'td', context)) };
}

function row(cells: readonly Tokens.TableCell[], name: 'th' | 'td', context: Context): HTMLElement {
  return element(
    'tr',
    {},
    ...cells.map((cell) => {
      const attributes = { class: cell.align ? `align-${cell.align}` : undefined, scope: name === 'th' ? 'col' : undefined };
      return withInline(element(name, attributes), cell.tokens, context);
    }),
  );
}

function assembleParagraph(block: Tokens.Paragraph, context: Context): Assembly {
  const outer = element('p');
  const unit = (read: () => readonly Token[]) => () => {
    const piece = element('span');
    renderInline(read(), piece);
    return piece;
  };
  return { outer, place: outer, units: context.blocks.pieces(block.tokens).map(unit) };
}

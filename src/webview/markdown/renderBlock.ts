import type { MarkedToken, Token, Tokens } from 'marked';
import { type Blocks, pieceLimit } from './blockLexer.ts';
import { codeBlock, languageName } from './codeBlock.ts';
import { element } from './elements.ts';
import { renderInline } from './renderInline.ts';

/** The level of the heading that names an answer. The headings within are below it. */
export const answerHeadingLevel = 3;

/** The level of a heading of some depth (1–6) after one of level `last`: never more than one below it, however the model jumps. */
export function headingLevel(last: number, depth: number): number {
  return Math.min(depth + answerHeadingLevel, last + 1);
}

/** What rendering needs to know of the text before a block. Rendering moves it on. */
export interface Context {
  readonly blocks: Blocks;
  /** The level of the last heading before; `answerHeadingLevel` at the start. */
  headingLevel: number;
}

/**
 * How a block is put together: an outer element, and the units within it, each made when it is its turn. A unit is a list
 * item, a table row, a piece of a very long paragraph; other blocks are one unit and have no outer element.
 */
export interface Assembly {
  readonly outer: HTMLElement;
  /** Where the units go, within an outer element of this kind. */
  readonly placeIn: (outer: Element) => Element;
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
  assembly.placeIn(assembly.outer).append(...assembly.units.map((unit) => unit()));
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
      append(codeText(block));
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

/** The lexer counts a last line that is blank twice. */
function codeText({ text }: Tokens.Code): string {
  return text.endsWith('\n') ? text.slice(0, -1) : text;
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

/** Looks like its depth; its level for assistive technology skips none. */
function heading(block: Tokens.Heading, context: Context): HTMLElement {
  context.headingLevel = headingLevel(context.headingLevel, block.depth);
  const name = `h${Math.min(Math.max(block.depth, 1), 6)}` as 'h1';
  return withInline(element(name, { 'aria-level': String(context.headingLevel) }), block.tokens, context);
}

function itself(outer: Element): Element {
  return outer;
}

function bodyOf(tableBox: Element): Element {
  return tableBox.querySelector('tbody') ?? tableBox;
}

function assembleList(block: Tokens.List, context: Context): Assembly {
  const start = block.ordered && block.start !== 1 ? String(block.start) : undefined;
  const outer = block.ordered ? element('ol', { start }) : element('ul');
  return { outer, placeIn: itself, units: block.items.map((item) => () => listItem(item, context)) };
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
  const table = element(
    'table',
    { class: block.rows.length >= manyRows ? 'fixed' : undefined },
    element('thead', {}, row(block.header, 'th', context)),
    element('tbody'),
  );
  // A table wider than the panel scrolls by itself, from the keyboard too.
  const outer = element('div', { class: 'table-box', tabindex: '0', role: 'group', 'aria-label': 'Table' }, table);
  return { outer, placeIn: bodyOf, units: block.rows.map((cells) => () => row(cells, 'td', context)) };
}

function row(cells: readonly Tokens.TableCell[], name: 'th' | 'td', context: Context): HTMLElement {
  return element(
    'tr',
    {},
    ...cells.map((cell) => {
      const attributes = {
        class: cell.align ? `align-${cell.align}` : undefined,
        scope: name === 'th' ? 'col' : undefined,
      };
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
  return { outer, placeIn: itself, units: context.blocks.pieces(block.tokens).map(unit) };
}

import type { Token, Tokens } from 'marked';
import { type Blocks, noLinks, readBlocks } from './blockLexer.ts';
import { codeBlock, languageName } from './codeBlock.ts';
import { GrowingFence } from './growingFence.ts';
import { healed } from './healed.ts';
import { removeFrom } from './morph.ts';
import { slotAt, trimTo } from './parts.ts';
import { finished, placeBlock, placeOuter, placeUnits } from './place.ts';
import { answerHeadingLevel, assemble, type Context, headingLevel, isSilent } from './renderBlock.ts';
import { sanitized } from './sanitize.ts';
import {
  blockStarts,
  collectDefinitions,
  lengthBeforeLastItem,
  listKind,
  loosen,
  openFence,
  settledBlocks,
} from './settle.ts';

/** A list whose end has not come. All its items but the last are settled; the unsettled text starts at the last one. */
interface GrowingList {
  readonly start: number;
  readonly kind: string;
  readonly loose: boolean;
  readonly items: number;
}

/**
 * The rendering of a text that grows at its end. Blocks that can't change any more are settled: made once, never touched
 * again. Only the rest is read and rendered again, and only what differs in it is changed.
 */
export class OpenText {
  readonly #root: HTMLElement;
  #links = noLinks();
  /** Up to where the source is settled, how many blocks that made, and the level of the last heading in it. */
  #settled = 0;
  #count = 0;
  #headingLevel = answerHeadingLevel;
  #fence: GrowingFence | undefined;
  #list: GrowingList | undefined;
  /** How many units (rows, pieces) the block at the settled end had when it was rendered last. */
  #units = 0;
  readonly #starts: number[] = [];

  /** An element that holds an earlier rendering of the same text keeps of it what is still right. */
  constructor(root: HTMLElement) {
    this.#root = root;
  }

  /** At which offset of the source each block begins. */
  get starts(): readonly number[] {
    return this.#starts;
  }

  /** Shows the source up to `end`. Each call's source extends the one before. */
  show(source: string, end: number): void {
    if (this.#growFence(source, end) === 'open') return;
    const open = source.slice(this.#settled, end);
    const blocks = readBlocks(healed(open), this.#links);
    if (this.#listBecameLoose(blocks.tokens)) return this.show(source, end);
    this.#placeAll(blocks, open);
    this.#settle(blocks.tokens, open);
    this.#growFence(source, end);
  }

  #growFence(source: string, end: number): 'open' | 'none' {
    const closed = this.#fence?.grow(source, end);
    if (this.#fence && closed === undefined) return 'open';
    if (closed !== undefined) {
      this.#fence = undefined;
      this.#advance(closed - this.#settled, 1);
    }
    return 'none';
  }

  /** Settles more of the source, which made so many blocks. */
  #advance(length: number, count: number): void {
    this.#settled += length;
    this.#count += count;
    this.#units = 0;
  }

  /** A blank line between two items changes all items: the list is read again from its start, once. */
  #listBecameLoose([first]: readonly Token[]): boolean {
    const list = this.#list;
    if (!list || list.loose || !isList(first) || listKind(first) !== list.kind || !first.loose) return false;
    this.#settled = list.start;
    this.#list = undefined;
    this.#units = 0;
    return true;
  }

  #placeAll(blocks: Blocks, open: string): void {
    const context: Context = { blocks, headingLevel: this.#headingLevel };
    const [first, ...rest] = blocks.tokens;
    if (first) this.#placeFirst(first, context);
    this.#noteStarts(blocks.tokens, open);
    let count = this.#count + (first && !isSilent(first) ? 1 : 0);
    for (const token of rest) {
      if (isSilent(token)) continue;
      finished(placeBlock(slotAt(this.#root, count), token, context));
      count += 1;
    }
    trimTo(this.#root, count);
  }

  #noteStarts(tokens: readonly Token[], open: string): void {
    const starts = blockStarts(tokens, open).map((start) => this.#settled + start);
    // A list that goes on began further up.
    if (this.#list && starts.length > 0) starts[0] = this.#list.start;
    this.#starts.splice(this.#count, Number.POSITIVE_INFINITY, ...starts);
  }

  /** The block at the settled end is the one that grows: what can't change in it is left alone. */
  #placeFirst(token: Token, context: Context): void {
    if (this.#list && this.#resumeList(this.#list, token, context)) return;
    if (isSilent(token)) return;
    const slot = slotAt(this.#root, this.#count);
    const assembly = assemble(token, context);
    const before = this.#units;
    this.#units = assembly?.units.length ?? 0;
    if (!assembly) return finished(placeBlock(slot, token, context));
    const outer = placeOuter(slot, assembly);
    const unchanged = outer === slot.standing ? Math.max(0, Math.min(before, this.#units) - 1) : 0;
    finished(placeUnits(assembly.placeIn(outer), unchanged, assembly.units.slice(unchanged)));
  }

  /** Goes on with a list at its last item. False if what follows is not that list, which is over then. */
  #resumeList(list: GrowingList, token: Token, context: Context): boolean {
    const { standing } = slotAt(this.#root, this.#count);
    if (standing && isList(token) && listKind(token) === list.kind) {
      if (list.loose) loosen(token);
      finished(placeUnits(standing, list.items, assemble(token, context)?.units ?? []));
      return true;
    }
    removeFrom(standing?.children[list.items] ?? null);
    this.#list = undefined;
    this.#count += 1;
    return false;
  }

  #settle(tokens: readonly Token[], open: string): void {
    const { count, length } = settledBlocks(tokens, open);
    const settled = tokens.slice(0, count);
    collectDefinitions(settled, this.#links);
    for (const token of settled) {
      if (token.type === 'heading') this.#headingLevel = headingLevel(this.#headingLevel, token.depth);
    }
    if (count > 0) {
      this.#list = undefined;
      this.#advance(length, settled.filter((token) => !isSilent(token)).length);
    }
    const growing = tokens[count];
    if (isList(growing)) this.#settleItems(growing);
    else this.#startFence(growing);
  }

  #settleItems(token: Tokens.List): void {
    const length = lengthBeforeLastItem(token);
    const before = this.#list ?? { start: this.#settled, loose: false, items: 0 };
    if (token.items.length < 2 || token.items.at(-1)?.text === '' || length === undefined) return;
    const items = before.items + token.items.length - 1;
    this.#list = { start: before.start, kind: listKind(token), loose: before.loose || token.loose, items };
    this.#settled += length;
  }

  #startFence(token: Token | undefined): void {
    const fence = openFence(token);
    if (!fence) return;
    const { box, append } = codeBlock(languageName((token as Tokens.Code).lang));
    const { part, standing } = slotAt(this.#root, this.#count);
    if (standing) standing.replaceWith(sanitized(box));
    else part.append(sanitized(box));
    this.#fence = new GrowingFence(fence.marker, this.#settled + fence.headLength, append);
  }
}

function isList(token: Token | undefined): token is Tokens.List {
  return token?.type === 'list';
}

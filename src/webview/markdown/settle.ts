import type { MarkedToken, Token, Tokens } from 'marked';
import type { LinkDefinitions } from './blockLexer.ts';
import { isSilent } from './renderBlock.ts';

/** A leading part of the blocks read from a text: how many, and how much of the text they are. */
export interface Settled {
  readonly count: number;
  readonly length: number;
}

/**
 * How many of the blocks at the start of a text stay what they are, whatever is appended to the text: all before the last,
 * once the last one's first line is complete. (A multi-line title of a link definition can break this rule; the full
 * render at the end of the answer does not depend on it.)
 */
export function settledBlocks(tokens: readonly Token[], source: string): Settled {
  const last = tokens.findLastIndex((token) => token.type !== 'space');
  const lastToken = tokens[last];
  if (last <= 0 || !lastToken) return { count: 0, length: 0 };
  const isFirstLineComplete = lastToken.raw.includes('\n') || last < tokens.length - 1;
  if (!isFirstLineComplete) return { count: 0, length: 0 };
  const length = lengthOf(tokens.slice(0, last), source);
  return length === undefined ? { count: 0, length: 0 } : { count: last, length };
}

/** How much of the text some blocks at its start are, or undefined if their raw text does not stand there. */
function lengthOf(tokens: readonly Token[], source: string): number | undefined {
  let length = 0;
  for (const { raw } of tokens) {
    if (!source.startsWith(raw, length)) return undefined;
    length += raw.length;
  }
  return length;
}

/** At which offset of the text each block begins that makes an element. */
export function blockStarts(tokens: readonly Token[], source: string): number[] {
  const starts: number[] = [];
  let end = 0;
  for (const token of tokens) {
    // The last block of a text under way may be read from a healed copy, and then its text is not in the source as it is.
    const start = source.startsWith(token.raw, end) ? end : Math.max(end, source.indexOf(token.raw, end));
    if (!isSilent(token)) starts.push(start);
    end = start + token.raw.length;
  }
  return starts;
}

/** Adds the link definitions in some blocks to `links`. The first one of a label counts. */
export function collectDefinitions(tokens: readonly Token[], links: LinkDefinitions): void {
  for (const token of tokens as readonly MarkedToken[]) {
    if (token.type === 'def') links[token.tag] ??= { href: token.href, title: token.title };
    else if (token.type === 'blockquote') collectDefinitions(token.tokens, links);
    else if (token.type === 'list') for (const item of token.items) collectDefinitions(item.tokens, links);
  }
}

/** A fence that is still open: the line that closes it has not come. */
export interface OpenFence {
  readonly marker: string;
  /** How long its first line is, line end included. */
  readonly headLength: number;
}

/** The fence a block is, if it is one that starts at the margin, its first line is complete and it is not closed yet. */
export function openFence(token: Token | undefined): OpenFence | undefined {
  if (token?.type !== 'code') return undefined;
  const head = /^(`{3,}|~{3,})[^\n]*\n/.exec(token.raw);
  const marker = head?.[1];
  if (!head || marker === undefined) return undefined;
  const lastLine = token.raw.trimEnd().split('\n').slice(1).at(-1) ?? '';
  return closesFence(lastLine, marker) ? undefined : { marker, headLength: head[0].length };
}

/** Whether a line ends the fence that `marker` opened. */
export function closesFence(line: string, marker: string): boolean {
  const found = /^ {0,3}(`+|~+) *$/.exec(line)?.[1];
  return found !== undefined && found[0] === marker[0] && found.length >= marker.length;
}

/** What the items of one list have in common: "-", "*", "+", "." or ")". */
export function listKind(list: Tokens.List): string {
  return /^ {0,3}(?:([*+-])|\d{1,9}([.)]))/.exec(list.raw)?.slice(1).join('') ?? '';
}

/** How much of a list all its items but the last are, or undefined if that can't be told. */
export function lengthBeforeLastItem(list: Tokens.List): number | undefined {
  return lengthOf(list.items.slice(0, -1), list.raw);
}

/** Makes the items of a list those of a loose one: their words stand in paragraphs. */
export function loosen(list: Tokens.List): void {
  for (const item of list.items) {
    for (const token of item.tokens) if (token.type === 'text') token.type = 'paragraph';
  }
}

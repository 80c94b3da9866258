import type { Token } from 'marked';
import { type Blocks, noLinks, readBlocks } from './blockLexer.ts';
import { slotAt, trimTo } from './parts.ts';
import { placeBlock } from './place.ts';
import { answerHeadingLevel, isSilent } from './renderBlock.ts';
import { blockStarts, collectDefinitions, settledBlocks } from './settle.ts';

/** How much text is read at a time, in UTF-16 units. Longer only where one block is. */
const windowLength = 16_384;

interface Part {
  /** Where in the text the part begins. */
  readonly start: number;
  readonly source: string;
  readonly blocks: Blocks;
  readonly tokens: readonly Token[];
}

/**
 * Renders a complete text into an element, pausing often. What stands there already and is right stays untouched. The
 * result depends on the text alone.
 */
export function* renderAll(root: HTMLElement, source: string): Generator<void, readonly number[]> {
  const links = noLinks();
  const parts: Part[] = [];
  // Any block may use a link that is defined further down, so all blocks are read before the first inline text is.
  yield* readParts(source, links, parts);
  let headingLevel = answerHeadingLevel;
  let count = 0;
  for (const { blocks, tokens } of parts) {
    const context = { blocks, headingLevel };
    for (const token of tokens) {
      if (isSilent(token)) continue;
      yield* placeBlock(slotAt(root, count), token, context);
      count += 1;
    }
    headingLevel = context.headingLevel;
  }
  trimTo(root, count);
  return parts.flatMap((part) => blockStarts(part.tokens, part.source).map((start) => part.start + start));
}

function* readParts(source: string, links: ReturnType<typeof noLinks>, parts: Part[]): Generator<void, void> {
  let length = windowLength;
  for (let start = 0; start < source.length; ) {
    const part = source.slice(start, start + length);
    const isLast = start + length >= source.length;
    const blocks = readBlocks(part, links);
    const settled = isLast ? { count: blocks.tokens.length, length: part.length } : settledBlocks(blocks.tokens, part);
    if (settled.count === 0) {
      length *= 2;
    } else {
      const tokens = blocks.tokens.slice(0, settled.count);
      collectDefinitions(tokens, links);
      parts.push({ start, source: part, blocks, tokens });
      start += settled.length;
      length = windowLength;
    }
    yield;
  }
}

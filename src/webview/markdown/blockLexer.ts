import { Lexer, type Links, type Token, Tokenizer, type Tokens } from 'marked';

/** How deep quotes and lists are followed; what is nested deeper is text. Models stay under ten. */
const deepestNesting = 32;

/** The longest stretch of inline Markdown that is read as one, in UTF-16 units. It bounds what one step can cost. */
export const pieceLimit = 8192;

/**
 * Markdown without raw HTML: tags are text, except the line break that models write into table cells. Nesting is bounded,
 * because the lexer recurses.
 */
class PlainTokenizer extends Tokenizer {
  #depth = 0;

  override html(): undefined {
    return undefined;
  }

  override tag(source: string): Tokens.Tag | undefined {
    const raw = /^<br\s*\/?>/i.exec(source)?.[0];
    return raw === undefined
      ? undefined
      : { type: 'html', raw, text: raw, inLink: false, inRawBlock: false, block: false };
  }

  override blockquote(source: string): Tokens.Blockquote | undefined {
    return this.#nested(() => super.blockquote(source));
  }

  override list(source: string): Tokens.List | undefined {
    return this.#nested(() => super.list(source));
  }

  #nested<T>(read: () => T): T | undefined {
    if (this.#depth >= deepestNesting) return undefined;
    this.#depth += 1;
    try {
      return read();
    } finally {
      this.#depth -= 1;
    }
  }
}

/** Blocks of Markdown whose inline content is read on demand. It can be read once. */
export interface Blocks {
  readonly tokens: readonly Token[];
  /** The inline tokens of a block, given the array the block holds for them. */
  readonly inline: (holder: Token[] | undefined) => readonly Token[];
  /** The same in pieces, each read when it is its turn. One, unless the text is longer than `pieceLimit`. */
  readonly pieces: (holder: Token[]) => readonly (() => readonly Token[])[];
}

/** Reference links (`[label]: url`), by normalised label. */
export type LinkDefinitions = Links;

export function noLinks(): LinkDefinitions {
  return Object.create(null) as LinkDefinitions;
}

/**
 * Reads blocks. Costs little beside the inline content, which is read only when asked for, with the definitions `links`
 * holds by then. Text the lexer gives up on becomes one paragraph of plain text; nothing is thrown.
 */
export function readBlocks(source: string, links: LinkDefinitions): Blocks {
  const lexer = new Lexer({ gfm: true, tokenizer: new PlainTokenizer() });
  try {
    lexer.blockTokens(source, lexer.tokens);
  } catch {
    const tokens = [{ type: 'paragraph', raw: source, text: source, tokens: plainText(source) }];
    return { tokens, inline: (holder) => holder ?? [], pieces: (holder) => [() => holder] };
  }
  // What was defined in this part alone is forgotten: a definition at its end may be incomplete.
  lexer.tokens.links = links;
  const unread = new Map(lexer.inlineQueue.map(({ src, tokens }) => [tokens, src]));
  const pieces: Blocks['pieces'] = (holder) => {
    const text = unread.get(holder);
    unread.delete(holder);
    if (text === undefined) return [() => holder];
    const [first = '', ...rest] = inlinePieces(text);
    return [() => [...holder, ...readInline(lexer, first)], ...rest.map((piece) => () => readInline(lexer, piece))];
  };
  return { tokens: lexer.tokens, pieces, inline: (holder) => (holder ? pieces(holder).flatMap((read) => read()) : []) };
}

function plainText(text: string): Tokens.Text[] {
  return [{ type: 'text', raw: text, text }];
}

function readInline(lexer: Lexer, piece: string): Token[] {
  try {
    return lexer.inlineTokens(piece);
  } catch {
    return plainText(piece);
  }
}

/** Cuts a very long text into pieces of at most `pieceLimit`, at line ends or spaces where there are any. */
export function inlinePieces(text: string): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  while (text.length - start > pieceLimit) {
    const end = cutBefore(text, start, start + pieceLimit);
    pieces.push(text.slice(start, end));
    start = end;
  }
  pieces.push(text.slice(start));
  return pieces;
}

function cutBefore(text: string, start: number, limit: number): number {
  const lineEnd = text.lastIndexOf('\n', limit - 1);
  if (lineEnd > start + pieceLimit / 2) return lineEnd + 1;
  const space = text.lastIndexOf(' ', limit - 1);
  if (space > start + pieceLimit / 2) return space + 1;
  const isHighSurrogate = (text.charCodeAt(limit - 1) & 0xfc00) === 0xd800;
  return isHighSurrogate ? limit - 1 : limit;
}

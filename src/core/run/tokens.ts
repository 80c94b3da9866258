import type { Message, Part } from '../chat/message.ts';
import type { ChatRequest } from '../chat/request.ts';

/** What a message costs besides its text: role and separators. */
const perMessage = 4;
/** Bytes of media say little about tokens; these are the usual figures of the big providers (2026-11). */
const perImage = 1_100;
const perAudioSecond = 32;
const wavBytesPerSecond = 32_000;
const perPdfPage = 1_500;
const pdfBytesPerPage = 50_000;

/** Characters a token stands for, by script: measured on the large vocabularies, where CJK takes about a token a character. */
const charactersPerToken = { ascii: 4, other: 2.2, dense: 1.1 } as const;

/** Tokens of a text, estimated: no vocabulary is loaded, for each provider has its own. */
export function estimateText(text: string): number {
  let ascii = 0;
  let dense = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x80) ascii += 1;
    else if (code >= 0x2e80) dense += 1;
  }
  const other = text.length - ascii - dense;
  return Math.ceil(
    ascii / charactersPerToken.ascii + other / charactersPerToken.other + dense / charactersPerToken.dense,
  );
}

function bytesOf(base64: string): number {
  return (base64.length * 3) / 4;
}

function estimatePart(part: Part): number {
  switch (part.type) {
    case 'text':
      return estimateText(part.text);
    case 'thinking':
      return part.providerData ? estimateText(part.text) : 0;
    case 'toolCall':
      return estimateText(part.name) + estimateText(part.argumentsJson) + perMessage;
    case 'toolResult':
      return estimateText(part.text) + perMessage;
    case 'image':
      return perImage;
    case 'audio': {
      const bytes = part.source.kind === 'data' ? bytesOf(part.source.base64) : 0;
      return Math.ceil((bytes / wavBytesPerSecond) * perAudioSecond) + perMessage;
    }
    case 'pdf': {
      const bytes = part.source.kind === 'data' ? bytesOf(part.source.base64) : pdfBytesPerPage;
      return Math.max(1, Math.ceil(bytes / pdfBytesPerPage)) * perPdfPage;
    }
  }
}

function estimateMessage(message: Message): number {
  if (message.role === 'system') return perMessage + estimateText(message.text);
  const parts: readonly Part[] = message.role === 'tool' ? message.results : message.parts;
  return parts.reduce((sum, part) => sum + estimatePart(part), perMessage);
}

/** Tokens of a request's input, estimated over all its parts, tools included. */
export function estimateTokens({ messages, tools }: Pick<ChatRequest, 'messages' | 'tools'>): number {
  const inMessages = messages.reduce((sum, message) => sum + estimateMessage(message), 0);
  return tools.length === 0 ? inMessages : inMessages + estimateText(JSON.stringify(tools));
}

/** How much a new count moves the factor. */
const weight = 0.3;
/** A factor outside of this is a miscount, not a vocabulary. */
const factorRange = { least: 0.4, most: 3 } as const;

/** Learns by how much the estimate is off for each model, from the counts that come back with answers. */
export class Calibration {
  readonly #factors = new Map<string, number>();

  /** The estimate for this model. */
  estimate(ref: string, request: Pick<ChatRequest, 'messages' | 'tools'>): number {
    return Math.ceil(estimateTokens(request) * this.factor(ref));
  }

  /** 1 until something was learned. */
  factor(ref: string): number {
    return this.#factors.get(ref) ?? 1;
  }

  /** `estimated` is what `estimate` said, `counted` what the provider counted. */
  learn(ref: string, estimated: number, counted: number): void {
    if (estimated <= 0 || counted <= 0) return;
    const before = this.factor(ref);
    const seen = before * (counted / estimated);
    const bounded = Math.min(factorRange.most, Math.max(factorRange.least, seen));
    this.#factors.set(ref, this.#factors.has(ref) ? before + weight * (bounded - before) : bounded);
  }
}

import type { ProviderData, ThinkingPart } from '../core/chat/message.ts';
import { asText, isRecord } from '../core/json.ts';
import type { Capabilities } from '../core/models/capabilities.ts';
import type { WireApi } from '../core/models/wireApi.ts';

/** The key of what this adapter stores in `providerData`. */
export const wireApi = 'openai-chat' satisfies WireApi;

/** The text fields in which compatible servers send, and want back, the model's reasoning. */
export const reasoningFields = ['reasoning_content', 'reasoning'] as const;
type ReasoningField = (typeof reasoningFields)[number];

type Fields = Readonly<Record<string, unknown>>;

/** What goes back beside the content of an answer. */
export interface ReasoningFields {
  reasoning_content?: string;
  reasoning?: string;
  /** OpenRouter's structured form, with signatures and encrypted parts (2026-11). */
  reasoning_details?: Fields[];
}

/** What goes back in the content of an answer: Mistral's form (2026-11). It has a list of texts again. */
export interface ThinkingContent {
  type: 'thinking' | 'text';
  [field: string]: unknown;
}

/** A stretch of reasoning that is still coming, as it must go back. */
export class Reasoning {
  #field: ReasoningField | 'content' | undefined;
  #text = '';
  readonly #details: Record<string, unknown>[] = [];

  /** A piece of text that came in a field of its own, or in the content. */
  addText(field: ReasoningField | 'content', text: string): void {
    this.#field ??= field;
    this.#text += text;
  }

  /** A piece of `reasoning_details`: pieces of one entry come one after the other and have its type and index. */
  addDetail(detail: Fields): void {
    const last = this.#details.at(-1);
    const grows = last && last.type === detail.type && last.index === detail.index && isWritten(last, detail);
    if (!grows) {
      this.#details.push({ ...detail });
      return;
    }
    for (const [name, value] of Object.entries(detail)) {
      if (value === null || value === undefined) continue;
      const before = last[name];
      last[name] = isProse(name) && typeof before === 'string' ? before + String(value) : value;
    }
  }

  /** What is stored with the thinking. */
  get providerData(): ProviderData {
    if (this.#details.length > 0) return { [wireApi]: { reasoning_details: this.#details } };
    if (this.#field !== 'content') return { [wireApi]: { [this.#field ?? 'reasoning']: this.#text } };
    const thinking = [{ type: 'text', text: this.#text }];
    return { [wireApi]: { content: [{ type: 'thinking', thinking }] } };
  }
}

function isProse(name: string): boolean {
  return name === 'text' || name === 'summary';
}

/** Encrypted entries come whole; only prose comes in pieces. */
function isWritten(last: Fields, next: Fields): boolean {
  return ('text' in last && 'text' in next) || ('summary' in last && 'summary' in next);
}

/** The prose of a piece of `reasoning_details`. */
export function proseOf(detail: Fields): string {
  return asText(detail.text) ?? asText(detail.summary) ?? '';
}

/**
 * Reasoning goes back in the field it came in. Plain text only with tool calls: DeepSeek answers 400 if it is missing there, and other
 * servers if it is present elsewhere. `back`: DeepSeek wants it also with calls of other models, and of none that thought. What is signed or encrypted, and what came in the content, always (OpenRouter, Mistral; 2026-11).
 */
export function lowerThinking(
  parts: readonly ThinkingPart[],
  answer: 'withCalls' | 'textOnly',
  origin: string,
  back: Capabilities['reasoningBack'],
): { readonly fields: ReasoningFields; readonly content: readonly ThinkingContent[] } {
  const fields: ReasoningFields = {};
  const content: ThinkingContent[] = [];
  for (const { providerData } of parts) {
    const data = providerData?.[wireApi];
    // Another provider answers 400 to fields it does not know, and can't read what is encrypted.
    if (!isRecord(data) || providerData?.origin !== origin) continue;
    if (Array.isArray(data.reasoning_details)) {
      fields.reasoning_details = [...(fields.reasoning_details ?? []), ...data.reasoning_details.filter(isRecord)];
    }
    if (Array.isArray(data.content)) content.push(...data.content.flatMap(thinkingContent));
    if (answer === 'textOnly') continue;
    for (const field of reasoningFields) {
      const text = asText(data[field]);
      if (text) fields[field] = (fields[field] ?? '') + text;
    }
  }
  if (back === 'withCalls' && answer === 'withCalls') fields.reasoning_content ??= '';
  return { fields, content };
}

function thinkingContent(part: unknown): ThinkingContent[] {
  return isRecord(part) && part.type === 'thinking' ? [{ ...part, type: 'thinking' }] : [];
}

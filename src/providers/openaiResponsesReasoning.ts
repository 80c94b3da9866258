import type { EasyInputMessage, ResponseReasoningItem } from 'openai/resources/responses/responses';
import type { ProviderData, TextPart, ThinkingPart } from '../core/chat/message.ts';
import { asCount, asText, isRecord } from '../core/json.ts';
import type { WireApi } from '../core/models/wireApi.ts';
import { definedFields } from './definedFields.ts';

/** The key of what this adapter stores in `providerData`. */
export const wireApi = 'openai-responses' satisfies WireApi;

type Phase = NonNullable<EasyInputMessage['phase']>;
type Fields = Readonly<Record<string, unknown>>;

/** A reasoning item as it goes back, and where. */
export interface StoredReasoning {
  readonly item: ResponseReasoningItem;
  /** How many of the answer's tool calls began before it; in our parts they come last. */
  readonly callsBefore: number;
  /** The id of the item that this one stands in for, where the end of the stream changed it. */
  readonly replaces: string | undefined;
}

/**
 * What is kept of a reasoning item. `origin` is the provider and model that wrote it: the encrypted content means something to them
 * alone, and others answer 400 to it.
 */
export function reasoningData({ item, callsBefore, replaces }: StoredReasoning, origin: string): ProviderData {
  return { [wireApi]: { origin, item, callsBefore, ...(replaces === undefined ? {} : { replaces }) } };
}

/** Some models mark each message as a comment on the way or as the final answer, and want the mark back (2026-11). */
export function phaseData(phase: string): ProviderData {
  return { [wireApi]: { phase } };
}

export function readPhase({ providerData }: TextPart): Phase | undefined {
  const data = providerData?.[wireApi];
  const phase = isRecord(data) ? data.phase : undefined;
  return phase === 'commentary' || phase === 'final_answer' ? phase : undefined;
}

/** The reasoning to send back to `origin`; undefined if it is somebody else's, was cut, or came without what could be used. */
export function lowerReasoning({ providerData }: ThinkingPart, origin: string): StoredReasoning | undefined {
  const data = providerData?.[wireApi];
  if (!isRecord(data) || data.origin !== origin || !isRecord(data.item)) return undefined;
  const item = readReasoning(data.item, undefined);
  // An id alone is looked up in what the provider has stored, which is nothing: 404.
  if (item.id === '' || !(item.encrypted_content || item.content)) return undefined;
  return { item, callsBefore: asCount(data.callsBefore) ?? 0, replaces: asText(data.replaces) };
}

/** A reasoning item as the SDK types it; `id` is used where it has none of its own. */
export function readReasoning(wire: Fields, id: string | undefined): ResponseReasoningItem {
  const content = textsIn(wire.content);
  const encrypted = asText(wire.encrypted_content);
  return {
    type: 'reasoning',
    id: asText(wire.id) ?? id ?? '',
    summary: textsIn(wire.summary).map((text) => ({ type: 'summary_text', text })),
    ...definedFields<ResponseReasoningItem>({
      content: content.length > 0 ? content.map((text) => ({ type: 'reasoning_text', text })) : undefined,
      encrypted_content: encrypted || undefined,
    }),
  };
}

function textsIn(list: unknown): string[] {
  return Array.isArray(list) ? list.flatMap((entry) => (isRecord(entry) ? (asText(entry.text) ?? []) : [])) : [];
}

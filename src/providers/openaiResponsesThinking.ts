import type { ResponseReasoningItem } from 'openai/resources/responses/responses';
import type { ProviderEvent } from '../core/chat/events.ts';
import { asCount } from '../core/json.ts';
import type { CallItems } from './openaiResponsesCalls.ts';
import { isSame, itemAt, type Place, type PlacedItem } from './openaiResponsesPlace.ts';
import { readReasoning, reasoningData } from './openaiResponsesReasoning.ts';
import { pushText } from './sse.ts';

type Fields = Readonly<Record<string, unknown>>;

interface ReasoningItem extends PlacedItem {
  /** The parts, of the summary or of the reasoning itself, of which something was said. */
  readonly said: Set<string>;
  readonly callsBefore: number;
  /** As it goes back, once it is whole. */
  item: ResponseReasoningItem | undefined;
}

/** The reasoning of a response: what of it is shown, and the items that go back. */
export class ReasoningItems {
  readonly #origin: string;
  readonly #calls: CallItems;
  readonly #items: ReasoningItem[] = [];

  constructor(origin: string, calls: CallItems) {
    this.#origin = origin;
    this.#calls = calls;
  }

  get isEmpty(): boolean {
    return this.#items.length === 0;
  }

  open(place: Place): void {
    const item = itemAt(this.#items, place);
    if (!(item && isSame(item, place))) this.#begin(place);
  }

  /** A piece of a part. Parts are paragraphs. */
  add(place: Place, event: Fields, text: string | undefined, out: ProviderEvent[]): void {
    if (text === undefined) return;
    const known = itemAt(this.#items, place);
    say(known && !known.closed ? known : this.#begin(place), partOf(event), text, out);
  }

  /** A whole part: said if none of its pieces came. */
  complete(place: Place, event: Fields, text: string | undefined, out: ProviderEvent[]): void {
    const item = itemAt(this.#items, place);
    if (!item?.said.has(partOf(event))) this.add(place, event, text, out);
  }

  /** The whole item: ends the part with what must go back. */
  close(place: Place, wire: Fields, out: ProviderEvent[]): void {
    const known = itemAt(this.#items, place);
    if (known?.closed && isSame(known, place)) return;
    const item = known && !known.closed ? known : this.#begin(place);
    const whole = readReasoning(wire, item.id);
    if (item.said.size === 0) {
      const parts = whole.summary.length > 0 ? whole.summary : (whole.content ?? []);
      for (const [index, { text }] of parts.entries()) say(item, `whole ${index}`, text, out);
    }
    item.closed = true;
    this.#keep(item, whole, undefined, out);
  }

  /**
   * The item as the end of the stream has it. Its encrypted content may be another one than before, and is the one to keep
   * (OpenAI, 2026-10); a part that is closed stays, so the new item comes with the note which one it replaces.
   */
  replace(place: Place, wire: Fields, out: ProviderEvent[]): void {
    const item = this.#items.find(({ id }) => id !== undefined && id === place.id) ?? itemAt(this.#items, place);
    if (!item) return;
    if (!item.item) return this.close(item, wire, out);
    const whole = readReasoning(wire, item.item.id);
    const isNew = whole.encrypted_content && whole.encrypted_content !== item.item.encrypted_content;
    if (isNew) this.#keep(item, whole, item.item.id, out);
  }

  #keep(item: ReasoningItem, whole: ResponseReasoningItem, replaces: string | undefined, out: ProviderEvent[]): void {
    item.item = whole;
    const providerData = reasoningData({ item: whole, callsBefore: item.callsBefore, replaces }, this.#origin);
    out.push({ type: 'thinking', choice: 0, text: '', providerData });
  }

  #begin({ index, id }: Place): ReasoningItem {
    const callsBefore = this.#calls.count;
    const item: ReasoningItem = { index, id, closed: false, said: new Set(), callsBefore, item: undefined };
    this.#items.push(item);
    return item;
  }
}

function say(item: ReasoningItem, part: string, text: string, out: ProviderEvent[]): void {
  const isNext = item.said.size > 0 && !item.said.has(part);
  item.said.add(part);
  pushText(out, 'thinking', 0, isNext ? `\n\n${text}` : text);
}

function partOf({ summary_index: summary, content_index: content }: Fields): string {
  return summary === undefined ? `content ${asCount(content) ?? 0}` : `summary ${asCount(summary) ?? 0}`;
}

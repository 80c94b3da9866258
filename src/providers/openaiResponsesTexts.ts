import type { ProviderEvent } from '../core/chat/events.ts';
import { asCount, asText, isRecord } from '../core/json.ts';
import { raiseLogprobs } from './openaiChatLogprobs.ts';
import { isSame, itemAt, type Place, type PlacedItem } from './openaiResponsesPlace.ts';
import { phaseData } from './openaiResponsesReasoning.ts';
import { pushText } from './sse.ts';

type Fields = Readonly<Record<string, unknown>>;

interface MessageItem extends PlacedItem {
  /** The content parts of which something was said. */
  readonly said: Set<number>;
}

/** The messages of a response: their text, and refusals, which are text too. */
export class MessageItems {
  readonly #items: MessageItem[] = [];
  #refused = false;

  /** Whether nothing was said yet. */
  get isSilent(): boolean {
    return this.#items.every(({ said }) => said.size === 0);
  }

  /** Whether the model refused, in whatever words. */
  get isRefused(): boolean {
    return this.#refused;
  }

  open(place: Place): void {
    const item = itemAt(this.#items, place);
    if (!(item && isSame(item, place))) this.#begin(place);
  }

  /** A piece of a content part's text, with how likely its tokens were. */
  add(place: Place, event: Fields, text: string | undefined, out: ProviderEvent[]): void {
    if (text !== undefined) say(this.#writing(place), partOf(event), text, event.logprobs, out);
  }

  /** The whole text of a content part: said if none of its pieces came. */
  complete(place: Place, event: Fields, text: string | undefined, out: ProviderEvent[]): void {
    const item = itemAt(this.#items, place);
    if (!item?.said.has(partOf(event))) this.add(place, event, text, out);
  }

  refuse(place: Place, event: Fields, text: string | undefined, out: ProviderEvent[]): void {
    this.#refused = true;
    this.add(place, event, text, out);
  }

  refuseWhole(place: Place, event: Fields, text: string | undefined, out: ProviderEvent[]): void {
    this.#refused = true;
    this.complete(place, event, text, out);
  }

  /** The whole message: says what none of its pieces said, and ends the part where the message has a mark that must go back. */
  close(place: Place, wire: Fields, out: ProviderEvent[]): void {
    const known = itemAt(this.#items, place);
    if (known?.closed && isSame(known, place)) return;
    const item = known && !known.closed ? known : this.#begin(place);
    const parts: readonly unknown[] = Array.isArray(wire.content) ? wire.content : [];
    for (const [index, part] of parts.entries()) {
      if (!isRecord(part)) continue;
      const refusal = part.type === 'refusal' ? asText(part.refusal) : undefined;
      if (refusal) this.#refused = true;
      const text = refusal ?? (part.type === 'output_text' ? asText(part.text) : undefined);
      if (text && !item.said.has(index)) say(item, index, text, part.logprobs, out);
    }
    item.closed = true;
    const phase = asText(wire.phase);
    if (phase && item.said.size > 0) out.push({ type: 'text', choice: 0, text: '', providerData: phaseData(phase) });
  }

  /** The item that a piece belongs to; a server may not have announced it. */
  #writing(place: Place): MessageItem {
    const item = itemAt(this.#items, place);
    return item && !item.closed ? item : this.#begin(place);
  }

  #begin({ index, id }: Place): MessageItem {
    const item: MessageItem = { index, id, closed: false, said: new Set() };
    this.#items.push(item);
    return item;
  }
}

function say(item: MessageItem, part: number, text: string, logprobs: unknown, out: ProviderEvent[]): void {
  item.said.add(part);
  pushText(out, 'text', 0, text);
  const tokens = raiseLogprobs({ content: logprobs });
  if (tokens.length > 0) out.push({ type: 'logprobs', choice: 0, tokens });
}

function partOf(event: Fields): number {
  return asCount(event.content_index) ?? 0;
}

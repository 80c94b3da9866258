import { asText } from '../core/json.ts';
import { isSame, itemAt, type Place, type PlacedItem } from './openaiResponsesPlace.ts';
import { type FinishedToolCall, type ToolCallEnding, ToolCalls } from './toolCalls.ts';

type Fields = Readonly<Record<string, unknown>>;

interface CallItem extends PlacedItem {
  /** Its number among the calls. */
  readonly ordinal: number;
  /** `call_id`, by which the result is sent back. */
  callId: string | undefined;
  name: 'missing' | 'given';
  arguments: 'missing' | 'given';
}

/** The function calls of a response. Which pieces belong together is decided here; the accumulator guards what is in them. */
export class CallItems {
  readonly #items: CallItem[] = [];
  readonly #calls = new ToolCalls();

  get isEmpty(): boolean {
    return this.#items.length === 0;
  }

  /** How many calls have begun. */
  get count(): number {
    return this.#items.length;
  }

  /** Whether a call with this item's id has come. */
  knows({ call_id: callId }: Fields): boolean {
    return this.#items.some((item) => item.callId !== undefined && item.callId === callId);
  }

  /** @throws HostileToolCall */
  open(place: Place, wire: Fields): void {
    this.#name(this.#itemFor(place, wire), wire);
  }

  /** A piece of the arguments. @throws HostileToolCall */
  add(place: Place, json: unknown): void {
    const known = itemAt(this.#items, place);
    const item = known && !known.closed ? known : this.#begin(place);
    if ((json ?? '') === '') return;
    item.arguments = 'given';
    this.#calls.append({ index: item.ordinal, arguments: json });
  }

  /** The whole arguments: they count if none of their pieces came. @throws HostileToolCall */
  complete(place: Place, json: unknown): void {
    const item = itemAt(this.#items, place);
    if (item?.arguments !== 'given') this.add(place, json);
  }

  /** The whole call. @throws HostileToolCall */
  close(place: Place, wire: Fields): void {
    const item = this.#itemFor(place, wire);
    this.#name(item, wire);
    if (item.arguments === 'missing' && !item.closed) this.add(item, wire.arguments);
    item.closed = true;
  }

  /** As `ToolCalls.finish`. @throws HostileToolCall */
  finish(ending: ToolCallEnding): FinishedToolCall[] {
    return this.#calls.finish(ending);
  }

  /** The call that an event with a header is about; another `call_id` at a known place is another call. */
  #itemFor(place: Place, { call_id: callId }: Fields): CallItem {
    const isHere = (item: CallItem) => place.index === undefined || item.index === place.index;
    const withId = this.#items.findLast((item) => item.callId !== undefined && item.callId === callId && isHere(item));
    if (withId) return withId;
    const known = itemAt(this.#items, place);
    const adopts = known && !known.closed && (known.callId === undefined || asText(callId) === undefined);
    return adopts && (place.index !== undefined || isSame(known, place)) ? known : this.#begin(place);
  }

  /** Takes id and name, once. Of two calls with one id the accumulator gives the second another. */
  #name(item: CallItem, wire: Fields): void {
    const { ordinal: index } = item;
    const id = asText(wire.call_id) ?? asText(wire.id);
    if (item.callId === undefined && id !== undefined) {
      item.callId = id;
      this.#calls.append({ index, id });
    }
    const name = asText(wire.name);
    if (item.name === 'given' || name === undefined) return;
    item.name = 'given';
    this.#calls.append({ index, name });
  }

  #begin({ index, id }: Place): CallItem {
    const ordinal = this.#items.length;
    const item: CallItem = {
      index,
      id,
      closed: false,
      ordinal,
      callId: undefined,
      name: 'missing',
      arguments: 'missing',
    };
    this.#items.push(item);
    this.#calls.append({ index: ordinal });
    return item;
  }
}

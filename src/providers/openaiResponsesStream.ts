import type { ProviderEvent, ProviderFinish } from '../core/chat/events.ts';
import { asCount, asText, isRecord } from '../core/json.ts';
import type { GuardedCall } from './guardedFetch.ts';
import { CallItems } from './openaiResponsesCalls.ts';
import type { Place } from './openaiResponsesPlace.ts';
import { MessageItems } from './openaiResponsesTexts.ts';
import { ReasoningItems } from './openaiResponsesThinking.ts';
import { raiseUsage } from './openaiResponsesUsage.ts';
import { responseEvent } from './responseEvent.ts';
import { parseFrame, type SseFrame, type StreamSteps } from './sse.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The most output items of a response; real ones have a few dozen. */
const mostItems = 10_000;

/** Why a response is incomplete at its limit; the others are what servers write that know Chat Completions better. */
const lengthReasons: ReadonlySet<string> = new Set(['max_output_tokens', 'max_tokens', 'length']);

/** What a Responses stream means: raising, wire → ours. What is not known here says nothing and is passed over. */
export class ResponseSteps implements StreamSteps {
  readonly #call: GuardedCall;
  readonly #messages = new MessageItems();
  readonly #calls = new CallItems();
  readonly #reasoning: ReasoningItems;
  #model: string | undefined;
  #reason: 'stop' | 'length' | 'content_filter' | undefined;

  /** `origin`: the provider and model that are asked, as in `reasoningData`. */
  constructor(call: GuardedCall, origin: string) {
    this.#call = call;
    this.#reasoning = new ReasoningItems(origin, this.#calls);
  }

  take(frame: SseFrame, out: ProviderEvent[]): 'more' | 'end' {
    if (frame.data === '[DONE]') return 'end';
    const event = parseFrame(frame, this.#call);
    const type = asText(event.type) ?? frame.event;
    if (type === 'error' || frame.event === 'error' || event.error) throw this.#failureOf(event);
    if (isRecord(event.response)) this.#takeResponse(event.response, out);
    switch (type) {
      case 'response.output_item.added':
        this.#open(event);
        break;
      case 'response.output_item.done':
        if (isRecord(event.item)) this.#close(this.#placeOf(event), event.item, out);
        break;
      case 'response.completed':
      case 'response.incomplete':
      case 'response.failed':
        return this.#end(type, isRecord(event.response) ? event.response : {}, out);
      default:
        this.#takePiece(type, event, out);
    }
    return 'more';
  }

  /** `response.completed` and `response.incomplete` are the terminal signals. */
  finish(out: ProviderEvent[]): 'complete' | 'incomplete' {
    if (this.#reason === undefined) return 'incomplete';
    const isWhole = this.#reason === 'stop' && !this.#messages.isRefused;
    for (const call of this.#calls.finish(isWhole ? 'whole' : 'cut')) {
      out.push({ type: 'toolCall', choice: 0, ...call });
    }
    out.push({ type: 'finish', choice: 0, reason: this.#finishReason(this.#reason) });
    return 'complete';
  }

  #finishReason(reason: 'stop' | 'length' | 'content_filter'): ProviderFinish {
    if (reason !== 'stop') return reason;
    if (this.#messages.isRefused) return 'refusal';
    return this.#calls.isEmpty ? 'stop' : 'tool_calls';
  }

  /** A piece of an item, or the whole of a piece, which counts where its deltas did not come. */
  #takePiece(type: string | undefined, event: Fields, out: ProviderEvent[]): void {
    switch (type) {
      case 'response.output_text.delta':
        return this.#messages.add(this.#placeOf(event), event, asText(event.delta), out);
      case 'response.output_text.done':
        return this.#messages.complete(this.#placeOf(event), event, asText(event.text), out);
      case 'response.refusal.delta':
        return this.#messages.refuse(this.#placeOf(event), event, asText(event.delta), out);
      case 'response.refusal.done':
        return this.#messages.refuseWhole(this.#placeOf(event), event, asText(event.refusal), out);
      case 'response.reasoning_summary_text.delta':
      case 'response.reasoning_text.delta':
        return this.#reasoning.add(this.#placeOf(event), event, asText(event.delta), out);
      case 'response.reasoning_summary_text.done':
      case 'response.reasoning_text.done':
        return this.#reasoning.complete(this.#placeOf(event), event, asText(event.text), out);
      case 'response.function_call_arguments.delta':
        return this.#calls.add(this.#placeOf(event), event.delta);
      case 'response.function_call_arguments.done':
        return this.#calls.complete(this.#placeOf(event), event.arguments);
    }
  }

  #open(event: Fields): void {
    const item = isRecord(event.item) ? event.item : {};
    const place = this.#placeOf(event);
    if (item.type === 'message') this.#messages.open(place);
    if (item.type === 'reasoning') this.#reasoning.open(place);
    if (item.type === 'function_call') this.#calls.open(place, item);
  }

  #close(place: Place, item: Fields, out: ProviderEvent[]): void {
    if (item.type === 'message') this.#messages.close(place, item, out);
    if (item.type === 'reasoning') this.#reasoning.close(place, item, out);
    if (item.type === 'function_call') this.#calls.close(place, item);
  }

  #takeResponse(response: Fields, out: ProviderEvent[]): void {
    const model = this.#model === undefined ? asText(response.model) : undefined;
    if (model) {
      this.#model = model;
      out.push(responseEvent(model, response.id));
    }
    const usage = raiseUsage(response.usage);
    if (usage) out.push({ type: 'usage', usage });
  }

  /** What the status says of a failure beats the event's name: compatible servers end everything with `response.completed`. */
  #end(type: string, response: Fields, out: ProviderEvent[]): 'end' {
    const { status, incomplete_details: details } = response;
    if (type === 'response.failed' || status === 'failed') throw this.#failureOf(response);
    this.#reconcile(response.output, out);
    const isCut = type === 'response.incomplete' || status === 'incomplete' || status === 'cancelled';
    const why = isRecord(details) ? (asText(details.reason) ?? '') : '';
    if (!isCut) this.#reason = 'stop';
    else if (lengthReasons.has(why)) this.#reason = 'length';
    else if (why === 'content_filter') this.#reason = 'content_filter';
    return 'end';
  }

  /** The whole output, once more: encrypted reasoning may have changed, and what never came in pieces is in it. */
  #reconcile(output: unknown, out: ProviderEvent[]): void {
    if (!Array.isArray(output)) return;
    const isSilent = this.#messages.isSilent;
    const isThoughtless = this.#reasoning.isEmpty;
    for (const [index, item] of output.slice(0, mostItems).entries()) {
      if (!isRecord(item)) continue;
      const place = { index, id: asText(item.id) };
      if (item.type === 'reasoning' && !isThoughtless) this.#reasoning.replace(place, item, out);
      else if (item.type === 'message' ? isSilent : !this.#calls.knows(item)) this.#close(place, item, out);
    }
  }

  #failureOf(event: Fields): Error {
    if (event.error) return this.#call.explain({ error: event.error });
    const { message, code, param } = event;
    if (!asText(message) && !asText(code)) return this.#call.fail('server');
    return this.#call.explain({ error: { message, code, param } });
  }

  #placeOf(event: Fields): Place {
    const id = asText(event.item_id) ?? (isRecord(event.item) ? asText(event.item.id) : undefined);
    const wire = event.output_index ?? undefined;
    const index = asCount(wire);
    if (wire !== undefined && (index === undefined || index >= mostItems)) {
      throw this.#call.fail('protocol', { detail: 'An output item has an index that is not a small whole number.' });
    }
    return { index, id };
  }
}

import type { ProviderEvent, ProviderFinish, Usage } from '../core/chat/events.ts';
import { asCount, asText, isRecord } from '../core/json.ts';
import type { WireApi } from '../core/models/wireApi.ts';
import type { GuardedCall } from './guardedFetch.ts';
import { responseEvent } from './responseEvent.ts';
import { parseFrame, pushText, type SseFrame, type StreamSteps } from './sse.ts';
import { ToolCalls } from './toolCalls.ts';

/** The key of what this adapter stores in `providerData`. */
export const wireApi = 'anthropic-messages' satisfies WireApi;

type Fields = Readonly<Record<string, unknown>>;

/** A content block that is open. What is not known here is skipped until it closes. */
type Block =
  | { readonly type: 'text' }
  | { readonly type: 'thinking'; thinking: string; signature: string }
  | { readonly type: 'toolUse'; readonly id: string | undefined; readonly input: unknown; written: boolean }
  | { readonly type: 'other' };

/** What a Messages stream means: raising, wire → ours. */
export class MessageSteps implements StreamSteps {
  readonly #call: GuardedCall;
  readonly #blocks = new Map<number, Block>();
  readonly #calls = new ToolCalls();
  #usage: WireUsage = {};
  #started: 'started' | undefined;
  /** Whether the answer has text. */
  #wrote: 'text' | undefined;
  #reason: string | undefined;
  #ended = false;

  constructor(call: GuardedCall) {
    this.#call = call;
  }

  take(frame: SseFrame, out: ProviderEvent[]): 'more' | 'end' {
    const event = parseFrame(frame, this.#call);
    // Servers in between drop the `event:` line, and the SDK drops an error without one.
    if (frame.event === 'error' || event.type === 'error' || event.error) {
      throw this.#call.explain({ error: event.error ?? event });
    }
    switch (event.type) {
      case 'message_start':
        this.#start(event.message, out);
        break;
      case 'content_block_start':
        this.#openBlock(event, out);
        break;
      case 'content_block_delta':
        this.#takeDelta(event, out);
        break;
      case 'content_block_stop':
        this.#closeBlock(event, out);
        break;
      case 'message_delta':
        this.#takeUsage(event.usage, out);
        if (isRecord(event.delta)) this.#reason = asText(event.delta.stop_reason) ?? this.#reason;
        break;
      case 'message_stop':
        this.#ended = true;
        return 'end';
    }
    return 'more';
  }

  /** `message_stop` is the terminal signal. */
  finish(out: ProviderEvent[]): 'complete' | 'incomplete' {
    if (!this.#ended) return 'incomplete';
    this.#refuseFullWindow();
    const reason = raiseFinish(this.#reason, this.#calls.isEmpty);
    const ending = reason === 'stop' || reason === 'tool_calls' ? 'whole' : 'cut';
    for (const call of this.#calls.finish(ending)) out.push({ type: 'toolCall', choice: 0, ...call });
    out.push({ type: 'finish', choice: 0, reason });
    return 'complete';
  }

  /**
   * A window that was full before the first word is no answer: the conversation is too long for this model, and another may take it.
   * What was written before it became full is an answer that its limit cut.
   */
  #refuseFullWindow(): void {
    if (this.#reason !== windowIsFull || this.#wrote || !this.#calls.isEmpty) return;
    throw this.#call.fail('contextTooLong', { code: windowIsFull });
  }

  /** Gateways send it twice; the first one counts. */
  #start(message: unknown, out: ProviderEvent[]): void {
    if (!isRecord(message) || this.#started) return;
    this.#started = 'started';
    const model = asText(message.model);
    if (model) out.push(responseEvent(model, message.id));
    this.#takeUsage(message.usage, out);
  }

  #openBlock(event: Fields, out: ProviderEvent[]): void {
    const index = this.#indexOf(event);
    const block = isRecord(event.content_block) ? event.content_block : {};
    switch (block.type) {
      case 'text':
        this.#blocks.set(index, { type: 'text' });
        this.#takeText(block.text, out);
        break;
      case 'thinking':
        this.#blocks.set(index, { type: 'thinking', thinking: '', signature: asText(block.signature) ?? '' });
        this.#takeThinking(index, block.thinking, out);
        break;
      case 'redacted_thinking': {
        const data = { type: 'redacted_thinking', data: asText(block.data) ?? '' };
        this.#blocks.set(index, { type: 'other' });
        out.push({ type: 'thinking', choice: 0, text: '', providerData: { [wireApi]: data } });
        break;
      }
      case 'tool_use': {
        const id = asText(block.id);
        this.#blocks.set(index, { type: 'toolUse', id, input: block.input, written: false });
        this.#calls.append({ id, name: block.name });
        break;
      }
      default:
        this.#blocks.set(index, { type: 'other' });
    }
  }

  #takeDelta(event: Fields, out: ProviderEvent[]): void {
    const index = this.#indexOf(event);
    const delta = isRecord(event.delta) ? event.delta : {};
    const block = this.#blocks.get(index);
    switch (delta.type) {
      case 'text_delta':
        this.#takeText(delta.text, out);
        break;
      case 'thinking_delta':
        this.#takeThinking(index, delta.thinking, out);
        break;
      case 'signature_delta':
        if (block?.type === 'thinking') block.signature += asText(delta.signature) ?? '';
        break;
      case 'input_json_delta':
        if (block?.type !== 'toolUse' || !asText(delta.partial_json)) break;
        block.written = true;
        this.#calls.append({ id: block.id, arguments: delta.partial_json });
        break;
    }
  }

  #takeText(value: unknown, out: ProviderEvent[]): void {
    const text = asText(value);
    if (text === undefined) return;
    this.#wrote = 'text';
    pushText(out, 'text', 0, text);
  }

  #takeThinking(index: number, value: unknown, out: ProviderEvent[]): void {
    const text = asText(value);
    const block = this.#blocks.get(index);
    if (text === undefined) return;
    if (block?.type === 'thinking') block.thinking += text;
    pushText(out, 'thinking', 0, text);
  }

  #closeBlock(event: Fields, out: ProviderEvent[]): void {
    const index = this.#indexOf(event);
    const block = this.#blocks.get(index);
    this.#blocks.delete(index);
    if (block?.type === 'thinking') {
      const { thinking, signature } = block;
      const providerData = { [wireApi]: { type: 'thinking', thinking, signature } };
      out.push({ type: 'thinking', choice: 0, text: '', providerData });
    }
    // The whole input may come with the start; ordinarily that one is an empty object.
    const isGivenWhole = block?.type === 'toolUse' && !block.written && isRecord(block.input);
    if (isGivenWhole) this.#calls.append({ id: block.id, arguments: block.input });
  }

  #takeUsage(wire: unknown, out: ProviderEvent[]): void {
    if (!isRecord(wire)) return;
    this.#usage = mergedUsage(this.#usage, wire);
    const usage = raiseUsage(this.#usage);
    if (usage) out.push({ type: 'usage', usage });
  }

  #indexOf(event: Fields): number {
    const index = event.index ?? 0;
    if (typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < 10_000) return index;
    throw this.#call.fail('protocol', { detail: 'A content block has an index that is not a small whole number.' });
  }
}

const windowIsFull = 'model_context_window_exceeded';

/** An unknown reason is still an end. Whether it asks for tools is for the calls to say: gateways name either reason for both. */
function raiseFinish(reason: string | undefined, isWithoutCalls: boolean): ProviderFinish {
  switch (reason) {
    case 'max_tokens':
    case windowIsFull:
      return 'length';
    case 'refusal':
      return 'refusal';
    default:
      return isWithoutCalls ? 'stop' : 'tool_calls';
  }
}

interface WireUsage {
  readonly input?: number | undefined;
  readonly output?: number | undefined;
  readonly cacheRead?: number | undefined;
  readonly cacheWrite?: number | undefined;
  readonly reasoning?: number | undefined;
}

/** The counts so far; they are cumulative, and a later event leaves out what did not change. */
function mergedUsage(before: WireUsage, wire: Fields): WireUsage {
  const details = isRecord(wire.output_tokens_details) ? wire.output_tokens_details : {};
  const written = isRecord(wire.cache_creation) ? Object.values(wire.cache_creation).map(asCount) : [];
  const writtenWhole = written.length > 0 ? written.reduce<number>((sum, count) => sum + (count ?? 0), 0) : undefined;
  return {
    input: asCount(wire.input_tokens) ?? before.input,
    output: asCount(wire.output_tokens) ?? before.output,
    cacheRead: asCount(wire.cache_read_input_tokens) ?? before.cacheRead,
    cacheWrite: asCount(wire.cache_creation_input_tokens) ?? writtenWhole ?? before.cacheWrite,
    reasoning: asCount(details.thinking_tokens) ?? before.reasoning,
  };
}

/** Anthropic counts cached input apart; ours includes it. */
function raiseUsage({ input, cacheRead, cacheWrite, output, reasoning }: WireUsage): Usage | undefined {
  const whole = input === undefined ? undefined : input + (cacheRead ?? 0) + (cacheWrite ?? 0);
  const known = Object.entries({ input: whole, output, cacheRead, cacheWrite, reasoning }).filter(
    ([, count]) => count !== undefined,
  );
  return known.length > 0 ? Object.fromEntries(known) : undefined;
}

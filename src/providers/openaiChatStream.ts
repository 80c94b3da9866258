import type { ProviderEvent, ProviderFinish } from '../core/chat/events.ts';
import { asText, isRecord } from '../core/json.ts';
import type { GuardedCall } from './guardedFetch.ts';
import { raiseLogprobs } from './openaiChatLogprobs.ts';
import { proseOf, Reasoning, reasoningFields } from './openaiChatReasoning.ts';
import { raiseUsage } from './openaiChatUsage.ts';
import { responseEvent } from './responseEvent.ts';
import { parseFrame, pushText, type SseFrame, type StreamSteps } from './sse.ts';
import { ToolCalls } from './toolCalls.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Choice {
  readonly origin: string;
  readonly calls: ToolCalls;
  /** Reasoning that is still coming. */
  thinking: Reasoning | undefined;
  refused: boolean;
  reason: string | undefined;
}

/** What a Chat Completions stream means: raising, wire → ours. */
export class ChatSteps implements StreamSteps {
  readonly #call: GuardedCall;
  readonly #choices = new Map<number, Choice>();
  /** How many choices were asked for. */
  readonly #asked: number;
  readonly #origin: string;
  #model: string | undefined;
  #done: '[DONE]' | undefined;

  /** `asked`: how many choices were asked for. `origin`: the provider that answers. */
  constructor(call: GuardedCall, asked: number, origin: string) {
    this.#call = call;
    this.#origin = origin;
    this.#asked = asked;
  }

  take(frame: SseFrame, out: ProviderEvent[]): 'more' | 'end' {
    if (frame.data === '[DONE]') {
      this.#done = frame.data;
      return 'end';
    }
    const chunk = parseFrame(frame, this.#call);
    if (chunk.error || frame.event === 'error') throw this.#call.explain({ error: chunk.error || chunk });
    const model = this.#model === undefined ? asText(chunk.model) : undefined;
    if (model) {
      this.#model = model;
      out.push(responseEvent(model, chunk.id));
    }
    if (Array.isArray(chunk.choices))
      for (const choice of chunk.choices) if (isRecord(choice)) this.#takeChoice(choice, out);
    const usage = raiseUsage(chunk.usage);
    if (usage) out.push({ type: 'usage', usage });
    return 'more';
  }

  /**
   * `finish_reason` is the terminal signal of a choice: `[DONE]` may be missing, but alone it says nothing. A choice that never began
   * is missed only where the stream does not say that it is done: not every server heeds `n`.
   */
  finish(out: ProviderEvent[]): 'complete' | 'incomplete' {
    const choices = [...this.#choices];
    if (choices.length === 0 || choices.some(([, { reason }]) => reason === undefined)) return 'incomplete';
    if (choices.length < this.#asked && this.#done === undefined) return 'incomplete';
    for (const [index, choice] of choices) {
      closeThinking(choice, index, out);
      const ending = isWhole(choice) ? 'whole' : 'cut';
      for (const call of choice.calls.finish(ending)) out.push({ type: 'toolCall', choice: index, ...call });
    }
    for (const [index, choice] of choices) out.push({ type: 'finish', choice: index, reason: raiseFinish(choice) });
    return 'complete';
  }

  #takeChoice(wire: Fields, out: ProviderEvent[]): void {
    const index = wire.index ?? 0;
    if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index > 127) {
      throw this.#call.fail('protocol', { detail: 'A choice has an index that is not a small whole number.' });
    }
    if (wire.error) throw this.#call.explain({ error: wire.error });
    let choice = this.#choices.get(index);
    if (!choice) {
      choice = { origin: this.#origin, calls: new ToolCalls(), thinking: undefined, refused: false, reason: undefined };
      this.#choices.set(index, choice);
    }
    if (isRecord(wire.delta)) takeDelta(wire.delta, choice, index, out);
    const tokens = raiseLogprobs(wire.logprobs);
    if (tokens.length > 0) out.push({ type: 'logprobs', choice: index, tokens });
    choice.reason = asText(wire.finish_reason) ?? choice.reason;
    if (choice.reason === 'error') throw this.#call.fail('server', { code: 'error' });
  }
}

function takeDelta(delta: Fields, choice: Choice, index: number, out: ProviderEvent[]): void {
  takeReasoning(delta, choice, index, out);
  const { content } = delta;
  if (typeof content === 'string') takeText(content, choice, index, out);
  else if (Array.isArray(content)) for (const part of content) if (isRecord(part)) takePart(part, choice, index, out);
  const refusal = asText(delta.refusal);
  if (refusal) {
    choice.refused = true;
    takeText(refusal, choice, index, out);
  }
  if (!Array.isArray(delta.tool_calls)) return;
  for (const call of delta.tool_calls) {
    if (!isRecord(call)) continue;
    const named = isRecord(call.function) ? call.function : {};
    choice.calls.append({ index: call.index, id: call.id, name: named.name, arguments: named.arguments });
  }
}

/** The same reasoning may come twice in a delta, as text and as details: it is shown once and goes back as details. */
function takeReasoning(delta: Fields, choice: Choice, index: number, out: ProviderEvent[]): void {
  const details = Array.isArray(delta.reasoning_details) ? delta.reasoning_details.filter(isRecord) : [];
  const field = reasoningFields.find((name) => asText(delta[name]));
  if (!field && details.length === 0) return;
  choice.thinking ??= new Reasoning();
  for (const detail of details) choice.thinking.addDetail(detail);
  const text = field ? String(delta[field]) : details.map(proseOf).join('');
  if (field) choice.thinking.addText(field, text);
  if (text !== '') pushText(out, 'thinking', index, text);
}

/** Mistral's form of content: a list of texts and of thinking, which is a list of texts again. */
function takePart(part: Fields, choice: Choice, index: number, out: ProviderEvent[]): void {
  if (part.type === 'text') takeText(asText(part.text) ?? '', choice, index, out);
  if (part.type !== 'thinking') return;
  const pieces = Array.isArray(part.thinking) ? part.thinking : [{ text: part.thinking }];
  const text = pieces.map((piece) => (isRecord(piece) ? (asText(piece.text) ?? '') : '')).join('');
  if (text === '') return;
  choice.thinking ??= new Reasoning();
  choice.thinking.addText('content', text);
  pushText(out, 'thinking', index, text);
}

function takeText(text: string, choice: Choice, index: number, out: ProviderEvent[]): void {
  if (text === '') return;
  closeThinking(choice, index, out);
  pushText(out, 'text', index, text);
}

/** Ends a stretch of thinking with what must go back verbatim. */
function closeThinking(choice: Choice, index: number, out: ProviderEvent[]): void {
  if (!choice.thinking) return;
  const { providerData } = choice.thinking;
  choice.thinking = undefined;
  out.push({ type: 'thinking', choice: index, text: '', providerData: { ...providerData, origin: choice.origin } });
}

/** Whether the model came to its own end. */
function isWhole({ reason, refused }: Choice): boolean {
  return !refused && !cutReasons.has(reason ?? '') && reason !== 'content_filter';
}

const cutReasons = new Set(['length', 'max_tokens', 'model_length']);

/** An unknown reason is still an end. Some servers say `stop` after tool calls, and `tool_calls` without any. */
function raiseFinish({ reason, refused, calls }: Choice): ProviderFinish {
  if (cutReasons.has(reason ?? '')) return 'length';
  if (reason === 'content_filter') return 'content_filter';
  if (refused || reason === 'refusal') return 'refusal';
  return calls.isEmpty ? 'stop' : 'tool_calls';
}

import type { ProviderEvent, ProviderFinish, Usage } from '../core/chat/events.ts';
import { asCount, asText, isRecord } from '../core/json.ts';
import type { WireApi } from '../core/models/wireApi.ts';
import type { GuardedCall } from './guardedFetch.ts';
import { parseFrame, pushText, type SseFrame, type StreamSteps } from './sse.ts';
import { ToolCalls } from './toolCalls.ts';

/** The key of what this adapter stores in `providerData`. */
export const wireApi = 'openai-chat' satisfies WireApi;

/** The fields in which compatible servers send, and want back, the model's reasoning. */
export const reasoningFields = ['reasoning_content', 'reasoning'] as const;

type Fields = Readonly<Record<string, unknown>>;

interface Choice {
  readonly calls: ToolCalls;
  /** Reasoning that is still coming, as it must go back. */
  thinking: { readonly field: (typeof reasoningFields)[number]; text: string } | undefined;
  refused: boolean;
  reason: string | undefined;
}

/** What a Chat Completions stream means: raising, wire → ours. */
export class ChatSteps implements StreamSteps {
  readonly #call: GuardedCall;
  readonly #choices = new Map<number, Choice>();
  #model: string | undefined;

  constructor(call: GuardedCall) {
    this.#call = call;
  }

  take(frame: SseFrame, out: ProviderEvent[]): 'more' | 'end' {
    if (frame.data === '[DONE]') return 'end';
    const chunk = parseFrame(frame, this.#call);
    if (chunk.error || frame.event === 'error') throw this.#call.explain({ error: chunk.error || chunk });
    const model = this.#model === undefined ? asText(chunk.model) : undefined;
    if (model) {
      this.#model = model;
      out.push({ type: 'response', model });
    }
    if (Array.isArray(chunk.choices))
      for (const choice of chunk.choices) if (isRecord(choice)) this.#takeChoice(choice, out);
    const usage = raiseUsage(chunk.usage);
    if (usage) out.push({ type: 'usage', usage });
    return 'more';
  }

  /** `finish_reason` is the terminal signal: `[DONE]` may be missing, but alone it says nothing. */
  finish(out: ProviderEvent[]): 'complete' | 'incomplete' {
    const choices = [...this.#choices];
    if (choices.length === 0 || choices.some(([, { reason }]) => reason === undefined)) return 'incomplete';
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
      choice = { calls: new ToolCalls(), thinking: undefined, refused: false, reason: undefined };
      this.#choices.set(index, choice);
    }
    if (isRecord(wire.delta)) takeDelta(wire.delta, choice, index, out);
    choice.reason = asText(wire.finish_reason) ?? choice.reason;
    if (choice.reason === 'error') throw this.#call.fail('server', { code: 'error' });
  }
}

function takeDelta(delta: Fields, choice: Choice, index: number, out: ProviderEvent[]): void {
  const field = reasoningFields.find((name) => asText(delta[name]));
  if (field) takeThinking(field, String(delta[field]), choice, index, out);
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

/** Mistral's form of content: a list of texts and of thinking, which is a list of texts again. */
function takePart(part: Fields, choice: Choice, index: number, out: ProviderEvent[]): void {
  if (part.type === 'text') takeText(asText(part.text) ?? '', choice, index, out);
  if (part.type !== 'thinking') return;
  const pieces = Array.isArray(part.thinking) ? part.thinking : [{ text: part.thinking }];
  const text = pieces.map((piece) => (isRecord(piece) ? (asText(piece.text) ?? '') : '')).join('');
  if (text !== '') takeThinking('reasoning_content', text, choice, index, out);
}

function takeText(text: string, choice: Choice, index: number, out: ProviderEvent[]): void {
  if (text === '') return;
  closeThinking(choice, index, out);
  pushText(out, 'text', index, text);
}

function takeThinking(
  field: (typeof reasoningFields)[number],
  text: string,
  choice: Choice,
  index: number,
  out: ProviderEvent[],
): void {
  if (choice.thinking) choice.thinking.text += text;
  else choice.thinking = { field, text };
  pushText(out, 'thinking', index, text);
}

/** Ends a stretch of thinking with what must go back verbatim. */
function closeThinking(choice: Choice, index: number, out: ProviderEvent[]): void {
  if (!choice.thinking) return;
  const { field, text } = choice.thinking;
  choice.thinking = undefined;
  out.push({ type: 'thinking', choice: index, text: '', providerData: { [wireApi]: { [field]: text } } });
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

/** OpenAI's totals include their parts. Where a server's do not (xAI leaves reasoning out of the output), its sum shows it. */
function raiseUsage(wire: unknown): Usage | undefined {
  if (!isRecord(wire)) return undefined;
  const inputDetails = isRecord(wire.prompt_tokens_details) ? wire.prompt_tokens_details : {};
  const outputDetails = isRecord(wire.completion_tokens_details) ? wire.completion_tokens_details : {};
  const input = asCount(wire.prompt_tokens);
  const output = asCount(wire.completion_tokens);
  const reasoning = asCount(outputDetails.reasoning_tokens);
  const isApart = reasoning && wire.total_tokens === (input ?? 0) + (output ?? 0) + reasoning;
  return definedUsage({
    input,
    output: isApart ? (output ?? 0) + reasoning : output,
    cacheRead: asCount(inputDetails.cached_tokens) ?? asCount(wire.prompt_cache_hit_tokens),
    cacheWrite: asCount(inputDetails.cache_write_tokens),
    reasoning,
  });
}

function definedUsage(usage: Usage): Usage | undefined {
  const known = Object.entries(usage).filter(([, count]) => count !== undefined);
  return known.length > 0 ? Object.fromEntries(known) : undefined;
}

import type { ProviderEvent, ProviderFinish, Usage } from '../core/chat/events.ts';
import { asCount, asText, isRecord } from '../core/json.ts';
import type { WireApi } from '../core/models/wireApi.ts';
import { definedFields } from './definedFields.ts';
import type { GuardedCall } from './guardedFetch.ts';
import { raiseLogprobs } from './openaiChatLogprobs.ts';
import { parseFrame, pushText, type SseFrame, type StreamSteps } from './sse.ts';
import { ToolCalls } from './toolCalls.ts';

/** The key of what this adapter stores in `providerData`. */
export const wireApi = 'ollama-chat' satisfies WireApi;

type Fields = Readonly<Record<string, unknown>>;

/** What the lines of an Ollama stream mean: raising, wire → ours. */
export class ChatSteps implements StreamSteps {
  readonly #call: GuardedCall;
  readonly #calls = new ToolCalls();
  #model: string | undefined;
  /** Thinking that is still coming. */
  #thinking = '';
  /** `done_reason`, once the last line has come; not every server gives one. */
  #ended: { readonly reason: string | undefined } | undefined;

  constructor(call: GuardedCall) {
    this.#call = call;
  }

  take(frame: SseFrame, out: ProviderEvent[]): 'more' | 'end' {
    const line = parseFrame(frame, this.#call);
    // The status is the newer servers' (Ollama 0.40, 2026-11).
    if (line.error) throw this.#call.explain({ error: line.error, status: line.status });
    const model = this.#model === undefined ? asText(line.model) : undefined;
    if (model) {
      this.#model = model;
      out.push({ type: 'response', model });
    }
    if (isRecord(line.message)) this.#takeMessage(line.message, out);
    const tokens = Array.isArray(line.logprobs) ? raiseLogprobs({ content: line.logprobs }) : [];
    if (tokens.length > 0) out.push({ type: 'logprobs', choice: 0, tokens });
    if (line.done !== true) return 'more';
    const usage = raiseUsage(line);
    if (usage) out.push({ type: 'usage', usage });
    this.#ended = { reason: asText(line.done_reason) };
    return 'end';
  }

  /** `done: true` is the terminal signal. */
  finish(out: ProviderEvent[]): 'complete' | 'incomplete' {
    if (!this.#ended) return 'incomplete';
    this.#closeThinking(out);
    const isCut = this.#ended.reason === 'length';
    for (const call of this.#calls.finish(isCut ? 'cut' : 'whole')) out.push({ type: 'toolCall', choice: 0, ...call });
    const whole: ProviderFinish = this.#calls.isEmpty ? 'stop' : 'tool_calls';
    out.push({ type: 'finish', choice: 0, reason: isCut ? 'length' : whole });
    return 'complete';
  }

  #takeMessage(message: Fields, out: ProviderEvent[]): void {
    const thinking = asText(message.thinking);
    if (thinking) {
      this.#thinking += thinking;
      pushText(out, 'thinking', 0, thinking);
    }
    const content = asText(message.content);
    if (content) {
      this.#closeThinking(out);
      pushText(out, 'text', 0, content);
    }
    if (!Array.isArray(message.tool_calls)) return;
    for (const call of message.tool_calls) {
      if (!isRecord(call)) continue;
      const { name, arguments: args = {} } = isRecord(call.function) ? call.function : {};
      // Each call comes whole; the index is 0 for all of them on older servers, so it says nothing.
      this.#calls.append({ id: call.id, name, arguments: args ?? {} });
    }
  }

  /** Ends a stretch of thinking with what goes back. */
  #closeThinking(out: ProviderEvent[]): void {
    if (this.#thinking === '') return;
    out.push({ type: 'thinking', choice: 0, text: '', providerData: { [wireApi]: { thinking: this.#thinking } } });
    this.#thinking = '';
  }
}

/** The input counts what came from the cache, too. */
function raiseUsage(line: Fields): Usage | undefined {
  const usage = definedFields<Usage>({
    input: asCount(line.prompt_eval_count),
    output: asCount(line.eval_count),
    cacheRead: asCount(line.prompt_eval_cached_count),
  });
  return Object.keys(usage).length > 0 ? usage : undefined;
}

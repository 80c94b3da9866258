import * as vscode from 'vscode';
import type { ProviderEvent, ToolCallEvent } from '../../core/chat/events.ts';
import type { Provider } from '../../core/chat/provider.ts';
import type { ProviderRequest } from '../../core/chat/request.ts';
import { ChatError, throwIfCancelled } from '../../core/errors.ts';
import { isRecord } from '../../core/json.ts';
import type { ModelInfo } from '../../core/models/modelInfo.ts';
import { untilCancelled } from '../../core/run/untilCancelled.ts';
import { explainLmError } from './vscodeLmFailure.ts';
import { lowerMessages, lowerOptions } from './vscodeLmRequest.ts';

/** The vendor under which Parley itself offers models to VS Code; they are not offered back to it. */
const ourVendor = 'parley';

/**
 * The language models that VS Code itself knows: Copilot's, and those of other extensions. Their ids are `vendor/id`. VS Code asks
 * the user the first time a vendor's models are used, so `stream` must follow from what the user did.
 *
 * Nothing marks the end of an answer but the end of its stream, and nothing says why it ended or what it used.
 */
export function vscodeLmProvider(): Provider {
  return { id: 'vscode', listModels, stream, countTokens };
}

async function listModels(signal: AbortSignal): Promise<readonly ModelInfo[]> {
  throwIfCancelled(signal);
  try {
    const models = await untilCancelled(vscode.lm.selectChatModels(), signal);
    const known = new Map<string, ModelInfo>();
    for (const { vendor, id, name, maxInputTokens } of models) {
      if (vendor === ourVendor || known.has(`${vendor}/${id}`)) continue;
      const maxInput = maxInputTokens > 0 ? { maxInput: maxInputTokens } : {};
      known.set(`${vendor}/${id}`, { id: `${vendor}/${id}`, ...(name && name !== id ? { name } : {}), ...maxInput });
    }
    return [...known.values()];
  } catch (thrown) {
    throw explainLmError(thrown, signal);
  }
}

/** By its id, else by its family, which stays when a vendor renames its models. @throws ChatError `notFound` */
async function findModel(ref: string): Promise<vscode.LanguageModelChat> {
  const slash = ref.indexOf('/');
  const vendor = ref.slice(0, slash);
  const id = ref.slice(slash + 1);
  const isOurs = slash < 1 || vendor === ourVendor;
  const [byId] = isOurs ? [] : await vscode.lm.selectChatModels({ vendor, id });
  const [model = byId] = isOurs || byId ? [] : await vscode.lm.selectChatModels({ vendor, family: id });
  if (!model) throw new ChatError('notFound', { detail: `VS Code offers no model "${ref}".` });
  return model;
}

async function* stream(request: ProviderRequest, signal: AbortSignal): AsyncGenerator<ProviderEvent> {
  throwIfCancelled(signal);
  const source = new vscode.CancellationTokenSource();
  const cancel = () => source.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  let parts: AsyncIterator<unknown> | undefined;
  try {
    const messages = lowerMessages(request.messages);
    const options = lowerOptions(request);
    const model = await untilCancelled(findModel(request.model), signal);
    const answering = Promise.resolve(model.sendRequest(messages, options, source.token));
    answering.catch(() => {}); // It is waited for below; until then it is not "unhandled".
    yield sentEvent(request);
    throwIfCancelled(signal);
    const response = await untilCancelled(answering, signal);
    yield { type: 'response', model: `${model.vendor}/${model.id}` };
    parts = response.stream[Symbol.asyncIterator]();
    const calls: ToolCallEvent[] = [];
    for (;;) {
      throwIfCancelled(signal);
      const { done, value } = await untilCancelled(parts.next(), signal);
      if (done) break;
      const event = raisePart(value);
      if (event?.type === 'toolCall') calls.push(event);
      else if (event) yield event;
    }
    yield* calls;
    yield { type: 'finish', choice: 0, reason: calls.length > 0 ? 'tool_calls' : 'stop' };
    throwIfCancelled(signal);
  } catch (thrown) {
    throw explainLmError(thrown, signal);
  } finally {
    signal.removeEventListener('abort', cancel);
    source.cancel();
    source.dispose();
    // What is left of the stream ends with the token; how does not matter to anybody.
    parts?.return?.().catch(() => {});
  }
}

/** There is no wire to look at: what VS Code is given, in our own words. */
function sentEvent({ model, messages, tools, parameters }: ProviderRequest): ProviderEvent {
  const { tool_choice } = parameters;
  return { type: 'sent', url: `vscode-lm:${model}`, body: JSON.stringify({ model, messages, tools, tool_choice }) };
}

/** Parts that are not known here (data for the vendor's own use, for one) say nothing. */
function raisePart(part: unknown): ProviderEvent | undefined {
  if (part instanceof vscode.LanguageModelTextPart) {
    return part.value === '' ? undefined : { type: 'text', choice: 0, text: part.value };
  }
  if (part instanceof vscode.LanguageModelToolCallPart) {
    const { callId: id, name, input } = part;
    return { type: 'toolCall', choice: 0, id, name, argumentsJson: JSON.stringify(input ?? {}) };
  }
  const text = thoughtOf(part);
  return text === '' ? undefined : { type: 'thinking', choice: 0, text };
}

/** VS Code passes thinking on in a part that its stable types do not have (1.110 to 1.140, 2026-11). */
function thoughtOf(part: unknown): string {
  const Thinking: unknown = Reflect.get(vscode, 'LanguageModelThinkingPart');
  if (typeof Thinking !== 'function' || !(part instanceof Thinking) || !isRecord(part)) return '';
  const { value } = part;
  return Array.isArray(value) ? value.join('') : typeof value === 'string' ? value : '';
}

/** The model's own count of the messages and, as text, of the tools. */
async function countTokens(request: ProviderRequest, signal: AbortSignal): Promise<number> {
  throwIfCancelled(signal);
  const source = new vscode.CancellationTokenSource();
  const cancel = () => source.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const model = await untilCancelled(findModel(request.model), signal);
    const tools = request.tools.length > 0 ? [JSON.stringify(request.tools)] : [];
    const texts = [...lowerMessages(request.messages), ...tools];
    const counts = texts.map((text) => model.countTokens(text, source.token));
    return (await untilCancelled(Promise.all(counts), signal)).reduce((sum, count) => sum + count, 0);
  } catch (thrown) {
    throw explainLmError(thrown, signal);
  } finally {
    signal.removeEventListener('abort', cancel);
    source.dispose();
  }
}

import { OpenAI } from 'openai';
import type {
  ChatCompletionContentPart,
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
  ChatCompletionTool,
} from 'openai/resources/chat/completions';
import type { Notice } from '../core/chat/events.ts';
import type { AssistantMessage, Message, ThinkingPart, ToolDefinition, UserPart } from '../core/chat/message.ts';
import { textOf } from '../core/chat/message.ts';
import { type ParameterName, type Parameters, parameterNames } from '../core/chat/params.ts';
import type { Provider } from '../core/chat/provider.ts';
import type { ProviderRequest } from '../core/chat/request.ts';
import { asCount, asText, isRecord } from '../core/json.ts';
import type { Compat } from '../core/models/catalog.ts';
import type { Connection } from '../core/models/connection.ts';
import type { ModelInfo } from '../core/models/modelInfo.ts';
import { type AdapterDeps, GuardedCall } from './guardedFetch.ts';
import { ChatSteps, reasoningFields, wireApi } from './openaiChatStream.ts';
import { streamEvents } from './sse.ts';

/** The most models of a list that are kept. */
const mostModels = 2_000;

/** Chat Completions: OpenAI's wire API, which everybody else speaks too. */
export function openaiChat(connection: Connection, deps: AdapterDeps): Provider {
  return {
    id: connection.providerId,
    listModels: (signal) => listModels(connection, deps, signal),
    stream: (request, signal) =>
      streamEvents(() => {
        const { body, notices } = lowerRequest(request, connection);
        const call = new GuardedCall(connection, deps, {}, signal);
        const send = () =>
          clientOf(connection, call).chat.completions.create(body, { signal: call.signal }).asResponse();
        return { call, notices, send, steps: new ChatSteps(call) };
      }),
  };
}

/**
 * The one place where the SDK's client is made. What it is not told it takes from the environment, so it is told everything. The
 * key goes on in the guarded fetch, past any `OPENAI_CUSTOM_HEADERS`.
 */
function clientOf(connection: Connection, call: GuardedCall): OpenAI {
  return new OpenAI({
    apiKey: 'not-needed',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    baseURL: connection.baseUrl,
    maxRetries: 0,
    logLevel: 'off',
    timeout: 2_147_483_647, // the longest timer there is: the clocks are the guarded fetch's and the pipeline's
    fetch: call.fetch,
  });
}

// ---- models

async function listModels(
  connection: Connection,
  deps: AdapterDeps,
  signal: AbortSignal,
): Promise<readonly ModelInfo[]> {
  const call = new GuardedCall(connection, deps, {}, signal);
  try {
    // The raw response: some servers answer with a bare array, which the SDK's page would lose.
    const response = await clientOf(connection, call).models.list({ signal: call.signal }).asResponse();
    const body: unknown = await response.json();
    const list = isRecord(body) ? (body.data ?? body.models ?? (body.object === 'list' ? [] : undefined)) : body;
    if (!Array.isArray(list))
      throw call.fail('protocol', { status: response.status, detail: 'It sent no list of models.' });
    return list.slice(0, mostModels).flatMap(raiseModel);
  } catch (thrown) {
    throw call.explain(thrown);
  } finally {
    call.close();
  }
}

/** OpenAI gives an id and nothing else; gateways and local servers add sizes, each under names of their own. */
function raiseModel(value: unknown): ModelInfo[] {
  if (!isRecord(value)) return [];
  // Google's compatible endpoint writes the collection in front of the id and takes the id without it.
  const id = (asText(value.id) ?? asText(value.name))?.replace(/^models\//, '');
  if (id === undefined) return [];
  const meta = isRecord(value.meta) ? value.meta : {};
  const top = isRecord(value.top_provider) ? value.top_provider : {};
  const sizes = [value.context_length, value.context_window, value.max_model_len, value.max_context_length, meta.n_ctx];
  const outputs = [value.max_output_tokens, value.max_completion_tokens, top.max_completion_tokens];
  const name = asText(value.display_name) ?? asText(value.name);
  return [
    { id, name: name === id ? undefined : name, contextWindow: firstCount(sizes), maxOutput: firstCount(outputs) },
  ];
}

function firstCount(values: readonly unknown[]): number | undefined {
  return values.map(asCount).find((count) => count !== undefined && count > 0);
}

// ---- lowering: ours → wire

interface LoweredRequest {
  readonly body: ChatCompletionCreateParamsStreaming;
  readonly notices: readonly Notice[];
}

function lowerRequest(request: ProviderRequest, { compat }: Connection): LoweredRequest {
  const { fields, notices } = lowerParameters(request.parameters, request.model, compat);
  const body: ChatCompletionCreateParamsStreaming = {
    model: request.model,
    messages: request.messages.flatMap(lowerMessage),
    ...fields,
    ...(request.tools.length > 0 ? { tools: request.tools.map(lowerTool) } : {}),
    stream: true,
    ...(compat.streamUsage === 'ask' ? { stream_options: { include_usage: true } } : {}),
  };
  return { body, notices };
}

function lowerParameters(parameters: Parameters, model: string, compat: Compat): { fields: object; notices: Notice[] } {
  const renamed: Partial<Record<ParameterName, string>> = { max_tokens: compat.maxTokensField, seed: compat.seedField };
  const fields: Record<string, unknown> = {};
  const notices: Notice[] = [];
  for (const name of parameterNames) {
    if (parameters[name] === undefined) continue;
    if (compat.rejects.includes(name)) {
      notices.push({
        kind: 'unsupported',
        parameter: name,
        text: `${model} does not accept ${name}. It was sent without it.`,
      });
    } else fields[renamed[name] ?? name] = parameters[name];
  }
  return { fields, notices };
}

function lowerMessage(message: Message): ChatCompletionMessageParam[] {
  switch (message.role) {
    case 'system':
      return [{ role: 'system', content: message.text }];
    case 'user':
      return [{ role: 'user', content: lowerUserParts(message.parts) }];
    case 'assistant':
      return lowerAssistant(message);
    case 'tool':
      return message.results.map(({ callId, text }) => ({ role: 'tool', tool_call_id: callId, content: text }));
  }
}

/** Text alone goes as a text: not every compatible server takes a list of parts. */
function lowerUserParts(parts: readonly UserPart[]): string | ChatCompletionContentPart[] {
  if (parts.every((part) => part.type === 'text')) return textOf(parts);
  return parts.map((part) => {
    if (part.type === 'text') return { type: 'text', text: part.text };
    const { source } = part;
    const url = source.kind === 'url' ? source.url : `data:${source.mediaType};base64,${source.base64}`;
    return { type: 'image_url', image_url: { url } };
  });
}

/** An answer that was stopped before its first token says nothing and is left out. */
function lowerAssistant({ parts }: AssistantMessage): ChatCompletionMessageParam[] {
  const content = textOf(parts);
  const calls = parts.filter((part) => part.type === 'toolCall');
  if (calls.length === 0) return content === '' ? [] : [{ role: 'assistant', content }];
  const toolCalls = calls.map(({ id, name, argumentsJson }) => ({
    id,
    type: 'function' as const,
    function: { name, arguments: argumentsJson },
  }));
  const reasoning = lowerThinking(parts.filter((part) => part.type === 'thinking'));
  return [{ role: 'assistant', content: content === '' ? null : content, ...reasoning, tool_calls: toolCalls }];
}

/**
 * Reasoning goes back in the field it came in, with tool calls alone: DeepSeek answers 400 if it is missing there, and other servers
 * if it is present elsewhere (2026-11).
 */
function lowerThinking(parts: readonly ThinkingPart[]): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {};
  for (const { providerData } of parts) {
    const data = providerData?.[wireApi];
    if (!isRecord(data)) continue;
    for (const field of reasoningFields) {
      const text = asText(data[field]);
      if (text) fields[field] = (fields[field] ?? '') + text;
    }
  }
  return fields;
}

function lowerTool({ name, description, parameters }: ToolDefinition): ChatCompletionTool {
  return {
    type: 'function',
    function: { name, ...(description ? { description } : {}), parameters: { ...parameters } },
  };
}

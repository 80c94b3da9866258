import { Anthropic } from '@anthropic-ai/sdk';
import type {
  ContentBlockParam,
  ImageBlockParam,
  MessageCreateParamsStreaming,
  MessageParam,
  TextBlockParam,
  Tool,
  ToolResultBlockParam,
} from '@anthropic-ai/sdk/resources/messages';
import type { Notice } from '../core/chat/events.ts';
import type { AssistantPart, Message, ToolDefinition, ToolResultPart, UserPart } from '../core/chat/message.ts';
import { type ParameterName, type Parameters, parameterNames } from '../core/chat/params.ts';
import type { Provider } from '../core/chat/provider.ts';
import type { ProviderRequest } from '../core/chat/request.ts';
import { asCount, asText, isRecord } from '../core/json.ts';
import type { Connection } from '../core/models/connection.ts';
import type { ModelInfo } from '../core/models/modelInfo.ts';
import { MessageSteps, wireApi } from './anthropicMessagesStream.ts';
import { type AdapterDeps, GuardedCall } from './guardedFetch.ts';
import { streamEvents } from './sse.ts';

/** The API version that bodies and streams here are written for. It takes no sampling parameters (2026-10-21). */
const wireHeaders = { 'anthropic-version': '2026-10-21' };
/** A list's pages and models are kept up to here. */
const most = { pages: 5, pageSize: 1_000, models: 2_000 } as const;
/** `max_tokens` is required. Without one: the model's own limit, at most this. Every Claude sold now (2026-11) can answer with as much. */
const mostByDefault = 32_000;

/** Messages: Anthropic's wire API. */
export function anthropicMessages(connection: Connection, deps: AdapterDeps): Provider {
  return {
    id: connection.providerId,
    listModels: (signal) => listModels(connection, deps, signal),
    stream: (request, signal) =>
      streamEvents(() => {
        const { body, notices } = lowerRequest(request, connection);
        const call = new GuardedCall(connection, deps, wireHeaders, signal);
        // Not `messages.create`, which warns on the console about models that will be retired.
        const send = () =>
          clientOf(connection, call).post('/v1/messages', { body, stream: true, signal: call.signal }).asResponse();
        return { call, notices, send, steps: new MessageSteps(call) };
      }),
  };
}

/**
 * The one place where the SDK's client is made. What it is not told it takes from the environment or from credential files, so it is
 * told everything. The key goes on in the guarded fetch, past any `ANTHROPIC_CUSTOM_HEADERS`.
 */
function clientOf(connection: Connection, call: GuardedCall): Anthropic {
  return new Anthropic({
    apiKey: 'not-needed',
    webhookKey: null,
    baseURL: connection.baseUrl.replace(/\/v1$/, ''), // the SDK's paths begin with /v1
    maxRetries: 0,
    logLevel: 'off',
    openTelemetry: false,
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
  const call = new GuardedCall(connection, deps, wireHeaders, signal);
  try {
    const client = clientOf(connection, call);
    const models: ModelInfo[] = [];
    let after: string | undefined;
    for (let page = 0; page < most.pages && models.length < most.models; page++) {
      const query = { limit: most.pageSize, ...(after === undefined ? {} : { after_id: after }) };
      const response = await client.get('/v1/models', { query, signal: call.signal }).asResponse();
      const body: unknown = await response.json();
      // The SDK's own pages would make an empty list of any other reply, and a wrong address look right.
      if (!isRecord(body) || !Array.isArray(body.data))
        throw call.fail('protocol', { detail: 'It sent no list of models.' });
      models.push(...body.data.flatMap(raiseModel));
      after = body.has_more === true ? asText(body.last_id) : undefined;
      if (after === undefined) break;
    }
    return models.slice(0, most.models);
  } catch (thrown) {
    throw call.explain(thrown);
  } finally {
    call.close();
  }
}

/** A retired model is listed for the record; a request that names it fails. */
function raiseModel(value: unknown): ModelInfo[] {
  if (!isRecord(value) || value.lifecycle === 'retired') return [];
  const id = asText(value.id);
  if (id === undefined) return [];
  const name = asText(value.display_name);
  return [{ id, name, contextWindow: asCount(value.max_input_tokens), maxOutput: asCount(value.max_tokens) }];
}

// ---- lowering: ours → wire

interface LoweredRequest {
  readonly body: MessageCreateParamsStreaming;
  readonly notices: readonly Notice[];
}

function lowerRequest(request: ProviderRequest, { compat }: Connection): LoweredRequest {
  const { fields, notices } = lowerParameters(request.parameters, request.model, compat.rejects);
  const system = request.messages.flatMap((message) => (message.role === 'system' ? [message.text] : [])).join('\n\n');
  const known = Math.min(request.maxOutput ?? mostByDefault, mostByDefault);
  const body: MessageCreateParamsStreaming = {
    model: request.model,
    max_tokens: request.parameters.max_tokens ?? known,
    ...(system.trim() === '' ? {} : { system }),
    messages: lowerMessages(request.messages),
    ...fields,
    ...(request.tools.length > 0 ? { tools: request.tools.map(lowerTool) } : {}),
    stream: true,
  };
  return { body, notices };
}

type Lowered = Partial<Pick<MessageCreateParamsStreaming, 'stop_sequences' | 'metadata' | 'output_config'>>;

function lowerParameters(
  parameters: Parameters,
  model: string,
  rejects: readonly ParameterName[],
): { fields: Lowered; notices: Notice[] } {
  const notices: Notice[] = [];
  const { stop, user, reasoning_effort: effort } = parameters;
  const takes = new Set(
    ['max_tokens', 'stop', 'user', 'reasoning_effort'].filter((name) => !rejects.some((one) => one === name)),
  );
  for (const name of parameterNames) {
    if (parameters[name] === undefined || takes.has(name)) continue;
    notices.push({
      kind: 'unsupported',
      parameter: name,
      text: `${model} does not accept ${name}. It was sent without it.`,
    });
  }
  const fields: Lowered = {};
  if (stop && takes.has('stop')) fields.stop_sequences = [...stop];
  if (user && takes.has('user')) fields.metadata = { user_id: user };
  if (effort && takes.has('reasoning_effort')) {
    const isBelow = effort === 'none' || effort === 'minimal';
    fields.output_config = { effort: isBelow ? 'low' : effort };
    const text = `${model} knows no reasoning effort below low. It was sent with low instead of ${effort}.`;
    if (isBelow) notices.push({ kind: 'clamped', parameter: 'reasoning_effort', text });
  }
  return { fields, notices };
}

/** Neighbours of one role become one message; what would be empty is left out, for an empty block is an error. */
function lowerMessages(messages: readonly Message[]): MessageParam[] {
  const lowered: { role: 'user' | 'assistant'; content: ContentBlockParam[] }[] = [];
  for (const message of messages) {
    if (message.role === 'system') continue;
    const content = lowerContent(message);
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const last = lowered.at(-1);
    if (content.length === 0) continue;
    if (last?.role === role) last.content.push(...content);
    else lowered.push({ role, content });
  }
  return lowered;
}

function lowerContent(message: Exclude<Message, { role: 'system' }>): ContentBlockParam[] {
  switch (message.role) {
    case 'user':
      return message.parts.flatMap(lowerUserPart);
    case 'tool':
      return message.results.map(lowerToolResult);
    case 'assistant': {
      const blocks = message.parts.flatMap(lowerAssistantPart);
      // Thinking alone, of an answer that was stopped, is no message.
      return blocks.some(({ type }) => type === 'text' || type === 'tool_use') ? blocks : [];
    }
  }
}

function lowerText(text: string): TextBlockParam[] {
  return text.trim() === '' ? [] : [{ type: 'text', text }];
}

function lowerUserPart(part: UserPart): (TextBlockParam | ImageBlockParam)[] {
  if (part.type === 'text') return lowerText(part.text);
  const { source } = part;
  if (source.kind === 'url') return [{ type: 'image', source: { type: 'url', url: source.url } }];
  return [{ type: 'image', source: { type: 'base64', media_type: source.mediaType, data: source.base64 } }];
}

function lowerAssistantPart(part: AssistantPart): ContentBlockParam[] {
  switch (part.type) {
    case 'text':
      return lowerText(part.text);
    case 'thinking':
      return lowerThinking(part.providerData?.[wireApi]);
    case 'toolCall':
      return [{ type: 'tool_use', id: lowerId(part.id), name: part.name, input: lowerArguments(part.argumentsJson) }];
  }
}

/** Thinking goes back as it came, signature included; thinking of another provider, or without its end, does not. */
function lowerThinking(data: unknown): ContentBlockParam[] {
  if (!isRecord(data)) return [];
  const { thinking, signature, data: redacted } = data;
  if (typeof redacted === 'string') return [{ type: 'redacted_thinking', data: redacted }];
  if (typeof thinking !== 'string' || typeof signature !== 'string') return [];
  return [{ type: 'thinking', thinking, signature }];
}

function lowerToolResult({ callId, text, outcome }: ToolResultPart): ToolResultBlockParam {
  const failed = outcome === 'error' ? { is_error: true } : {};
  return { type: 'tool_result', tool_use_id: lowerId(callId), content: text, ...failed };
}

/** Ids here have letters, digits, dash and underscore; a call that another provider made may have more. */
function lowerId(id: string): string {
  return id.replace(/[^a-zA-Z0-9_-]/g, '_');
}

/** The input must be an object; arguments that are none are shown to the model as what it wrote. */
function lowerArguments(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json);
    return isRecord(value) ? value : { value };
  } catch {
    return { invalid_json: json };
  }
}

function lowerTool({ name, description, parameters }: ToolDefinition): Tool {
  return { name, ...(description ? { description } : {}), input_schema: { ...parameters, type: 'object' } };
}

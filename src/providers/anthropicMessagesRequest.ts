import type {
  ContentBlockParam,
  DocumentBlockParam,
  ImageBlockParam,
  MessageCountTokensParams,
  MessageCreateParamsStreaming,
  MessageParam,
  TextBlockParam,
  Tool,
  ToolResultBlockParam,
} from '@anthropic-ai/sdk/resources/messages';
import type { Notice } from '../core/chat/events.ts';
import type { AssistantPart, Message, ToolDefinition, ToolResultPart, UserPart } from '../core/chat/message.ts';
import type { ModelParameters } from '../core/chat/params.ts';
import type { ProviderRequest } from '../core/chat/request.ts';
import { ChatError } from '../core/errors.ts';
import { isRecord } from '../core/json.ts';
import { lowerOutput, lowerTier, lowerToolChoice } from './anthropicMessagesParams.ts';
import { wireApi } from './anthropicMessagesStream.ts';
import { definedFields } from './definedFields.ts';

/** `max_tokens` is required. Without one: the model's own limit, at most this. Every Claude sold now (2026-11) can answer with as much. */
const mostByDefault = 32_000;

/** What the version of 2023-06-01 takes for older models, and the SDK's types no longer know (2026-10-21). */
interface OlderParams {
  temperature?: number;
  top_p?: number;
}
export type Body = MessageCreateParamsStreaming & OlderParams;

export interface LoweredRequest {
  readonly body: Body;
  readonly notices: readonly Notice[];
}

export function lowerRequest(request: ProviderRequest): LoweredRequest {
  const { parameters } = request;
  const { temperature, top_p, stop, user, service_tier, max_tokens } = parameters;
  const { fields, notices } = lowerTier(service_tier);
  const body: Body = {
    ...lowerInput(request),
    max_tokens: max_tokens ?? Math.min(request.maxOutput ?? mostByDefault, mostByDefault),
    ...definedFields<Body>({
      temperature,
      top_p,
      stop_sequences: stop && [...stop],
      metadata: user === undefined ? undefined : { user_id: user },
    }),
    ...fields,
    stream: true,
    ...extraOf(parameters),
  };
  return { body, notices };
}

/** What counts as input: the request without what only shapes the answer. */
export function lowerCount(request: ProviderRequest): MessageCountTokensParams {
  return lowerInput(request);
}

function extraOf({ extra_body }: ModelParameters): Readonly<Record<string, unknown>> {
  const { model: _m, messages: _s, stream: _t, ...extra } = extra_body ?? {};
  return extra;
}

type Input = Pick<MessageCreateParamsStreaming, keyof MessageCountTokensParams & keyof MessageCreateParamsStreaming> & {
  tools?: Tool[];
};

function lowerInput({ model, messages, parameters, tools }: ProviderRequest): Input {
  const system = messages.flatMap((message) => (message.role === 'system' ? [message.text] : [])).join('\n\n');
  return {
    model,
    messages: lowerMessages(messages),
    ...definedFields<Input>({
      system: system.trim() === '' ? undefined : system,
      tools: tools.length > 0 ? tools.map(lowerTool) : undefined,
      tool_choice: lowerToolChoice(parameters),
      output_config: lowerOutput(parameters),
      thinking: parameters.reasoning_effort === 'none' ? { type: 'disabled' } : undefined,
    }),
  };
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

function lowerUserPart(part: UserPart): (TextBlockParam | ImageBlockParam | DocumentBlockParam)[] {
  switch (part.type) {
    case 'text':
      return lowerText(part.text);
    case 'image': {
      const { source } = part;
      if (source.kind === 'url') return [{ type: 'image', source: { type: 'url', url: source.url } }];
      return [{ type: 'image', source: { type: 'base64', media_type: source.mediaType, data: source.base64 } }];
    }
    case 'pdf': {
      const { source, name: title } = part;
      if (source.kind === 'url') return [{ type: 'document', title, source: { type: 'url', url: source.url } }];
      const bytes = { type: 'base64', media_type: source.mediaType, data: source.base64 } as const;
      return [{ type: 'document', title, source: bytes }];
    }
    case 'audio':
      throw new ChatError('contentNotTaken', { detail: 'The Messages API takes no audio.' });
  }
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
  const failed = definedFields<ToolResultBlockParam>({ is_error: outcome === 'error' ? true : undefined });
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
  const described = definedFields<Tool>({ description: description || undefined });
  return { name, ...described, input_schema: { ...parameters, type: 'object' } };
}

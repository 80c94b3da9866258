import type {
  ChatCompletionAssistantMessageParam,
  ChatCompletionContentPart,
  ChatCompletionContentPartImage,
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
  ChatCompletionTool,
  ChatCompletionUserMessageParam,
} from 'openai/resources/chat/completions';
import type { FunctionDefinition } from 'openai/resources/shared';
import type { Notice } from '../core/chat/events.ts';
import type {
  AssistantMessage,
  AudioPart,
  MediaPart,
  Message,
  ToolDefinition,
  UserPart,
} from '../core/chat/message.ts';
import { textOf } from '../core/chat/message.ts';
import type { ModelParameters, ResponseFormat } from '../core/chat/params.ts';
import type { ProviderRequest } from '../core/chat/request.ts';
import type { Capabilities } from '../core/models/capabilities.ts';
import { definedFields } from './definedFields.ts';
import { lowerThinking, type ReasoningFields, type ThinkingContent } from './openaiChatReasoning.ts';

type Params = ChatCompletionCreateParamsStreaming;

/** Audio at an address: vLLM's addition to the content parts (2026-11). */
interface AudioUrlPart {
  type: 'audio_url';
  audio_url: { url: string };
}
type ContentPart = ChatCompletionContentPart | AudioUrlPart;
type UserParam = Omit<ChatCompletionUserMessageParam, 'content'> & { content: string | ContentPart[] };
/** Reasoning goes back beside the content, or in it, as the server that wrote it does. */
type AssistantParam = Omit<ChatCompletionAssistantMessageParam, 'content'> &
  ReasoningFields & { content: ChatCompletionAssistantMessageParam['content'] | ThinkingContent[] };

export type MessageParam = ChatCompletionMessageParam | UserParam | AssistantParam;
/** A request's body: the SDK's, with what compatible servers add to its messages. */
export type Body = Omit<Params, 'messages'> & { messages: MessageParam[] };

export interface LoweredRequest {
  readonly body: Body;
  readonly notices: readonly Notice[];
}

/** `origin`: the provider that is asked; reasoning goes back to nobody else. */
export function lowerRequest(
  { model, messages, parameters, tools, capabilities }: ProviderRequest,
  origin: string,
): LoweredRequest {
  const { model: _m, messages: _s, stream: _t, ...extra } = parameters.extra_body ?? {};
  const { fields, notices } = lowerParameters(parameters, capabilities.names);
  const body: Body = {
    model,
    messages: messages.flatMap((message) => lowerMessage(message, capabilities, origin)),
    ...fields,
    ...definedFields<Params>({
      tools: tools.length > 0 ? tools.map(lowerTool) : undefined,
      stream_options: capabilities.streamUsage === 'ask' ? { include_usage: true } : undefined,
    }),
    stream: true,
    ...extra,
  };
  return { body, notices };
}

// ---- parameters

/** What the parameters become, under OpenAI's names. */
type Fields = Partial<Omit<Params, 'model' | 'messages' | 'tools' | 'stream' | 'stream_options'>>;

interface LoweredParameters {
  readonly fields: Readonly<Record<string, unknown>> & Fields;
  readonly notices: readonly Notice[];
}

function lowerParameters(given: ModelParameters, names: Capabilities['names']): LoweredParameters {
  const { stop, logit_bias: bias, prediction, service_tier: tier, max_tokens, user } = given;
  const isCompletionLimit = names.max_tokens === 'max_completion_tokens';
  const isSafetyId = names.user === 'safety_identifier';
  const own = definedFields<Fields>({
    temperature: given.temperature,
    top_p: given.top_p,
    max_tokens: isCompletionLimit ? undefined : max_tokens,
    max_completion_tokens: isCompletionLimit ? max_tokens : undefined,
    n: given.n,
    stop: stop && [...stop],
    seed: given.seed,
    response_format: given.response_format && lowerFormat(given.response_format),
    logprobs: given.logprobs,
    top_logprobs: given.top_logprobs,
    presence_penalty: given.presence_penalty,
    frequency_penalty: given.frequency_penalty,
    logit_bias: bias && { ...bias },
    tool_choice: given.tool_choice,
    parallel_tool_calls: given.parallel_tool_calls,
    user: isSafetyId ? undefined : user,
    safety_identifier: isSafetyId ? user : undefined,
    reasoning_effort: given.reasoning_effort,
    verbosity: given.verbosity,
    service_tier: tier === 'standard_only' ? 'default' : tier,
    prediction: prediction && { ...prediction },
  });
  return { fields: renamed(own, names), notices: tier === 'standard_only' ? [tierNotice] : [] };
}

const tierNotice: Notice = {
  kind: 'renamed',
  parameter: 'service_tier',
  text: 'Chat Completions has no service_tier standard_only. It was sent as default, which means the same.',
};

function lowerFormat(format: ResponseFormat): NonNullable<Fields['response_format']> {
  if (format.type !== 'json_schema') return { type: format.type };
  const { schema, ...rest } = format.json_schema;
  return { type: 'json_schema', json_schema: { ...rest, schema: { ...schema } } };
}

/** A name that the SDK has no field for is a vendor's (`random_seed`); its value goes as an extra field. */
function renamed(fields: Fields, names: Capabilities['names']): LoweredParameters['fields'] {
  const own: Fields = { ...fields };
  const extra: Record<string, unknown> = {};
  for (const [name, wireName] of Object.entries(names)) {
    if (wireName === name || !isField(name, own)) continue;
    extra[wireName] = own[name];
    delete own[name];
  }
  return { ...own, ...extra };
}

function isField(name: string, fields: Fields): name is keyof Fields {
  return Object.hasOwn(fields, name);
}

// ---- messages

function lowerMessage(message: Message, capabilities: Capabilities, origin: string): MessageParam[] {
  switch (message.role) {
    case 'system':
      return [{ role: capabilities.system, content: message.text }];
    case 'user':
      return [{ role: 'user', content: lowerUserParts(message.parts) }];
    case 'assistant':
      return lowerAssistant(message, capabilities, origin);
    case 'tool':
      return message.results.map(({ callId, text }) => ({
        role: 'tool',
        tool_call_id: lowerCallId(callId, capabilities.callIds),
        content: text,
      }));
  }
}

/** Text alone goes as a text: not every compatible server takes a list of parts. */
function lowerUserParts(parts: readonly UserPart[]): string | ContentPart[] {
  if (parts.every((part) => part.type === 'text')) return textOf(parts);
  return parts.map((part) => (part.type === 'text' ? { type: 'text', text: part.text } : lowerMedia(part)));
}

function lowerMedia(part: MediaPart): ContentPart {
  switch (part.type) {
    case 'image': {
      const detail = definedFields<ChatCompletionContentPartImage.ImageURL>({ detail: part.detail });
      return { type: 'image_url', image_url: { url: addressOf(part), ...detail } };
    }
    case 'audio':
      return lowerAudio(part);
    case 'pdf':
      // OpenAI takes the bytes alone; gateways take an address in the same field.
      return { type: 'file', file: { filename: part.name, file_data: addressOf(part) } };
  }
}

function lowerAudio({ source }: AudioPart): ContentPart {
  if (source.kind === 'url') return { type: 'audio_url', audio_url: { url: source.url } };
  const format = source.mediaType === 'audio/wav' ? 'wav' : 'mp3';
  return { type: 'input_audio', input_audio: { data: source.base64, format } };
}

function addressOf({ source }: MediaPart): string {
  return source.kind === 'url' ? source.url : `data:${source.mediaType};base64,${source.base64}`;
}

/** An answer that was stopped before its first token says nothing and is left out. */
function lowerAssistant({ parts }: AssistantMessage, capabilities: Capabilities, origin: string): MessageParam[] {
  const text = textOf(parts);
  const calls = parts.filter((part) => part.type === 'toolCall');
  if (calls.length === 0 && text === '') return [];
  const { fields, content } = lowerThinking(
    parts.filter((part) => part.type === 'thinking'),
    calls.length > 0 ? 'withCalls' : 'textOnly',
    origin,
    capabilities.reasoningBack,
  );
  const tool_calls = calls.map(({ id, name, argumentsJson }) => ({
    id: lowerCallId(id, capabilities.callIds),
    type: 'function' as const,
    function: { name, arguments: argumentsJson },
  }));
  const spoken = text === '' ? null : text;
  const inContent = [...content, ...(text === '' ? [] : [{ type: 'text' as const, text }])];
  return [
    {
      role: 'assistant',
      content: content.length > 0 ? inContent : spoken,
      ...fields,
      ...definedFields<AssistantParam>({ tool_calls: calls.length > 0 ? tool_calls : undefined }),
    },
  ];
}

/** Mistral takes ids of nine letters and digits alone (2026-11); those of others become such, a call and its result alike. */
function lowerCallId(id: string, form: Capabilities['callIds']): string {
  if (form === 'any' || /^[a-zA-Z0-9]{9}$/.test(id)) return id;
  // FNV-1a over 52 bits: the same id gives the same text, and two in a conversation do not meet.
  let hash = 0xcbf29ce484222325n;
  for (const character of id)
    hash = BigInt.asUintN(64, (hash ^ BigInt(character.codePointAt(0) ?? 0)) * 0x100000001b3n);
  return (hash % 36n ** 9n).toString(36).padStart(9, '0');
}

function lowerTool({ name, description, parameters }: ToolDefinition): ChatCompletionTool {
  const described = definedFields<FunctionDefinition>({ description: description || undefined });
  return { type: 'function', function: { name, ...described, parameters: { ...parameters } } };
}

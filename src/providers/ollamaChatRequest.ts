import type { ChatRequest, Message as MessageParam, Options } from 'ollama/browser';
import type { Notice } from '../core/chat/events.ts';
import type { AssistantMessage, Message, UserPart } from '../core/chat/message.ts';
import { textOf } from '../core/chat/message.ts';
import type { ModelParameters, ResponseFormat } from '../core/chat/params.ts';
import type { ProviderRequest } from '../core/chat/request.ts';
import { ChatError } from '../core/errors.ts';
import { asText, isRecord } from '../core/json.ts';
import type { Capabilities } from '../core/models/capabilities.ts';
import { definedFields } from './definedFields.ts';
import { contextFor } from './ollamaChatContext.ts';
import { switchedOn } from './ollamaChatModels.ts';
import { wireApi } from './ollamaChatStream.ts';
import { lowerArguments, lowerTool } from './ollamaChatTools.ts';

/** Fields of the server that the SDK does not list (Ollama 0.40, 2026-11). */
interface UnlistedFields {
  /** False: a conversation that is too long is an error. The server's default drops its oldest messages and says nothing. */
  truncate: boolean;
  /** False: an answer ends with `length` when the window is full. The server's default forgets the middle and says nothing. */
  shift: boolean;
}
type CallParam = NonNullable<MessageParam['tool_calls']>[number] & { id: string };
type ToolParam = MessageParam & { tool_call_id: string };

export type Body = ChatRequest & UnlistedFields & { stream: true };

export interface LoweredRequest {
  readonly body: Body;
  readonly notices: readonly Notice[];
}

/** `servedBy`: who decides how much context the model gets; the cloud needs no word about it. */
export function lowerRequest(request: ProviderRequest, servedBy: 'server' | 'cloud'): LoweredRequest {
  const { model, messages, parameters, tools, capabilities } = request;
  const { model: _m, messages: _s, stream: _t, options: given, ...extra } = parameters.extra_body ?? {};
  const own = isRecord(given) ? given : {};
  const context = servedBy === 'cloud' || 'num_ctx' in own ? undefined : contextFor(request);
  const options = { ...lowerOptions(parameters), ...definedFields<Options>({ num_ctx: context }), ...own };
  const body: Body = {
    model,
    messages: lowerMessages(messages),
    ...definedFields<ChatRequest>({
      options: Object.keys(options).length > 0 ? options : undefined,
      tools: tools.length > 0 ? tools.map(lowerTool) : undefined,
      format: parameters.response_format && lowerFormat(parameters.response_format),
      logprobs: parameters.logprobs,
      top_logprobs: parameters.top_logprobs,
    }),
    ...lowerThink(parameters.reasoning_effort, capabilities.efforts),
    truncate: false,
    shift: false,
    ...extra,
    stream: true,
  };
  return { body, notices: context === undefined ? [] : [contextNotice(context)] };
}

function contextNotice(context: number): Notice {
  const text = `num_ctx ${context} was sent, so that the whole conversation fits: Ollama's own default may be smaller. To set another one, use extra_body.options.num_ctx.`;
  return { kind: 'added', parameter: 'num_ctx', text };
}

function lowerOptions(given: ModelParameters): Partial<Options> {
  return definedFields<Options>({
    temperature: given.temperature,
    top_p: given.top_p,
    num_predict: given.max_tokens,
    stop: given.stop && [...given.stop],
    seed: given.seed,
    presence_penalty: given.presence_penalty,
    frequency_penalty: given.frequency_penalty,
  });
}

function lowerFormat(format: ResponseFormat): ChatRequest['format'] {
  switch (format.type) {
    case 'text':
      return undefined;
    case 'json_object':
      return 'json';
    case 'json_schema':
      return { ...format.json_schema.schema };
  }
}

/** The level that every version of the server knows. */
const plainLevel = { minimal: 'low', low: 'low', medium: 'medium', high: 'high', xhigh: 'high', max: 'high' } as const;

/** A model that is only switched on and off has one level; a level that the SDK does not list goes as it is where the model has it. */
function lowerThink(
  effort: ModelParameters['reasoning_effort'],
  efforts: Capabilities['efforts'],
): Readonly<Record<string, unknown>> & Pick<ChatRequest, 'think'> {
  if (effort === undefined) return {};
  if (effort === 'none') return { think: false };
  const levels = efforts === 'unknown' ? [] : efforts.filter((one) => one !== 'none');
  if (levels.length === 1 && levels[0] === switchedOn) return { think: true };
  const plain = plainLevel[effort];
  if (plain === effort || !levels.includes(effort)) return { think: plain };
  const unlisted: Readonly<Record<string, unknown>> = { think: effort };
  return unlisted;
}

// ---- messages

function lowerMessages(messages: readonly Message[]): MessageParam[] {
  const said = messages.flatMap((message) => (message.role === 'assistant' ? message.parts : []));
  const names = new Map(said.flatMap((part) => (part.type === 'toolCall' ? [[part.id, part.name] as const] : [])));
  return messages.flatMap((message) => lowerMessage(message, names));
}

/** `names`: of the functions, by the ids of their calls. */
function lowerMessage(message: Message, names: ReadonlyMap<string, string>): MessageParam[] {
  switch (message.role) {
    case 'system':
      return [{ role: 'system', content: message.text }];
    case 'user':
      return [lowerUser(message.parts)];
    case 'assistant':
      return lowerAssistant(message);
    case 'tool':
      return message.results.map(({ callId, text }) => lowerResult(callId, text, names.get(callId)));
  }
}

function lowerResult(callId: string, content: string, name: string | undefined): ToolParam {
  return { role: 'tool', content, ...definedFields<MessageParam>({ tool_name: name }), tool_call_id: callId };
}

function lowerUser(parts: readonly UserPart[]): MessageParam {
  const images = parts.flatMap((part) => (part.type === 'text' ? [] : [lowerImage(part)]));
  const shown = definedFields<MessageParam>({ images: images.length > 0 ? images : undefined });
  return { role: 'user', content: textOf(parts), ...shown };
}

/** Images go as bytes in base64; there is no other kind of media. */
function lowerImage(part: Exclude<UserPart, { type: 'text' }>): string {
  if (part.type === 'image' && part.source.kind === 'data') return part.source.base64;
  const what = part.type === 'image' ? 'images at an address' : part.type;
  throw new ChatError('contentNotTaken', { detail: `Ollama takes no ${what}.` });
}

/** An answer that was stopped before its first token says nothing and is left out. */
function lowerAssistant({ parts }: AssistantMessage): MessageParam[] {
  const content = textOf(parts);
  const calls = parts.flatMap((part): CallParam[] => {
    if (part.type !== 'toolCall') return [];
    return [{ id: part.id, function: { name: part.name, arguments: lowerArguments(part.argumentsJson) } }];
  });
  if (content === '' && calls.length === 0) return [];
  const thinking = parts.map((part) => (part.type === 'thinking' ? thoughtOf(part.providerData?.[wireApi]) : ''));
  return [
    {
      role: 'assistant',
      content,
      ...definedFields<MessageParam>({
        thinking: asText(thinking.join('')),
        tool_calls: calls.length > 0 ? calls : undefined,
      }),
    },
  ];
}

/** Thinking goes back as it came; the model's template knows how much of it is read. That of another provider does not. */
function thoughtOf(data: unknown): string {
  return (isRecord(data) && asText(data.thinking)) || '';
}

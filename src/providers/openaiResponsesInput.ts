import type {
  EasyInputMessage,
  ResponseFunctionToolCall,
  ResponseInputContent,
  ResponseInputItem,
} from 'openai/resources/responses/responses';
import type {
  AssistantMessage,
  Message,
  PdfPart,
  TextPart,
  ToolCallPart,
  ToolResultPart,
  UserPart,
} from '../core/chat/message.ts';
import { textOf } from '../core/chat/message.ts';
import { ChatError } from '../core/errors.ts';
import type { Capabilities } from '../core/models/capabilities.ts';
import { definedFields } from './definedFields.ts';
import { lowerReasoning, readPhase } from './openaiResponsesReasoning.ts';

/** The most characters of a call's id (400 `string_above_max_length` beyond, 2026-06); other providers' ids may be longer. */
const mostIdLength = 64;

/** A conversation as input items. `origin`: provider and model that are asked, as in `reasoningData`. */
export function lowerMessages(
  messages: readonly Message[],
  capabilities: Capabilities,
  origin: string,
): ResponseInputItem[] {
  return messages.flatMap((message) => lowerMessage(message, capabilities, origin));
}

function lowerMessage(message: Message, { system }: Capabilities, origin: string): ResponseInputItem[] {
  switch (message.role) {
    case 'system':
      return [{ type: 'message', role: system === 'developer' ? 'developer' : 'system', content: message.text }];
    case 'user':
      return [{ type: 'message', role: 'user', content: lowerUserParts(message.parts) }];
    case 'assistant':
      return lowerAssistant(message, origin);
    case 'tool':
      return message.results.map(lowerResult);
  }
}

/** Text alone goes as a text, which every compatible server takes. */
function lowerUserParts(parts: readonly UserPart[]): string | ResponseInputContent[] {
  return parts.every((part) => part.type === 'text') ? textOf(parts) : parts.map(lowerUserPart);
}

function lowerUserPart(part: UserPart): ResponseInputContent {
  switch (part.type) {
    case 'text':
      return { type: 'input_text', text: part.text };
    case 'image': {
      const { source, detail = 'auto' } = part;
      const url = source.kind === 'url' ? source.url : `data:${source.mediaType};base64,${source.base64}`;
      return { type: 'input_image', image_url: url, detail };
    }
    case 'pdf':
      return lowerPdf(part);
    case 'audio':
      throw new ChatError('contentNotTaken', { detail: 'Responses takes no audio.' });
  }
}

/** A name goes with bytes alone: the file at an address has one of its own. */
function lowerPdf({ source, name }: PdfPart): ResponseInputContent {
  if (source.kind === 'url') return { type: 'input_file', file_url: source.url };
  return { type: 'input_file', filename: name, file_data: `data:${source.mediaType};base64,${source.base64}` };
}

/**
 * An answer as the items it came in, so that reasoning stands where it stood: the calls that began before it go in front of it.
 * Reasoning with nothing after it, of an answer that was stopped, is an error there and is left out.
 */
function lowerAssistant({ parts }: AssistantMessage, origin: string): ResponseInputItem[] {
  const calls = parts.filter((part) => part.type === 'toolCall').map(lowerCall);
  const items: ResponseInputItem[] = [];
  let sent = 0;
  for (const part of parts) {
    if (part.type === 'text') items.push(...lowerText(part));
    const reasoning = part.type === 'thinking' ? lowerReasoning(part, origin) : undefined;
    if (!reasoning) continue;
    const replaced = items.findIndex((item) => item.type === 'reasoning' && item.id === reasoning.replaces);
    if (replaced >= 0) items[replaced] = reasoning.item;
    else {
      items.push(...calls.slice(sent, reasoning.callsBefore), reasoning.item);
      sent = Math.max(sent, reasoning.callsBefore);
    }
  }
  items.push(...calls.slice(sent));
  return items.slice(0, items.findLastIndex(({ type }) => type !== 'reasoning') + 1);
}

function lowerText(part: TextPart): ResponseInputItem[] {
  if (part.text === '') return [];
  const phase = readPhase(part);
  return [{ type: 'message', role: 'assistant', content: part.text, ...definedFields<EasyInputMessage>({ phase }) }];
}

function lowerCall({ id, name, argumentsJson }: ToolCallPart): ResponseFunctionToolCall {
  return { type: 'function_call', call_id: lowerId(id), name, arguments: argumentsJson };
}

function lowerResult({ callId, text }: ToolResultPart): ResponseInputItem {
  return { type: 'function_call_output', call_id: lowerId(callId), output: text };
}

/** Beginning and end of an id that is too long: what tells ids apart stands in one or the other. */
function lowerId(id: string): string {
  if (id.length <= mostIdLength) return id;
  const half = mostIdLength / 2;
  return id.slice(0, half) + id.slice(-half);
}

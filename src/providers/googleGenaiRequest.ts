import type { Content, FileData, FunctionDeclaration, GenerateContentConfig, Part, Tool } from '@google/genai/web';
import type { Notice } from '../core/chat/events.ts';
import type {
  AssistantPart,
  MediaPart,
  Message,
  TextPart,
  ToolCallPart,
  ToolDefinition,
  ToolResultPart,
  UserPart,
} from '../core/chat/message.ts';
import type { ProviderRequest } from '../core/chat/request.ts';
import { isRecord } from '../core/json.ts';
import { definedFields } from './definedFields.ts';
import { lowerConfig, thinkingField } from './googleGenaiConfig.ts';
import { signedOf } from './googleGenaiSigned.ts';

/** `GenerateContentParameters` with what is certain about it. */
export interface LoweredRequest {
  readonly params: { readonly model: string; readonly contents: Content[]; readonly config: GenerateContentConfig };
  readonly system: Content | undefined;
  readonly tools: Tool[];
  readonly notices: readonly Notice[];
}

export function lowerRequest(request: ProviderRequest): LoweredRequest {
  const { config, notices } = lowerConfig(request);
  const { contents, added } = withUserFirst(lowerMessages(request));
  const system = lowerSystem(request.messages);
  const tools: Tool[] = request.tools.length > 0 ? [{ functionDeclarations: request.tools.map(lowerTool) }] : [];
  return {
    params: {
      model: request.model,
      contents,
      config: {
        ...config,
        ...definedFields<GenerateContentConfig>({
          systemInstruction: system,
          tools: tools.length > 0 ? tools : undefined,
        }),
        // Else the SDK would send requests of its own, and only when its stream is read.
        automaticContinuation: false,
        automaticFunctionCalling: { disable: true },
      },
    },
    system,
    tools,
    notices: [...notices, ...added],
  };
}

function lowerSystem(messages: readonly Message[]): Content | undefined {
  const text = messages.flatMap((message) => (message.role === 'system' ? [message.text] : [])).join('\n\n');
  return text.trim() === '' ? undefined : { parts: [{ text }] };
}

/** A conversation must not be empty, and must begin with the user. */
function withUserFirst(contents: Content[]): { contents: Content[]; added: Notice[] } {
  if (contents[0]?.role === 'user') return { contents, added: [] };
  const text = 'Gemini takes conversations that begin with a message of the user. One with "…" was put in front.';
  return {
    contents: [{ role: 'user', parts: [{ text: '…' }] }, ...contents],
    added: [{ kind: 'added', parameter: 'messages', text }],
  };
}

/** Neighbours of one role become one content; what would be empty is left out, for an empty one is an error. */
function lowerMessages(request: ProviderRequest): Content[] {
  const contents: { role: 'user' | 'model'; parts: Part[] }[] = [];
  const names = new Map<string, string>();
  for (const message of request.messages) {
    const parts = lowerMessage(message, names, request);
    const role = message.role === 'assistant' ? 'model' : 'user';
    const last = contents.at(-1);
    if (parts.length === 0) continue;
    if (last?.role === role) last.parts.push(...parts);
    else contents.push({ role, parts });
  }
  return contents;
}

/** `names`: the functions that were called so far, by the id of the call; a result must name its function. */
function lowerMessage(message: Message, names: Map<string, string>, request: ProviderRequest): Part[] {
  switch (message.role) {
    case 'system':
      return [];
    case 'user':
      return message.parts.flatMap(lowerUserPart);
    case 'tool':
      return message.results.map((result) => lowerToolResult(result, names));
    case 'assistant': {
      for (const part of message.parts) if (part.type === 'toolCall') names.set(part.id, part.name);
      const parts = message.parts.flatMap(lowerAssistantPart);
      // Thinking alone, of an answer that was stopped, is no message.
      return parts.some(({ thought }) => !thought) ? withSignature(parts, request) : [];
    }
  }
}

function lowerUserPart(part: UserPart): Part[] {
  if (part.type === 'text') return part.text === '' ? [] : [{ text: part.text }];
  return [lowerMedia(part)];
}

function lowerMedia({ type, source }: MediaPart): Part {
  if (source.kind === 'data') return { inlineData: { mimeType: source.mediaType, data: source.base64 } };
  const kind = definedFields<FileData>({ mimeType: type === 'pdf' ? 'application/pdf' : undefined });
  return { fileData: { fileUri: source.url, ...kind } };
}

function lowerAssistantPart(part: AssistantPart): Part[] {
  switch (part.type) {
    case 'text':
      return lowerText(part);
    case 'thinking': {
      const signed = signedOf(part.providerData);
      return signed ? [{ ...signed, thought: true }] : [];
    }
    case 'toolCall':
      return [lowerCall(part)];
  }
}

/** The signed end of a text goes back as a part of its own; a text that was changed since is no longer what was signed. */
function lowerText({ text, providerData }: TextPart): Part[] {
  const signed = signedOf(providerData);
  if (!signed || !text.endsWith(signed.text)) return text === '' ? [] : [{ text }];
  const before = text.slice(0, text.length - signed.text.length);
  return [...(before === '' ? [] : [{ text: before }]), { ...signed }];
}

function lowerCall({ id, name, argumentsJson, providerData }: ToolCallPart): Part {
  const signed = signedOf(providerData);
  return {
    functionCall: { id, name, args: lowerArguments(argumentsJson) },
    ...definedFields<Part>({ thoughtSignature: signed?.thoughtSignature }),
  };
}

/** The arguments must be an object; what is none is shown to the model as what it wrote. */
function lowerArguments(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    return isRecord(value) ? { ...value } : { value };
  } catch {
    return { invalid_json: json };
  }
}

/** What Google tells to send for a call that has no signature because another model made it ("thought signatures", 2026-11). */
const foreignSignature = 'skip_thought_signature_validator';

/** From Gemini 3 on the first call of an answer must be signed, else the request is refused. */
function withSignature(parts: Part[], request: ProviderRequest): Part[] {
  const mustSign = thinkingField(request) === 'thinkingLevel' && request.capabilities.thinks !== 'never';
  const first = parts.findIndex(({ functionCall }) => functionCall);
  const call = parts[first];
  const isSigned = parts.some(({ functionCall, thoughtSignature }) => functionCall && thoughtSignature);
  if (!mustSign || !call || isSigned) return parts;
  return parts.with(first, { ...call, thoughtSignature: foreignSignature });
}

function lowerToolResult({ callId, text, outcome }: ToolResultPart, names: ReadonlyMap<string, string>): Part {
  const name = names.get(callId) ?? 'unknown';
  return { functionResponse: { id: callId, name, response: outcome === 'error' ? { error: text } : { output: text } } };
}

function lowerTool({ name, description, parameters }: ToolDefinition): FunctionDeclaration {
  const described = definedFields<FunctionDeclaration>({ description: description || undefined });
  return { name, ...described, parametersJsonSchema: parameters };
}

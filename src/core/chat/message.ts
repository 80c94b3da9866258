/**
 * The vocabulary of a conversation: messages made of parts. It belongs to Parley, not to any vendor;
 * every wire API is lowered from it and raised to it in its adapter.
 */

/**
 * What a model needs back verbatim (thinking signatures, encrypted reasoning, …). Opaque to everything but
 * the adapter that wrote it; the key is that adapter's wire API. `origin` may say whose it is, where only they can read it.
 */
export type ProviderData = Readonly<Record<string, unknown>>;

export interface TextPart {
  readonly type: 'text';
  readonly text: string;
  /** Only on an answer's text, where the provider signs it (Gemini's `thoughtSignature`). */
  readonly providerData?: ProviderData;
}

export const imageTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;
export const audioTypes = ['audio/wav', 'audio/mpeg'] as const;

export type ImageType = (typeof imageTypes)[number];
export type AudioType = (typeof audioTypes)[number];

/** Where media's bytes are: inline, or at an address. A model that needs bytes is refused an address, by name, before the request. */
export type MediaSource<T extends string> =
  | { readonly kind: 'data'; readonly mediaType: T; readonly base64: string }
  | { readonly kind: 'url'; readonly url: string };

/** How closely an image is looked at; only sent where the wire API knows it (Chat Completions, Responses). */
export type ImageDetail = 'auto' | 'low' | 'high' | 'original';

export interface ImagePart {
  readonly type: 'image';
  readonly source: MediaSource<ImageType>;
  readonly detail?: ImageDetail;
}

export interface AudioPart {
  readonly type: 'audio';
  readonly source: MediaSource<AudioType>;
}

/** A PDF. `name` is the file's, without its folder. */
export interface PdfPart {
  readonly type: 'pdf';
  readonly source: MediaSource<'application/pdf'>;
  readonly name: string;
}

/** The model's visible reasoning. `providerData` travels back unchanged with the next request. */
export interface ThinkingPart {
  readonly type: 'thinking';
  readonly text: string;
  readonly providerData?: ProviderData;
}

/** A function call the model asks for. `argumentsJson` is exactly what it wrote; it may not be valid JSON. */
export interface ToolCallPart {
  readonly type: 'toolCall';
  readonly id: string;
  readonly name: string;
  readonly argumentsJson: string;
  readonly providerData?: ProviderData;
}

/** The answer to the tool call with the same id. */
export interface ToolResultPart {
  readonly type: 'toolResult';
  readonly callId: string;
  readonly text: string;
  readonly outcome: 'ok' | 'error';
}

export type MediaPart = ImagePart | AudioPart | PdfPart;
export type UserPart = TextPart | MediaPart;
export type AssistantPart = TextPart | ThinkingPart | ToolCallPart;
export type Part = UserPart | AssistantPart | ToolResultPart;

export interface SystemMessage {
  readonly role: 'system';
  readonly text: string;
}
export interface UserMessage {
  readonly role: 'user';
  readonly parts: readonly UserPart[];
}
export interface AssistantMessage {
  readonly role: 'assistant';
  readonly parts: readonly AssistantPart[];
}
export interface ToolMessage {
  readonly role: 'tool';
  readonly results: readonly ToolResultPart[];
}
export type Message = SystemMessage | UserMessage | AssistantMessage | ToolMessage;

/** A function the model may call; `parameters` is a JSON Schema object. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** All text of a list of parts, in order, without thinking and tool calls. */
export function textOf(parts: readonly Part[]): string {
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

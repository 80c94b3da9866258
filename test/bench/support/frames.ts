// Streams as the vendors send them, frame by frame, with all the fields that a real chunk carries.
import type { WireApi } from '../../../src/core/models/wireApi.ts';
import { anthropicFrames } from './frames/anthropicMessages.ts';
import { googleFrames } from './frames/googleGenai.ts';
import { ollamaFrames } from './frames/ollamaChat.ts';
import { openaiChatFrames } from './frames/openaiChat.ts';
import { openaiResponsesFrames } from './frames/openaiResponses.ts';

/** The wire APIs that go over a network. */
export type NetworkApi = Exclude<WireApi, 'vscode-lm'>;

/** How one wire API writes an answer: frames, each of which is sent in a piece of its own. */
export interface Frames {
  readonly contentType: string;
  /** What comes before the first piece of text. */
  readonly opening: readonly string[];
  piece(text: string): string;
  /** What ends an answer of so many pieces. */
  closing(pieces: number): readonly string[];
}

/** Each wire API's way. */
export const framesOf: Readonly<Record<NetworkApi, Frames>> = {
  'openai-chat': openaiChatFrames,
  'openai-responses': openaiResponsesFrames,
  'anthropic-messages': anthropicFrames,
  'google-genai': googleFrames,
  'ollama-chat': ollamaFrames,
};

export const networkApis = Object.keys(framesOf) as readonly NetworkApi[];

const words = [
  ' the',
  ' model',
  ' writes',
  ' a',
  ' few',
  ' letters',
  ',',
  ' größer',
  '\n',
  ' `code`',
  ' 日本',
  '.',
  ' ing',
];

/** The pieces of text of an answer of `deltas` pieces, one by one, for an answer may be larger than memory. */
export function* piecesOf(deltas: number): Generator<string> {
  for (let index = 0; index < deltas; index += 1) yield words[(index * 7) % words.length] ?? '';
}

/** What an answer of `deltas` pieces says. */
export function textOf(deltas: number): string {
  return [...piecesOf(deltas)].join('');
}

import { inlineTaskOf } from './inlineTask.ts';
import type { Question, QuotedFile } from './question.ts';

/** One message, reduced to its text. */
export interface ChatMessage {
  readonly role: string;
  readonly text: string;
}

/** What the demo provider takes from a chat completions request. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly delivery: 'stream' | 'whole';
  readonly usage: 'include' | 'omit';
  /** Most tokens of the answer. */
  readonly maxTokens: number;
  /** How many answers, 1 to 8. */
  readonly answers: number;
  readonly form: OutputForm;
  /** The names of all fields that are set. */
  readonly fields: ReadonlySet<string>;
}

/** What an answer is to look like. */
export type OutputForm =
  | { readonly type: 'text' }
  | { readonly type: 'json' }
  | { readonly type: 'schema'; readonly schema: unknown };

/** Reads a request's body. Throws a RangeError that says what is wrong with it. */
export function readRequest(body: string): ChatRequest {
  const json: unknown = JSON.parse(body);
  if (!isRecord(json) || typeof json.model !== 'string') throw new RangeError('model must be a text');
  if (!Array.isArray(json.messages) || json.messages.length === 0) throw new RangeError('messages must be a list');
  const limit = json.max_completion_tokens ?? json.max_tokens;
  const options = isRecord(json.stream_options) ? json.stream_options : {};
  return {
    model: json.model,
    messages: json.messages.map(readMessage),
    delivery: json.stream === true ? 'stream' : 'whole',
    usage: options.include_usage === true ? 'include' : 'omit',
    maxTokens: typeof limit === 'number' ? limit : Number.POSITIVE_INFINITY,
    answers: readAnswers(json.n),
    form: readForm(json.response_format),
    fields: new Set(Object.keys(json).filter((name) => json[name] !== null)),
  };
}

const mostAnswers = 8;

function readAnswers(n: unknown): number {
  if (n === undefined || n === null) return 1;
  if (typeof n === 'number' && Number.isInteger(n) && n >= 1 && n <= mostAnswers) return n;
  throw new RangeError(`n must be a whole number from 1 to ${mostAnswers}`);
}

function readForm(format: unknown): OutputForm {
  if (!isRecord(format)) return { type: 'text' };
  if (format.type === 'json_schema' && isRecord(format.json_schema)) {
    return { type: 'schema', schema: format.json_schema.schema };
  }
  return { type: format.type === 'json_object' ? 'json' : 'text' };
}

function readMessage(message: unknown): ChatMessage {
  if (!isRecord(message) || typeof message.role !== 'string') throw new RangeError('every message needs a role');
  const { role, content } = message;
  if (typeof content === 'string') return { role, text: content };
  if (!Array.isArray(content)) return { role, text: '' };
  return {
    role,
    text: content.map((part) => (isRecord(part) && typeof part.text === 'string' ? part.text : '')).join(''),
  };
}

/** Whether a value is an object with fields. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** What is asked. Files stay in view: a question without one is about those of the latest message that had some. */
export function questionOf(messages: readonly ChatMessage[]): Question {
  const asked = messages.filter(({ role }) => role === 'user').map(({ text }) => text);
  const last = asked.at(-1) ?? '';
  const task = inlineTaskOf(messages);
  if (task) return { type: 'code', task };
  const { files, rest } = takeFiles(last);
  if (files.length > 0) return { type: 'aboutFiles', text: rest, files };
  const before = asked.map((text) => takeFiles(text).files).findLast((found) => found.length > 0);
  const pointsBack = /\b(it|its|that|this|line|there|file|code)\b/i.test(rest);
  return before && pointsBack ? { type: 'aboutFiles', text: rest, files: before } : { type: 'general', text: rest };
}

const quotedFile =
  /^File (?<path>.+) \((?<language>[^(),]*)(?:, lines? (?<first>\d+)(?: to \d+)?)?\):\n(?<fence>`{3,})[^\n]*\n(?<text>[\s\S]*?)\n?\k<fence>$/gm;

/** The files that Parley put in front of a question, and the question. */
function takeFiles(message: string): { readonly files: readonly QuotedFile[]; readonly rest: string } {
  const files = [...message.matchAll(quotedFile)].map(({ groups = {} }): QuotedFile => {
    const { path = '', language = '', first, text = '' } = groups;
    return { path, language, text, scope: first === undefined ? 'whole' : 'part', firstLine: Number(first ?? 1) };
  });
  return { files, rest: message.replace(quotedFile, '').trim() };
}

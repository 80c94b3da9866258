import { ChatError } from '../errors.ts';
import type { ChatEvent, Notice, ProviderFinish, Usage } from './events.ts';
import type { AssistantPart, ProviderData } from './message.ts';

/** Where an answer stands. `failed` came to nothing; `interrupted` keeps what arrived. */
export type AnswerState =
  | { readonly type: 'waiting' }
  | { readonly type: 'streaming' }
  | { readonly type: 'complete'; readonly reason: ProviderFinish }
  | { readonly type: 'stopped' }
  | { readonly type: 'interrupted'; readonly error: ChatError }
  | { readonly type: 'failed'; readonly error: ChatError };

/** One answer to a turn, with its facts. Times are milliseconds of the session's monotonic clock. */
export interface Answer {
  /** The model ref that was asked. */
  readonly asked: string;
  /** The model's id as the response names it. */
  readonly answered: string | undefined;
  readonly parts: readonly AssistantPart[];
  readonly notices: readonly Notice[];
  readonly usage: Usage | undefined;
  readonly state: AnswerState;
  readonly startedAt: number;
  /** When the first visible token arrived. */
  readonly firstAt: number | undefined;
  readonly endedAt: number | undefined;
}

export function startAnswer(asked: string, now: number): Answer {
  return {
    asked,
    answered: undefined,
    parts: [],
    notices: [],
    usage: undefined,
    state: { type: 'waiting' },
    startedAt: now,
    firstAt: undefined,
    endedAt: undefined,
  };
}

/** Whether the answer can still change by itself. */
export function isRunning(answer: Answer): boolean {
  return answer.state.type === 'waiting' || answer.state.type === 'streaming';
}

function appendText(parts: readonly AssistantPart[], text: string): readonly AssistantPart[] {
  const last = parts.at(-1);
  if (last?.type !== 'text') return [...parts, { type: 'text', text }];
  return [...parts.slice(0, -1), { type: 'text', text: last.text + text }];
}

function appendThinking(
  parts: readonly AssistantPart[],
  text: string,
  data: ProviderData | undefined,
): readonly AssistantPart[] {
  const last = parts.at(-1);
  const open = last?.type === 'thinking' && last.providerData === undefined ? last : undefined;
  const before = open ? parts.slice(0, -1) : parts;
  const whole = (open?.text ?? '') + text;
  return [...before, data ? { type: 'thinking', text: whole, providerData: data } : { type: 'thinking', text: whole }];
}

function finished(answer: Answer, event: Extract<ChatEvent, { type: 'finish' }>, now: number): Answer {
  const ended = { ...answer, endedAt: now };
  switch (event.reason) {
    case 'cancelled':
      return { ...ended, state: { type: 'stopped' } };
    case 'incomplete':
      return { ...ended, state: { type: 'interrupted', error: event.error ?? new ChatError('incomplete') } };
    default:
      return { ...ended, state: { type: 'complete', reason: event.reason } };
  }
}

/** The answer after one more event of the pipeline. Only the first choice is folded; variants are separate answers. */
export function foldEvent(answer: Answer, event: ChatEvent, now: number): Answer {
  if ('choice' in event && event.choice !== 0) return answer;
  const visible = { state: { type: 'streaming' }, firstAt: answer.firstAt ?? now } as const;
  switch (event.type) {
    case 'started':
      return { ...answer, asked: event.model };
    case 'response':
      return { ...answer, answered: event.model };
    case 'text':
      return { ...answer, ...visible, parts: appendText(answer.parts, event.text) };
    case 'thinking':
      return { ...answer, ...visible, parts: appendThinking(answer.parts, event.text, event.providerData) };
    case 'toolCall': {
      const { id, name, argumentsJson } = event;
      return { ...answer, ...visible, parts: [...answer.parts, { type: 'toolCall', id, name, argumentsJson }] };
    }
    case 'usage':
      return { ...answer, usage: { ...answer.usage, ...event.usage } };
    case 'notice':
      return { ...answer, notices: [...answer.notices, event.notice] };
    case 'finish':
      return finished(answer, event, now);
  }
}

/** The answer after the pipeline threw. */
export function failAnswer(answer: Answer, error: ChatError, now: number): Answer {
  const state: AnswerState = error.kind === 'cancelled' ? { type: 'stopped' } : { type: 'failed', error };
  return { ...answer, endedAt: now, state };
}

/** All thinking of an answer, in order. */
export function thinkingOf(parts: readonly AssistantPart[]): string {
  return parts.map((part) => (part.type === 'thinking' ? part.text : '')).join('');
}

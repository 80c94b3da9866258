import { ChatError } from '../errors.ts';
import type { CallFacts } from '../run/callFacts.ts';
import type { ChatEvent, FellBackEvent, JsonAnswer, Notice, ProviderFinish, TokenLogprob, Usage } from './events.ts';
import type { AssistantPart, ProviderData } from './message.ts';
import { sumUsage } from './usage.ts';

/** Where an answer stands. `failed` came to nothing; `interrupted` keeps what arrived. */
export type AnswerState =
  | { readonly type: 'waiting' }
  | { readonly type: 'streaming' }
  | { readonly type: 'complete'; readonly reason: ProviderFinish }
  | { readonly type: 'stopped' }
  | { readonly type: 'interrupted'; readonly error: ChatError }
  | { readonly type: 'failed'; readonly error: ChatError };

/** A wait before the next try: why, until when, and which try that will be. */
export interface Waiting {
  /** Undefined: another request closed the rate gate. */
  readonly error: ChatError | undefined;
  readonly until: number;
  readonly attempt: number;
  readonly attempts: number;
}

/** Where an answer that was cut was continued: after so many characters of its text, written by this model and by that one. */
export interface Seam {
  readonly at: number;
  readonly from: string;
  /** Undefined until the response names it. */
  readonly to: string | undefined;
}

/** One answer to a turn, with its facts. Times are milliseconds of the session's monotonic clock. */
export interface Answer {
  /** The model ref that was asked. */
  readonly asked: string;
  /** The model's id as the response names it. */
  readonly answered: string | undefined;
  readonly parts: readonly AssistantPart[];
  readonly notices: readonly Notice[];
  readonly usage: Usage | undefined;
  readonly waiting: Waiting | undefined;
  /** Models that could not answer before this one did. */
  readonly fallbacks: readonly Omit<FellBackEvent, 'type'>[];
  /** What became of the JSON that was asked for. */
  readonly json: JsonAnswer | undefined;
  readonly logprobs: readonly TokenLogprob[];
  readonly seams: readonly Seam[];
  /** What is known of the calls that are over: one, and one more for each time the answer was continued. */
  readonly calls: readonly CallFacts[];
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
    waiting: undefined,
    fallbacks: [],
    json: undefined,
    logprobs: [],
    seams: [],
    calls: [],
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

/** A part that its provider's data has closed is not added to. */
function appendText(
  parts: readonly AssistantPart[],
  text: string,
  data: ProviderData | undefined,
): readonly AssistantPart[] {
  const last = parts.at(-1);
  const open = last?.type === 'text' && last.providerData === undefined ? last : undefined;
  const whole = { type: 'text', text: (open?.text ?? '') + text, ...(data ? { providerData: data } : {}) } as const;
  return [...(open ? parts.slice(0, -1) : parts), whole];
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
  const ended = { ...answer, endedAt: now, waiting: undefined };
  switch (event.reason) {
    case 'cancelled':
      return { ...ended, state: { type: 'stopped' } };
    case 'incomplete':
      return { ...ended, state: { type: 'interrupted', error: event.error ?? new ChatError('incomplete') } };
    default:
      return { ...ended, state: { type: 'complete', reason: event.reason } };
  }
}

/** The answer after one more event of the pipeline. Choices are separate answers: those of others change nothing. */
export function foldEvent(answer: Answer, event: ChatEvent, now: number, choice = 0): Answer {
  if ('choice' in event && event.choice !== choice) return answer;
  const visible = { state: { type: 'streaming' }, firstAt: answer.firstAt ?? now, waiting: undefined } as const;
  switch (event.type) {
    case 'started':
      return { ...answer, asked: event.model, waiting: undefined };
    case 'waiting': {
      const { error, waitMs, attempt, attempts } = event;
      return { ...answer, waiting: { error, until: now + waitMs, attempt, attempts } };
    }
    case 'fellBack': {
      const { from, to, error } = event;
      return { ...answer, fallbacks: [...answer.fallbacks, { from, to, error }] };
    }
    case 'logprobs':
      return { ...answer, logprobs: [...answer.logprobs, ...event.tokens] };
    case 'json':
      return { ...answer, json: event.answer };
    case 'settled':
      return { ...answer, calls: [...answer.calls, event.call] };
    case 'sent':
      return answer.waiting ? { ...answer, waiting: undefined } : answer;
    case 'response':
      return { ...answer, answered: event.model, seams: namedSeam(answer.seams, event.model) };
    case 'text':
      return { ...answer, ...visible, parts: appendText(answer.parts, event.text, event.providerData) };
    case 'thinking':
      return { ...answer, ...visible, parts: appendThinking(answer.parts, event.text, event.providerData) };
    case 'toolCall': {
      const { id, name, argumentsJson, providerData: data } = event;
      const call = { type: 'toolCall', id, name, argumentsJson, ...(data ? { providerData: data } : {}) } as const;
      return { ...answer, ...visible, parts: [...answer.parts, call] };
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
  return { ...answer, endedAt: now, waiting: undefined, state };
}

/** All thinking of an answer, in order. */
export function thinkingOf(parts: readonly AssistantPart[]): string {
  return parts.map((part) => (part.type === 'thinking' ? part.text : '')).join('');
}

/** An answer that was cut goes on: the same answer, its end taken back and the seam marked. */
export function resumeAnswer(answer: Answer, now: number): Answer {
  const at = answer.parts.reduce((sum, part) => sum + (part.type === 'text' ? part.text.length : 0), 0);
  const from = answer.answered ?? answer.asked;
  const seams = [...answer.seams, { at, from, to: undefined }];
  return { ...answer, state: { type: 'waiting' }, waiting: undefined, seams, endedAt: undefined, startedAt: now };
}

function namedSeam(seams: readonly Seam[], model: string): readonly Seam[] {
  const last = seams.at(-1);
  return last && last.to === undefined ? [...seams.slice(0, -1), { ...last, to: model }] : seams;
}

/** The tokens of all calls of an answer; those of a call under way are what came so far. */
export function usageOf(answer: Answer): Usage | undefined {
  const counted = answer.calls.flatMap(({ usage }) => (usage ? [usage] : []));
  return isRunning(answer) || counted.length === 0 ? answer.usage : sumUsage(counted);
}

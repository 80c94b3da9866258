import type { Notice, NoticeKind } from '../../core/chat/events.ts';
import { type Answer, isRunning, thinkingOf } from '../../core/chat/fold.ts';
import { textOf } from '../../core/chat/message.ts';
import { type Attachment, attachmentLabel } from '../../core/conversation/attachment.ts';
import { type Conversation, shownAnswer, type Turn } from '../../core/conversation/conversation.ts';
import type { ChatError } from '../../core/errors.ts';
import type {
  AnswerStateView,
  AnswerView,
  ChipView,
  FullAnswerView,
  NoticeView,
  ProblemView,
  SeamView,
  TurnView,
  WaitingView,
} from '../../protocol/panel.ts';
import { answerFacts } from './answerFacts.ts';

/** Turns an error into words for a model ref. */
export type DescribeProblem = (error: ChatError, ref: string) => ProblemView;

/** What the projection needs besides the conversation. */
export interface ViewDeps {
  readonly describe: DescribeProblem;
  readonly isContinuable: (turn: Turn) => boolean;
  /** Milliseconds of the session's clock. */
  readonly now: () => number;
}

/** "12 characters", "3.4 kB": sizes of text in words. */
export function textSize(text: string): string {
  return text.length < 1000 ? `${text.length} characters` : `${(text.length / 1000).toFixed(1)} kB`;
}

export function chipView(attachment: Attachment): ChipView {
  return {
    id: attachment.id,
    label: attachmentLabel(attachment),
    detail: `${attachment.path}, ${textSize(attachment.text)}`,
  };
}

const notes = {
  stop: '',
  tool_calls: '',
  length: 'The answer reached its length limit.',
  content_filter: "The provider's content filter ended the answer.",
  refusal: 'The model declined to answer.',
} as const;

function stateView(answer: Answer, describe: DescribeProblem): AnswerStateView {
  const { state } = answer;
  switch (state.type) {
    case 'waiting':
    case 'streaming':
    case 'stopped':
      return { type: state.type };
    case 'complete': {
      return { type: 'complete', note: notes[state.reason] };
    }
    case 'interrupted':
    case 'failed':
      return { type: state.type, problem: describe(state.error, answer.asked) };
  }
}

/** Adjustments that change nothing but a name are for who asks; what is about the answer itself is always in sight. */
const ranks: Readonly<Record<NoticeKind, NoticeView['rank']>> = {
  renamed: 'detail',
  unsupported: 'said',
  clamped: 'said',
  emulated: 'said',
  added: 'said',
  chosen: 'told',
  answer: 'told',
};

function noticeView({ kind, text }: Notice): NoticeView {
  return { rank: ranks[kind], text };
}

/** "anthropic/claude-opus-5-5 could not answer: … openai/gpt-6-luna was asked instead." */
function fallbackView({ from, to, error }: Answer['fallbacks'][number], describe: DescribeProblem): NoticeView {
  return { rank: 'told', text: `${describe(error, from).sentence} ${to} was asked instead.` };
}

function waitingView({ asked, waiting }: Answer, describe: DescribeProblem, now: number): WaitingView | undefined {
  if (!waiting) return undefined;
  const { error, until, attempt, attempts } = waiting;
  const why = error ? describe(error, asked).sentence : 'Another request was told to wait.';
  const which = attempts > 1 ? ` (${attempt}\u00a0of\u00a0${attempts})` : '';
  return { sentence: `${why} Trying again${which}`, ms: Math.max(0, Math.round(until - now)) };
}

/** Where nothing came after a seam there is none: that try to go on came to nothing. */
function seamViews(answer: Answer): SeamView[] {
  const { seams, parts } = answer;
  const end = textOf(parts).length;
  const real = seams.filter(({ at }, place) => at < (seams[place + 1]?.at ?? end) || isLastOfRunning(answer, place));
  return real.map(({ at, from, to }) => ({
    at,
    label: to === undefined || to === from ? 'Continued' : `Continued by ${to}`,
  }));
}

function isLastOfRunning(answer: Answer, place: number): boolean {
  return isRunning(answer) && place === answer.seams.length - 1;
}

export function answerView(turn: Turn, { describe, isContinuable, now }: ViewDeps): AnswerView {
  const answer = shownAnswer(turn);
  const fallbacks = answer.fallbacks.map((one) => fallbackView(one, describe));
  return {
    // Who began: who continued stands at the seam.
    model: answer.seams[0]?.from ?? answer.answered ?? answer.asked,
    state: stateView(answer, describe),
    notices: [...fallbacks, ...jsonNotice(answer), ...answer.notices.map(noticeView)],
    waiting: waitingView(answer, describe, now()),
    seams: seamViews(answer),
    continuable: isContinuable(turn) ? 'yes' : 'no',
    facts: answerFacts(answer, turn.answers.filter((other) => sharesCall(other, answer)).length),
    number: turn.shown + 1,
    count: turn.answers.length,
  };
}

/** Whether two answers were asked for together: then what is known of the call is of both. */
function sharesCall({ calls: [one] }: Answer, { calls: [other] }: Answer): boolean {
  return one !== undefined && one === other;
}

/** An answer that was to be JSON and is not: the text stays as it is, and why it does not fit is said. */
function jsonNotice({ json }: Answer): NoticeView[] {
  return json?.type === 'invalid' ? [{ rank: 'told', text: json.error }] : [];
}

export function fullAnswerView(turn: Turn, deps: ViewDeps): FullAnswerView {
  const { parts } = shownAnswer(turn);
  return { ...answerView(turn, deps), text: textOf(parts), thinking: thinkingOf(parts) };
}

export function turnView(turn: Turn, deps: ViewDeps): TurnView {
  return {
    id: turn.id,
    text: turn.text,
    chips: turn.attachments.map(chipView),
    answer: fullAnswerView(turn, deps),
  };
}

export function turnViews(conversation: Conversation, deps: ViewDeps): TurnView[] {
  return conversation.turns.map((turn) => turnView(turn, deps));
}

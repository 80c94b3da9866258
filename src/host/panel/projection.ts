import type { Usage } from '../../core/chat/events.ts';
import { type Answer, thinkingOf } from '../../core/chat/fold.ts';
import { textOf } from '../../core/chat/message.ts';
import { type Attachment, attachmentLabel } from '../../core/conversation/attachment.ts';
import { type Conversation, shownAnswer, type Turn } from '../../core/conversation/conversation.ts';
import type { ChatError } from '../../core/errors.ts';
import { grouped } from '../../core/text/figures.ts';
import type {
  AnswerStateView,
  AnswerView,
  ChipView,
  FullAnswerView,
  ProblemView,
  TurnView,
} from '../../protocol/panel.ts';

/** Turns an error into words for a model ref. */
export type DescribeProblem = (error: ChatError, ref: string) => ProblemView;

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

function tokens(usage: Usage | undefined): string {
  if (usage?.input === undefined && usage?.output === undefined) return '';
  const side = (value: number | undefined) => (value === undefined ? 'unknown' : grouped(value));
  return `${side(usage.input)} → ${side(usage.output)} tokens`;
}

function seconds(ms: number): string {
  return ms < 9_950 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

/** "1,204 → 340 tokens · 0.4 s to first · 5.2 s": what is known; nothing is guessed. */
export function answerFacts(answer: Answer): string {
  if (answer.endedAt === undefined) return '';
  const first = answer.firstAt === undefined ? '' : `${seconds(answer.firstAt - answer.startedAt)} to first`;
  const whole = seconds(answer.endedAt - answer.startedAt);
  return [tokens(answer.usage), first, whole].filter((one) => one !== '').join(' · ');
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
      const empty = state.reason === 'stop' && answer.parts.length === 0;
      return { type: 'complete', note: empty ? 'The model returned nothing.' : notes[state.reason] };
    }
    case 'interrupted':
    case 'failed':
      return { type: state.type, problem: describe(state.error, answer.asked) };
  }
}

export function answerView(turn: Turn, describe: DescribeProblem): AnswerView {
  const answer = shownAnswer(turn);
  return {
    model: answer.answered ?? answer.asked,
    state: stateView(answer, describe),
    notices: answer.notices.map((notice) => notice.text),
    facts: answerFacts(answer),
    number: turn.shown + 1,
    count: turn.answers.length,
  };
}

export function fullAnswerView(turn: Turn, describe: DescribeProblem): FullAnswerView {
  const { parts } = shownAnswer(turn);
  return { ...answerView(turn, describe), text: textOf(parts), thinking: thinkingOf(parts) };
}

export function turnView(turn: Turn, describe: DescribeProblem): TurnView {
  return {
    id: turn.id,
    text: turn.text,
    chips: turn.attachments.map(chipView),
    answer: fullAnswerView(turn, describe),
  };
}

export function turnViews(conversation: Conversation, describe: DescribeProblem): TurnView[] {
  return conversation.turns.map((turn) => turnView(turn, describe));
}

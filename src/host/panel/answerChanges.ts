import { type Answer, startAnswer } from '../../core/chat/fold.ts';

/** Another choice of the same call, as it begins: all that was said of the call before holds for it too. */
export function variantOf(first: Answer): Answer {
  const { asked, startedAt, answered, notices, fallbacks, usage } = first;
  return { ...startAnswer(asked, startedAt), answered, notices, fallbacks, usage };
}

/** What is shown of an answer besides its text, which is told of as it grows. Counts are shown when the call has ended. */
const shown = ['asked', 'answered', 'notices', 'waiting', 'fallbacks', 'json', 'seams', 'calls', 'endedAt'] as const;

/** Whether an answer looks different now, its text apart. */
export function looksDifferent(before: Answer, after: Answer): boolean {
  return before.state.type !== after.state.type || shown.some((part) => before[part] !== after[part]);
}

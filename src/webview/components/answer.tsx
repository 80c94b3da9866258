import type { FullAnswerView } from '../../protocol/panel.ts';
import { post } from '../host.ts';
import { isUnderWay } from '../reduce.ts';
import { CopyButton } from './copyButton.tsx';
import { IconButton } from './icon.tsx';
import { Markdown } from './markdown.tsx';
import { Notices } from './notices.tsx';
import { Outcome, offersRetry } from './outcome.tsx';
import { Pager } from './pager.tsx';
import { Thinking } from './thinking.tsx';

interface AnswerProps {
  readonly turnId: string;
  readonly answer: FullAnswerView;
}

/** One of a turn's answers: who gave it, what it says, how it ended. */
export function Answer({ turnId, answer }: AnswerProps) {
  const underWay = isUnderWay(answer.state);
  const stage = underWay ? 'open' : 'complete';
  return (
    <article class="message answer" aria-label={`Answer from ${answer.model}`} aria-busy={underWay}>
      <header class="message-header">
        <h3 class="author" title={answer.model}>
          {answer.model}
        </h3>
        <Pager turnId={turnId} number={answer.number} count={answer.count} />
      </header>
      <Notices model={answer.model} notices={answer.notices} />
      <Thinking text={answer.thinking} stage={underWay && answer.text === '' ? 'now' : 'before'} />
      {answer.text !== '' && <Markdown text={answer.text} stage={stage} seams={answer.seams} />}
      <Outcome turnId={turnId} answer={answer} />
      {!underWay && <AnswerFooter turnId={turnId} answer={answer} />}
    </article>
  );
}

/** What is known about a finished answer, and what can be done with it. Under a card, asking again stands there. */
function AnswerFooter({ turnId, answer }: AnswerProps) {
  const hasRetry = offersRetry(answer);
  if (hasRetry && answer.text === '' && answer.facts === '') return null;
  return (
    <footer class="message-footer">
      <span class="facts">{unbrokenFacts(answer.facts)}</span>
      <div class="actions">
        {answer.text !== '' && <CopyButton turnId={turnId} text={answer.text} label="Copy" />}
        {!hasRetry && <IconButton icon="refresh" label="Try Again" onPress={() => post({ type: 'retry', turnId })} />}
      </div>
    </footer>
  );
}

/** Lines break between facts, not within one. */
function unbrokenFacts(facts: string): string {
  return facts
    .split(' · ')
    .map((fact) => fact.replaceAll(' ', '\u00a0'))
    .join('\u00a0· ');
}

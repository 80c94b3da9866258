import { useSignal } from '@preact/signals';
import type { AnswerStateView, ProblemView } from '../../protocol/panel.ts';
import { post } from '../host.ts';
import { Icon } from './icon.tsx';

/** How an answer ended, where that is worth saying, and what can be done about it. */
export function Outcome({ turnId, state }: { readonly turnId: string; readonly state: AnswerStateView }) {
  switch (state.type) {
    case 'waiting':
    case 'streaming':
      return <UnderWay state={state.type} />;
    case 'complete':
      return state.note === '' ? null : <QuietLine icon="info" text={state.note} />;
    case 'stopped':
      return <QuietLine icon="stop-circle" text="Stopped" />;
    case 'interrupted':
      return <Problem turnId={turnId} kind="interrupted" problem={state.problem} />;
    case 'failed':
      return <Problem turnId={turnId} kind="failed" problem={state.problem} />;
  }
}

function UnderWay({ state }: { readonly state: 'waiting' | 'streaming' }) {
  return (
    <div class="under-way" role="img" aria-label={state === 'waiting' ? 'Waiting for the answer' : 'Answering'}>
      <span />
      <span />
      <span />
    </div>
  );
}

/** Something the reader should know, said without raising the voice. */
export function QuietLine({ icon, text }: { readonly icon: string; readonly text: string }) {
  return (
    <p class="quiet-line" dir="auto">
      <Icon name={icon} />
      <span>{text}</span>
    </p>
  );
}

/** What the button that asks again is called, here and by the host. */
const tryAgain = 'Try Again';

interface ProblemProps {
  readonly turnId: string;
  readonly kind: 'interrupted' | 'failed';
  readonly problem: ProblemView;
}

/** One sentence, one primary action, asking again if that is something else, and the raw facts for who wants them. */
function Problem({ turnId, kind, problem }: ProblemProps) {
  const isOpen = useSignal(false);
  const detailsId = `details-${turnId}`;
  return (
    <div class={`problem problem-${kind}`} role="group" aria-label={kind === 'failed' ? 'Error' : 'Interrupted'}>
      <p class="problem-sentence" dir="auto">
        <Icon name={kind === 'failed' ? 'error' : 'warning'} />
        <span>
          {kind === 'interrupted' && <strong>Interrupted. </strong>}
          {problem.sentence}
        </span>
      </p>
      <div class="problem-actions">
        <button type="button" class="button" onClick={() => post({ type: 'act', turnId })}>
          {problem.action}
        </button>
        {problem.action !== tryAgain && (
          <button type="button" class="button secondary" onClick={() => post({ type: 'retry', turnId })}>
            {tryAgain}
          </button>
        )}
        {problem.details !== '' && (
          <button
            type="button"
            class="disclosure"
            aria-expanded={isOpen.value}
            aria-controls={detailsId}
            onClick={() => (isOpen.value = !isOpen.value)}
          >
            <Icon name={isOpen.value ? 'chevron-down' : 'chevron-right'} />
            <span>Details</span>
          </button>
        )}
      </div>
      <pre id={detailsId} class="problem-details" hidden={!isOpen.value}>
        {problem.details}
      </pre>
    </div>
  );
}

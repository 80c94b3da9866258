import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { AnswerView, ProblemView } from '../../protocol/panel.ts';
import { post } from '../host.ts';
import { composer, focusInput } from '../state.ts';
import { Disclosure } from './disclosure.tsx';
import { Icon } from './icon.tsx';
import { Waiting } from './waiting.tsx';

interface OutcomeProps {
  readonly turnId: string;
  readonly answer: AnswerView;
}

/** How an answer goes on or ended, where that is worth saying, and what can be done about it. */
export function Outcome({ turnId, answer }: OutcomeProps) {
  const { state, waiting, continuable } = answer;
  switch (state.type) {
    case 'waiting':
    case 'streaming':
      return waiting ? <Waiting waiting={waiting} /> : <UnderWay state={state.type} />;
    case 'complete':
      if (continuable === 'yes') return <Problem turnId={turnId} kind="short" problem={shortProblem(state.note)} />;
      return state.note === '' ? null : <QuietLine icon="info" text={state.note} />;
    case 'stopped':
      return <QuietLine icon="stop-circle" text="Stopped" />;
    case 'interrupted':
      return <Problem turnId={turnId} kind={continuable === 'yes' ? 'interrupted' : 'lost'} problem={state.problem} />;
    case 'failed':
      return <Problem turnId={turnId} kind="failed" problem={state.problem} />;
  }
}

/** Whether asking again stands among the outcome's buttons. */
export function offersRetry({ state, continuable }: AnswerView): boolean {
  return (
    state.type === 'failed' || state.type === 'interrupted' || (state.type === 'complete' && continuable === 'yes')
  );
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

/** What the buttons that ask again and go on are called, here and by the host. */
const tryAgain = 'Try Again';
const goOn = 'Continue';

/** `failed`: no answer came. `interrupted`: a part came, and it can go on. `lost`: it can not. `short`: it reached its limit. */
type ProblemKind = 'failed' | 'interrupted' | 'lost' | 'short';

const looks: Readonly<Record<ProblemKind, { readonly name: string; readonly icon: string; readonly title: string }>> = {
  failed: { name: 'Error', icon: 'error', title: '' },
  interrupted: { name: 'Interrupted', icon: 'warning', title: 'Interrupted. ' },
  lost: { name: 'Interrupted', icon: 'warning', title: 'Interrupted. ' },
  short: { name: 'Not complete', icon: 'info', title: '' },
};

function shortProblem(sentence: string): ProblemView {
  return { sentence, action: tryAgain, details: '' };
}

interface ProblemProps {
  readonly turnId: string;
  readonly kind: ProblemKind;
  readonly problem: ProblemView;
}

/** One sentence, one primary action, asking again if that is something else, and the raw facts for who wants them. */
function Problem({ turnId, kind, problem }: ProblemProps) {
  const isOpen = useSignal(false);
  const detailsId = useId();
  const { name, icon, title } = looks[kind];
  return (
    <div class={`problem problem-${kind}`} role="group" aria-label={name}>
      <p class="problem-sentence" dir="auto">
        <Icon name={icon} />
        <span>
          {title !== '' && <strong>{title}</strong>}
          {problem.sentence}
        </span>
      </p>
      <div class="problem-actions">
        <Actions turnId={turnId} kind={kind} action={problem.action} />
        {problem.details !== '' && <Disclosure label="Details" isOpen={isOpen} controls={detailsId} />}
      </div>
      <pre id={detailsId} class="problem-details" hidden={!isOpen.value}>
        {problem.details}
      </pre>
    </div>
  );
}

interface ActionsProps {
  readonly turnId: string;
  readonly kind: ProblemKind;
  readonly action: string;
}

/** Going on comes first where it is possible, then what the host suggests, then asking again. */
function Actions({ turnId, kind, action }: ActionsProps) {
  const goesOn = kind === 'interrupted' || kind === 'short';
  const suggests = action !== tryAgain && action !== goOn;
  const look = (isFirst: boolean) => (isFirst ? 'button' : 'button secondary');
  return (
    <>
      {goesOn && <ContinueButton turnId={turnId} />}
      {suggests && (
        <button type="button" class={look(!goesOn)} onClick={() => post({ type: 'act', turnId })}>
          {action}
        </button>
      )}
      <button type="button" class={look(!goesOn && !suggests)} onClick={() => pressed({ type: 'retry', turnId })}>
        {tryAgain}
      </button>
    </>
  );
}

/** Two answers are never written at once. */
function ContinueButton({ turnId }: { readonly turnId: string }) {
  const isBusy = composer.value.busy === 'answering';
  return (
    <button
      type="button"
      class="button"
      aria-disabled={isBusy}
      onClick={isBusy ? undefined : () => pressed({ type: 'continue', turnId })}
    >
      {goOn}
    </button>
  );
}

/** The button goes away when the answer goes on, and would take the focus with it. */
function pressed(message: Parameters<typeof post>[0]): void {
  post(message);
  focusInput();
}

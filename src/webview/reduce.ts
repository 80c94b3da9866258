import type {
  AnswerStateView,
  AnswerView,
  FullAnswerView,
  PanelState,
  SheetView,
  ToWebview,
  TurnView,
} from '../protocol/panel.ts';
import { waitingText } from './waitingText.ts';

/** What the webview knows: nothing yet, the host's state as of `seq`, or an outdated one after a gap in the sequence. */
export type PanelModel =
  | { readonly type: 'blank' }
  | { readonly type: 'current'; readonly seq: number; readonly state: PanelState }
  | { readonly type: 'outdated'; readonly state: PanelState };

/** What a message makes the webview do besides showing the new state. */
export type Effect =
  | { readonly type: 'resync' }
  | { readonly type: 'startDraft'; readonly text: string }
  | { readonly type: 'fillDraft'; readonly text: string }
  | { readonly type: 'focusInput' }
  | { readonly type: 'announce'; readonly text: string };

export interface Reduced {
  readonly model: PanelModel;
  readonly effects: readonly Effect[];
}

type Delta = Exclude<ToWebview, { type: 'snapshot' }>;

/**
 * Takes a message from the host into the model. A message out of sequence, or about a turn that is not there, makes the
 * model outdated and asks for a snapshot once; what comes before that snapshot is dropped.
 */
export function reduce(model: PanelModel, message: ToWebview): Reduced {
  if (message.type === 'snapshot') return takeSnapshot(model, message.seq, message.state);
  if (model.type !== 'current') return { model, effects: [] };
  const state = message.seq === model.seq + 1 ? applied(model.state, message) : undefined;
  if (!state) return { model: { type: 'outdated', state: model.state }, effects: [{ type: 'resync' }] };
  return { model: { type: 'current', seq: message.seq, state }, effects: effectsOf(message, model.state) };
}

/** The draft of the first snapshot is what the user had typed; later the webview's own input knows better. */
function takeSnapshot(model: PanelModel, seq: number, state: PanelState): Reduced {
  const effects: readonly Effect[] = model.type === 'blank' ? [{ type: 'startDraft', text: state.draft }] : [];
  return { model: { type: 'current', seq, state }, effects };
}

/** The state after a delta, or undefined if the delta is about something the state does not have. */
function applied(state: PanelState, message: Delta): PanelState | undefined {
  switch (message.type) {
    case 'turnAdded':
      return { ...state, turns: [...state.turns, message.turn] };
    case 'appended':
      return withAnswer(state, message.turnId, (answer) => ({
        ...answer,
        [message.kind]: answer[message.kind] + message.text,
      }));
    case 'answerChanged':
      return withAnswer(state, message.turnId, ({ text, thinking }) => ({ ...message.answer, text, thinking }));
    case 'answerReplaced':
      return withAnswer(state, message.turnId, () => message.answer);
    case 'composerChanged':
      return { ...state, composer: message.composer };
    case 'welcomeChanged':
      return { ...state, welcome: message.welcome };
    case 'draftFilled':
    case 'inputFocused':
      return state;
  }
}

function withAnswer(
  state: PanelState,
  turnId: string,
  change: (answer: FullAnswerView) => FullAnswerView,
): PanelState | undefined {
  const place = state.turns.findLastIndex((turn) => turn.id === turnId);
  const turn = state.turns[place];
  return turn && { ...state, turns: state.turns.with(place, { ...turn, answer: change(turn.answer) }) };
}

function effectsOf(message: Delta, before: PanelState): readonly Effect[] {
  switch (message.type) {
    case 'draftFilled':
      return [{ type: 'fillDraft', text: message.text }];
    case 'inputFocused':
      return [{ type: 'focusInput' }];
    case 'answerChanged':
    case 'answerReplaced':
      return announcements(findTurn(before, message.turnId)?.answer, message.answer);
    case 'composerChanged':
      return newProblems(before.composer.sheet, message.composer.sheet);
    default:
      return [];
  }
}

function findTurn(state: PanelState, turnId: string): TurnView | undefined {
  return state.turns.find((turn) => turn.id === turnId);
}

/** Whether an answer is still being written. */
export function isUnderWay(state: AnswerStateView): boolean {
  return state.type === 'waiting' || state.type === 'streaming';
}

/** An answer's end is said once, and only if it ended just now; so is the beginning of a wait, and none of its seconds. */
function announcements(before: AnswerView | undefined, after: AnswerView): readonly Effect[] {
  if (!before || !isUnderWay(before.state)) return [];
  const { waiting } = after;
  if (waiting && waiting.sentence !== before.waiting?.sentence) return [announcement(waitingText(waiting, waiting.ms))];
  const text = endOf(after.state);
  return text === '' ? [] : [announcement(text)];
}

/** What is wrong with a parameter that was right before. */
function newProblems(before: SheetView, after: SheetView): readonly Effect[] {
  const known = new Set(before.fields.map(({ name, problem }) => `${name} ${problem}`));
  const wrong = after.fields.filter(({ name, problem }) => problem !== '' && !known.has(`${name} ${problem}`));
  return wrong.map(({ label, problem }) => announcement(`${label}: ${problem}`));
}

function announcement(text: string): Effect {
  return { type: 'announce', text };
}

function endOf(state: AnswerStateView): string {
  switch (state.type) {
    case 'waiting':
    case 'streaming':
      return '';
    case 'complete':
      return `Answer complete. ${state.note}`.trim();
    case 'stopped':
      return 'Answer stopped.';
    case 'interrupted':
      return `Answer interrupted. ${state.problem.sentence}`;
    case 'failed':
      return `No answer. ${state.problem.sentence}`;
  }
}

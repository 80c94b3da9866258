import { batch, type Signal, signal } from '@preact/signals';
import type { ComposerView, PanelState, ToWebview, TurnView, WelcomeView } from '../protocol/panel.ts';
import { post } from './host.ts';
import { type Effect, type PanelModel, reduce } from './reduce.ts';

// One signal for each thing that changes on its own: a delta of an answer renders that turn and nothing else.

/** Undefined until the host has answered. */
export const settings = signal<Pick<PanelState, 'sendKey' | 'language'> | undefined>(undefined);
export const turnIds = signal<readonly string[]>([]);
export const welcome = signal<WelcomeView>({ type: 'start', starters: [] });
export const composer = signal<ComposerView>({
  chips: [],
  attachable: '',
  model: '',
  warning: '',
  busy: 'idle',
  sheet: { fields: [], summary: '' },
});
/** What is in the input. The webview's own; the host keeps a copy. */
export const draft = signal('');
/** What a screen reader is told. The number makes the same words a new message. */
export const announcement = signal({ text: '', number: 0 });
/** How often the host asked to put the focus into the input. */
export const focusRequests = signal(0);

const turns = new Map<string, Signal<TurnView>>();

let model: PanelModel = { type: 'blank' };
let pending: Effect[] = [];
let frame: number | undefined;

/** The turn with one of `turnIds`. */
export function turnSignal(id: string): Signal<TurnView> {
  const found = turns.get(id);
  if (!found) throw new Error(`No turn ${id}`);
  return found;
}

/** Takes a message in at once and shows it with the next frame, together with what else has come by then. */
export function receive(message: ToWebview): void {
  const reduced = reduce(model, message);
  model = reduced.model;
  for (const effect of reduced.effects) {
    if (effect.type === 'resync') post({ type: 'resync' });
    else pending.push(effect);
  }
  if (frame === undefined) frame = requestAnimationFrame(show);
}

export function announce(text: string): void {
  announcement.value = { text, number: announcement.value.number + 1 };
}

/** Asks to put the focus into the input. */
export function focusInput(): void {
  focusRequests.value += 1;
}

function show(): void {
  frame = undefined;
  const effects = pending;
  pending = [];
  batch(() => {
    if (model.type !== 'blank') showState(model.state);
    for (const effect of effects) perform(effect);
  });
}

function showState(state: PanelState): void {
  const { sendKey, language } = state;
  if (settings.value?.sendKey !== sendKey || settings.value.language !== language)
    settings.value = { sendKey, language };
  composer.value = state.composer;
  welcome.value = state.welcome;
  showTurns(state.turns);
}

function showTurns(shown: readonly TurnView[]): void {
  for (const turn of shown) {
    const known = turns.get(turn.id);
    if (known) known.value = turn;
    else turns.set(turn.id, signal(turn));
  }
  const ids = shown.map((turn) => turn.id);
  const isSame = ids.length === turnIds.value.length && ids.every((id, place) => id === turnIds.value[place]);
  if (isSame) return;
  turnIds.value = ids;
  for (const id of turns.keys()) if (!ids.includes(id)) turns.delete(id);
}

function perform(effect: Effect): void {
  switch (effect.type) {
    case 'resync':
      return;
    case 'startDraft':
      // What was typed before the host answered is newer.
      if (draft.value === '') draft.value = effect.text;
      return;
    case 'fillDraft':
      draft.value = draft.value.trim() === '' ? effect.text : `${draft.value}\n${effect.text}`;
      return focusInput();
    case 'focusInput':
      return focusInput();
    case 'announce':
      return announce(effect.text);
  }
}

import { post } from './host.ts';
import { draft } from './state.ts';

/** A longer text is not copied at every keystroke, but at most once in `paceMs` milliseconds. */
const longText = 10_000;
const paceMs = 250;

let timer: number | undefined;

/** The user changed the input. The host gets a copy at once, for the page can end at any time. */
export function draftTyped(text: string): void {
  draft.value = text;
  if (text.length < longText) clearTimeout(timer);
  timer = text.length < longText ? undefined : (timer ?? window.setTimeout(copyDraft, paceMs));
  if (timer === undefined) post({ type: 'draftChanged', text });
}

/** Gives the host its copy now, if it does not have the latest. */
export function copyDraft(): void {
  if (timer === undefined) return;
  clearTimeout(timer);
  timer = undefined;
  post({ type: 'draftChanged', text: draft.value });
}

/** Empties the input because its text is being sent. The host empties its copy when it gets the message. */
export function forgetDraft(): void {
  clearTimeout(timer);
  timer = undefined;
  draft.value = '';
}

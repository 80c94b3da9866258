import { post } from './host.ts';
import { draft } from './state.ts';

/** How often the host gets a copy while the user types, in milliseconds. The first change goes at once: a page can end any time. */
const paceMs = 250;

let timer: number | undefined;
let copiedAt = Number.NEGATIVE_INFINITY;

/** The user changed the input. */
export function draftTyped(text: string): void {
  draft.value = text;
  timer ??= window.setTimeout(copyDraft, Math.max(0, copiedAt + paceMs - performance.now()));
}

/** Gives the host its copy now, if it does not have the latest. */
export function copyDraft(): void {
  if (timer === undefined) return;
  clearTimeout(timer);
  timer = undefined;
  copiedAt = performance.now();
  post({ type: 'draftChanged', text: draft.value });
}

/** Empties the input because its text is being sent. The host empties its copy when it gets the message. */
export function forgetDraft(): void {
  clearTimeout(timer);
  timer = undefined;
  draft.value = '';
}

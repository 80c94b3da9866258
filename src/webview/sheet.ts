import { effect, signal } from '@preact/signals';
import type { FieldView } from '../protocol/panel.ts';
import { post, remember, remembered } from './host.ts';
import { composer } from './state.ts';

// The parameter sheet: whether it is open, and what the user is typing into it. What holds is the host's.

/** How long typing has to rest before the host is told, in milliseconds. */
const restMs = 200;

export const sheetState = signal<'open' | 'closed'>(remembered()?.sheet ?? 'closed');
/** How often all was taken back. */
export const resets = signal(0);
/** Texts by field that the host has not confirmed yet, or that the user is still at. They win over the host's. */
const typed = signal<Texts>({});
/** The field that has the focus, '' if none. */
const focused = signal('');

type Texts = Readonly<Record<string, string>>;

const pending = new Map<string, { readonly text: string; readonly timer: number }>();

/** What is left of the texts typed once the host has said what holds: the user's own is never overwritten, only confirmed. */
export function unconfirmed(texts: Texts, fields: readonly FieldView[], focusedName: string): Texts {
  const held = new Map(fields.map(({ name, value }) => [name, value]));
  return Object.fromEntries(
    Object.entries(texts).filter(([name, text]) => name === focusedName || held.get(name) !== text),
  );
}

effect(() => {
  const { fields } = composer.value.sheet;
  const texts = typed.peek();
  const left = unconfirmed(texts, fields, focused.value);
  if (Object.keys(left).length !== Object.keys(texts).length) typed.value = left;
});

/** What a field shows. */
export function shownText({ name, value }: FieldView): string {
  return typed.value[name] ?? value;
}

/** The user is typing: the host hears of it when that rests. */
export function fieldTyped(name: string, text: string): void {
  keep(name, text);
  pending.set(name, { text, timer: window.setTimeout(() => tell(name), restMs) });
}

/** The user has chosen: the host hears of it at once. */
export function fieldChosen(name: string, text: string): void {
  keep(name, text);
  post({ type: 'setParameter', name, value: text });
}

export function fieldEntered(name: string): void {
  focused.value = name;
}

/** The user has left a field: what was typed holds now. White space alone is nothing. */
export function fieldLeft(name: string): void {
  tell(name);
  if (typed.value[name]?.trim() === '') typed.value = { ...typed.value, [name]: '' };
  focused.value = '';
}

/** Tells the host of everything it has not heard yet; the page may be gone a moment later. */
export function tellFields(): void {
  for (const name of [...pending.keys()]) tell(name);
}

/** Takes everything back. */
export function resetFields(): void {
  for (const name of [...pending.keys()]) forget(name);
  typed.value = Object.fromEntries(composer.value.sheet.fields.map(({ name }) => [name, '']));
  resets.value += 1;
  post({ type: 'resetParameters' });
}

export function showSheet(state: 'open' | 'closed'): void {
  tellFields();
  sheetState.value = state;
  remember({ sheet: state });
}

function keep(name: string, text: string): void {
  forget(name);
  typed.value = { ...typed.value, [name]: text };
}

function tell(name: string): void {
  const waiting = pending.get(name);
  if (!waiting) return;
  forget(name);
  post({ type: 'setParameter', name, value: waiting.text });
}

function forget(name: string): void {
  clearTimeout(pending.get(name)?.timer);
  pending.delete(name);
}

/**
 * Characters that change how code reads without being seen: bidirectional controls, zero-width characters and Unicode
 * tags. Joiners (U+200C, U+200D) are missing: Persian, Indic scripts and emoji need them.
 */
const hidden = /[\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF\u{E0000}-\u{E007F}]/u;
const hiddenAndRest = new RegExp(`(${hidden.source})`, 'u');

/** A stretch of code: shown as it is, or a character that has to be made visible under its code point. */
export type CodeStretch =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'hidden'; readonly text: string; readonly name: string };

/** Splits code at its hidden characters. The stretches' texts joined are the code. */
export function codeStretches(code: string): readonly CodeStretch[] {
  if (!hidden.test(code)) return code === '' ? [] : [{ type: 'text', text: code }];
  return code
    .split(hiddenAndRest)
    .filter((text) => text !== '')
    .map((text) => (hidden.test(text) ? { type: 'hidden', text, name: codePointName(text) } : { type: 'text', text }));
}

function codePointName(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

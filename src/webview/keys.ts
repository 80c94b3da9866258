/** What matters of a key press in the input. */
export interface KeyPress {
  readonly key: string;
  readonly keyCode: number;
  readonly isComposing: boolean;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/**
 * Whether the key belongs to an input method that is composing a character. Chromium reports the Enter that ends a
 * composition with key code 229, in some orders after `compositionend`, when `isComposing` is false again.
 */
export function isComposing({ isComposing: composing, keyCode }: KeyPress): boolean {
  return composing || keyCode === 229;
}

/** What a key in the input does; 'type' leaves it to the input. */
export function inputAction(
  press: KeyPress,
  sendKey: 'enter' | 'ctrlEnter',
  draft: string,
): 'send' | 'editLast' | 'type' {
  if (isComposing(press) || press.altKey) return 'type';
  const hasCommandKey = press.ctrlKey || press.metaKey;
  if (press.key === 'Enter' && !press.shiftKey) return hasCommandKey || sendKey === 'enter' ? 'send' : 'type';
  if (press.key === 'ArrowUp' && draft === '' && !press.shiftKey && !hasCommandKey) return 'editLast';
  return 'type';
}

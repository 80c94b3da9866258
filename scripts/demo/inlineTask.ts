import type { InlineTask } from './question.ts';

/** The code task in a request, if it is one. */
export function inlineTaskOf(
  _messages: readonly { readonly role: string; readonly text: string }[],
): InlineTask | undefined {
  return undefined;
}

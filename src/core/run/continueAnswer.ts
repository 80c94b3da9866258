import type { ChatEvent } from '../chat/events.ts';
import { type AssistantPart, type Message, textOf } from '../chat/message.ts';

/** What asks for the rest of an answer. Newer models refuse a prefilled answer, so that the request ends with words of the user. */
const instruction =
  'Your last message was cut off. Continue it exactly where it ended, in the middle of a word or line if need be: no greeting, no repetition, no comment about the interruption.';

export type Continuation =
  | { readonly type: 'messages'; readonly messages: readonly Message[] }
  /** `reason` is a sentence for the user. */
  | { readonly type: 'refused'; readonly reason: string };

/**
 * The messages that ask for the rest of a cut answer, of the same model or another. Only prose is resumed: thinking goes back only to
 * the model that can read it (with its own data), and an answer with tool calls is never continued, for half a call is none.
 */
export function continuation(messages: readonly Message[], parts: readonly AssistantPart[]): Continuation {
  if (parts.some((part) => part.type === 'toolCall')) {
    return { type: 'refused', reason: 'An answer with tool calls can not be continued. Try again instead.' };
  }
  const text = textOf(parts);
  if (text.trim() === '') return { type: 'refused', reason: 'There is nothing to continue yet. Try again instead.' };
  const partial: Message = { role: 'assistant', parts: [{ type: 'text', text }] };
  const ask: Message = { role: 'user', parts: [{ type: 'text', text: instruction }] };
  return { type: 'messages', messages: [...messages, partial, ask] };
}

/** How much of the end of a text is compared. */
const longestOverlap = 400;
/** A repeated end shorter than this may be chance. */
const shortestOverlap = 12;

/**
 * How many characters at the beginning of `rest` repeat the end of `before`: models like to begin the last line anew. They are left
 * out where the two are joined.
 */
export function overlap(before: string, rest: string): number {
  const most = Math.min(longestOverlap, before.length, rest.length);
  for (let length = most; length >= shortestOverlap; length -= 1) {
    if (before.endsWith(rest.slice(0, length))) return length;
  }
  return 0;
}

/** How many characters of the rest are held back to see whether they repeat, before the first of them is shown. */
const heldCharacters = 160;

/** The events of a continuation, without what its beginning repeats of the text before the seam. */
export async function* withoutRepetition(before: string, events: AsyncIterable<ChatEvent>): AsyncGenerator<ChatEvent> {
  let held: string | undefined = '';
  for await (const event of events) {
    if (held === undefined || (event.type !== 'text' && event.type !== 'finish')) {
      yield event;
      continue;
    }
    if (event.type === 'text') held += event.text;
    if (event.type === 'text' && held.length < heldCharacters) continue;
    const text = held.slice(overlap(before, held));
    held = undefined;
    if (text !== '') yield { type: 'text', choice: event.choice, text };
    if (event.type === 'finish') yield event;
  }
}

import type { ChatMessage } from './request.ts';

/** A request for the rest of an answer that was cut. */
export interface Continuing {
  /** The messages that asked for the answer. */
  readonly messages: readonly ChatMessage[];
  /** What the client has of it. */
  readonly before: string;
}

/** Reads it from the messages: a partial answer, and Parley's words that ask for the rest. */
export function continuingOf(messages: readonly ChatMessage[]): Continuing | undefined {
  const [partial, ask] = messages.slice(-2);
  if (partial?.role !== 'assistant' || ask?.role !== 'user' || !/^Your last message was cut off\b/.test(ask.text)) {
    return undefined;
  }
  return { messages: messages.slice(0, -2), before: partial.text };
}

/** How many characters at the end of a partial answer say where it is to go on. */
const tailLength = 60;

/** What is left of the first of these texts that the client has the beginning of; the whole first text if it has of none. */
export function restAfter(before: string, texts: readonly string[]): string {
  const begun = texts.find((text) => text.startsWith(before));
  if (begun !== undefined) return begun.slice(before.length);
  const tail = before.slice(-tailLength);
  const shared = texts.find((text) => text.includes(tail));
  return shared === undefined ? (texts[0] ?? '') : shared.slice(shared.indexOf(tail) + tail.length);
}

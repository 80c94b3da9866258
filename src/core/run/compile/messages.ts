import type { Message, UserMessage } from '../../chat/message.ts';
import type { CompileTarget } from '../compile.ts';
import type { Notes } from './notes.ts';

/** The text added to the system message; a request without one gets it. */
export function withInstructions(messages: readonly Message[], instructions: string): Message[] {
  const at = messages.findIndex(({ role }) => role === 'system');
  const system = messages[at];
  if (system?.role !== 'system') return [{ role: 'system', text: instructions }, ...messages];
  return messages.with(at, { role: 'system', text: `${system.text}\n\n${instructions}` });
}

/** For models without a system message: its text in front of the first message of the user. */
export function systemIntoUser(messages: readonly Message[]): Message[] {
  const text = messages.flatMap((message) => (message.role === 'system' ? [message.text] : [])).join('\n\n');
  const rest = messages.filter(({ role }) => role !== 'system');
  if (text.trim() === '') return rest;
  const at = rest.findIndex(({ role }) => role === 'user');
  const user = rest[at];
  const part = { type: 'text', text: `${text}\n\n` } as const;
  if (user?.role !== 'user') return [{ role: 'user', parts: [part] }, ...rest];
  const folded: UserMessage = { role: 'user', parts: [part, ...user.parts] };
  return rest.with(at, folded);
}

/** What an answer says that stands between tool results and the user's next message only because one has to. */
const filler = { role: 'assistant', parts: [{ type: 'text', text: 'OK.' }] } as const satisfies Message;

/** Whether it says or asks for anything; an answer that was stopped before its first token does not, and is not sent. */
function isSaid(message: Message): boolean {
  if (message.role !== 'assistant') return true;
  return message.parts.some((part) => part.type === 'toolCall' || (part.type === 'text' && part.text !== ''));
}

/** For models that take system messages in front alone, and no message of the user right after tool results. */
export function inStrictOrder(messages: readonly Message[], { ref }: CompileTarget, notes: Notes): Message[] {
  const systems = messages.filter(({ role }) => role === 'system');
  if (systems.some((message, index) => message !== messages[index])) {
    notes.add('emulated', 'messages', `${ref} takes system messages in front alone. Later ones were moved there.`);
  }
  const inFront = [...systems, ...messages.filter((message) => message.role !== 'system' && isSaid(message))];
  const ordered = inFront.flatMap((message, index): Message[] =>
    message.role === 'user' && inFront[index - 1]?.role === 'tool' ? [filler, message] : [message],
  );
  if (ordered.length > inFront.length) {
    notes.add('added', 'messages', `${ref} wants an answer between tool results and a message. "OK." was added.`);
  }
  return ordered;
}

/** Whether the word stands anywhere in what the model reads: JSON mode is refused without it. */
export function saysJson(messages: readonly Message[]): boolean {
  const texts = messages.flatMap((message) => {
    if (message.role === 'system') return [message.text];
    if (message.role === 'tool') return message.results.map(({ text }) => text);
    return message.parts.map((part) => (part.type === 'text' ? part.text : ''));
  });
  return texts.some((text) => /json/i.test(text));
}

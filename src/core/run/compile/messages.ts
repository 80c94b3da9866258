import type { Message, UserMessage } from '../../chat/message.ts';

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

/** Whether the word stands anywhere in what the model reads: JSON mode is refused without it. */
export function saysJson(messages: readonly Message[]): boolean {
  const texts = messages.flatMap((message) => {
    if (message.role === 'system') return [message.text];
    if (message.role === 'tool') return message.results.map(({ text }) => text);
    return message.parts.map((part) => (part.type === 'text' ? part.text : ''));
  });
  return texts.some((text) => /json/i.test(text));
}

import type { Answer } from '../chat/fold.ts';
import type { AssistantPart, Message, UserMessage } from '../chat/message.ts';
import type { ModelRole } from '../models/modelRole.ts';
import { type Attachment, attachmentText } from './attachment.ts';

/** A user's message and the answers to it, of which one is shown. A turn always has at least one answer. */
export interface Turn {
  readonly id: string;
  /** What the turn is for: it decides which model answers. */
  readonly role: ModelRole;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** `takenBack`: the user has it in the input again; without an answer it is not sent along with later turns. */
  readonly standing: 'asked' | 'takenBack';
  readonly answers: readonly Answer[];
  /** Index of the answer that is shown and that later turns build on. */
  readonly shown: number;
}

/** A conversation as a value; every operation returns a new one and loses nothing. */
export interface Conversation {
  /** '' for none. */
  readonly systemPrompt: string;
  readonly turns: readonly Turn[];
}

export function emptyConversation(systemPrompt: string): Conversation {
  return { systemPrompt, turns: [] };
}

/** From the end: it is the last turn that changes, with every delta of its answer. */
export function findTurn(conversation: Conversation, turnId: string): Turn | undefined {
  return conversation.turns.findLast((turn) => turn.id === turnId);
}

export function shownAnswer(turn: Turn): Answer {
  const answer = turn.answers[turn.shown];
  if (!answer) throw new RangeError(`turn ${turn.id} shows answer ${turn.shown} of ${turn.answers.length}`);
  return answer;
}

export function addTurn(conversation: Conversation, turn: Turn): Conversation {
  return { ...conversation, turns: [...conversation.turns, turn] };
}

function withTurn(conversation: Conversation, turnId: string, change: (turn: Turn) => Turn): Conversation {
  const at = conversation.turns.findLastIndex((turn) => turn.id === turnId);
  const turn = conversation.turns[at];
  return turn ? { ...conversation, turns: conversation.turns.with(at, change(turn)) } : conversation;
}

/** Another answer to the same turn; it becomes the shown one, the others stay. */
export function addAnswer(conversation: Conversation, turnId: string, answer: Answer): Conversation {
  return withTurn(conversation, turnId, (turn) => ({
    ...turn,
    answers: [...turn.answers, answer],
    shown: turn.answers.length,
  }));
}

/** One more answer to the same question, given together with the shown one, which stays shown. */
export function addVariant(conversation: Conversation, turnId: string, answer: Answer): Conversation {
  return withTurn(conversation, turnId, (turn) => ({ ...turn, answers: [...turn.answers, answer] }));
}

export function replaceAnswer(conversation: Conversation, turnId: string, index: number, answer: Answer): Conversation {
  return withTurn(conversation, turnId, (turn) => ({
    ...turn,
    answers: turn.answers.map((old, at) => (at === index ? answer : old)),
  }));
}

/** Marks a turn whose text the user took back into the input. */
export function takeBackTurn(conversation: Conversation, turnId: string): Conversation {
  return withTurn(conversation, turnId, (turn) => ({ ...turn, standing: 'takenBack' }));
}

/** Shows another answer of a turn; an index outside is ignored. */
export function showAnswer(conversation: Conversation, turnId: string, index: number): Conversation {
  return withTurn(conversation, turnId, (turn) =>
    index >= 0 && index < turn.answers.length ? { ...turn, shown: index } : turn,
  );
}

/** The user's message as it is sent: attachments first, then the text. */
function userText(turn: Turn): string {
  return [...turn.attachments.map(attachmentText), turn.text].filter((text) => text !== '').join('\n\n');
}

function userMessage(texts: readonly string[]): UserMessage {
  return { role: 'user', parts: [{ type: 'text', text: texts.join('\n\n') }] };
}

/** What of an answer goes back to the model: no tool call without its result, nothing if no text was written. */
function answerParts(answer: Answer): AssistantPart[] {
  const parts = answer.parts.filter((part) => part.type !== 'toolCall');
  return parts.some((part) => part.type === 'text' && part.text.trim() !== '') ? parts : [];
}

/**
 * The messages that ask for an answer to the given turn: the system message, every earlier turn with its shown answer, and the
 * turn itself. User messages that got no answer are joined with the next one, so that roles alternate as providers need; those
 * that were taken back are left out, or what was too large or refused would be so again.
 */
export function messagesFor(conversation: Conversation, turnId: string): Message[] {
  const messages: Message[] =
    conversation.systemPrompt === '' ? [] : [{ role: 'system', text: conversation.systemPrompt }];
  let waiting: string[] = [];
  for (const turn of conversation.turns) {
    const isAsked = turn.id === turnId;
    const parts = isAsked ? [] : answerParts(shownAnswer(turn));
    if (!isAsked && parts.length === 0 && turn.standing === 'takenBack') continue;
    waiting = [...waiting, userText(turn)];
    if (isAsked) break;
    if (parts.length === 0) continue;
    messages.push(userMessage(waiting), { role: 'assistant', parts });
    waiting = [];
  }
  return [...messages, userMessage(waiting)];
}

/** All messages of a conversation with its last shown answer, as the next question would carry them; [] if nothing was asked. */
export function conversationMessages(conversation: Conversation): Message[] {
  const last = conversation.turns.at(-1);
  if (!last) return [];
  const parts = answerParts(shownAnswer(last));
  return [...messagesFor(conversation, last.id), ...(parts.length > 0 ? [{ role: 'assistant', parts } as const] : [])];
}

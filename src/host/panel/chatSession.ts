import type { ChatEvent } from '../../core/chat/events.ts';
import { type Answer, failAnswer, foldEvent, isRunning, resumeAnswer, startAnswer } from '../../core/chat/fold.ts';
import { textOf } from '../../core/chat/message.ts';
import type { Attachment } from '../../core/conversation/attachment.ts';
import {
  addAnswer,
  addTurn,
  addVariant,
  type Conversation,
  emptyConversation,
  findTurn,
  messagesFor,
  replaceAnswer,
  showAnswer,
  shownAnswer,
  type Turn,
  takeBackTurn,
} from '../../core/conversation/conversation.ts';
import { ChatError } from '../../core/errors.ts';
import { Emitter } from '../../core/lifetime.ts';
import type { ModelRole } from '../../core/models/modelRole.ts';
import { continuation, withoutRepetition } from '../../core/run/continueAnswer.ts';
import type { RunChat, RunOverrides } from '../runChat.ts';
import { looksDifferent, variantOf } from './answerChanges.ts';

export interface SessionDeps {
  readonly run: RunChat;
  /** The model ref a role would ask now, for display until the pipeline says. */
  readonly modelFor: (role: ModelRole) => string;
  readonly systemPrompt: () => string;
  /** What the user chose for this chat over the settings. */
  readonly overrides: () => RunOverrides;
  readonly newId: () => string;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

/** What changed, for whoever shows the conversation. Only the shown answer of a turn is told of. */
export type SessionEvent =
  | { readonly type: 'turnAdded'; readonly turn: Turn }
  | { readonly type: 'appended'; readonly turnId: string; readonly kind: 'text' | 'thinking'; readonly text: string }
  | { readonly type: 'answerChanged'; readonly turn: Turn }
  | { readonly type: 'answerReplaced'; readonly turn: Turn }
  | { readonly type: 'replaced' }
  | { readonly type: 'activityChanged' };

/** The answers that are being written to one turn, and how to stop them. */
interface Running {
  readonly turnId: string;
  /** The answer's index for each choice that has shown itself, the first one's to begin with. */
  readonly indexes: Map<number, number>;
  readonly abort: AbortController;
}

/**
 * One conversation and the one answer that may be streaming into it. It owns the truth; views come and go. Nothing it does
 * removes an answer: trying again adds one, a new chat keeps the last one within reach.
 */
export class ChatSession {
  readonly #deps: SessionDeps;
  readonly #events = new Emitter<SessionEvent>();
  readonly onEvent = this.#events.event;
  #conversation: Conversation;
  #previous: Conversation | undefined;
  #running: Running | undefined;

  constructor(deps: SessionDeps) {
    this.#deps = deps;
    this.#conversation = emptyConversation(deps.systemPrompt());
  }

  get conversation(): Conversation {
    return this.#conversation;
  }

  get activity(): 'idle' | 'answering' {
    return this.#running ? 'answering' : 'idle';
  }

  /** The conversation that New Chat put aside, if there is one. */
  get previous(): Conversation | undefined {
    return this.#previous;
  }

  /** Adds a turn and asks for its answer. Resolves when the answer has ended, however it ended. */
  ask(role: ModelRole, text: string, attachments: readonly Attachment[]): Promise<void> {
    this.stop();
    if (this.#conversation.turns.length === 0) this.#conversation = emptyConversation(this.#deps.systemPrompt());
    const answer = startAnswer(this.#deps.modelFor(role), this.#deps.now());
    const turn: Turn = {
      id: this.#deps.newId(),
      role,
      text,
      attachments,
      standing: 'asked',
      answers: [answer],
      shown: 0,
    };
    this.#conversation = addTurn(this.#conversation, turn);
    this.#events.fire({ type: 'turnAdded', turn });
    return this.#answer(turn.id, 0);
  }

  /** Asks for another answer to a turn; the earlier ones stay. */
  retry(turnId: string): Promise<void> {
    const turn = findTurn(this.#conversation, turnId);
    if (!turn) return Promise.resolve();
    this.stop();
    const answer = startAnswer(this.#deps.modelFor(turn.role), this.#deps.now());
    this.#conversation = addAnswer(this.#conversation, turnId, answer);
    this.#tellReplaced(turnId);
    return this.#answer(turnId, turn.answers.length);
  }

  /** Whether the shown answer of a turn is one that can go on where it ended. */
  isContinuable(turn: Turn): boolean {
    const answer = shownAnswer(turn);
    const { state } = answer;
    const isCut = state.type === 'interrupted' || (state.type === 'complete' && state.reason === 'length');
    return isCut && continuation([], answer.parts).type === 'messages';
  }

  /** Goes on with an answer that was cut, in the same answer, by the model that is chosen now. */
  continueAnswer(turnId: string): Promise<void> {
    const turn = findTurn(this.#conversation, turnId);
    if (!turn || !this.isContinuable(turn) || this.activity === 'answering') return Promise.resolve();
    const answer = shownAnswer(turn);
    const rest = continuation(messagesFor(this.#conversation, turnId), answer.parts);
    if (rest.type === 'refused') return Promise.resolve();
    const running: Running = { turnId, indexes: new Map([[0, turn.shown]]), abort: new AbortController() };
    this.#update(running, 0, (cut) => resumeAnswer(cut, this.#deps.now()));
    const { n: _, ...parameters } = this.#deps.overrides().parameters ?? {};
    const overrides = { ...this.#deps.overrides(), parameters: { ...parameters, n: null } };
    const events = this.#deps.run(turn.role, rest.messages, running.abort.signal, overrides);
    return this.#write(running, withoutRepetition(textOf(answer.parts), events));
  }

  /** Aborts the request of the answer that is streaming; what arrived stays. */
  stop(): void {
    this.#running?.abort.abort();
  }

  showAnswer(turnId: string, index: number): void {
    this.#conversation = showAnswer(this.#conversation, turnId, index);
    this.#tellReplaced(turnId);
  }

  /** The user has the turn's text in the input again: if it got no answer, later questions go without it. */
  takeBack(turnId: string): void {
    this.#conversation = takeBackTurn(this.#conversation, turnId);
  }

  /** Starts afresh. The conversation so far stays within reach of `restorePrevious`. */
  startNew(): void {
    this.stop();
    if (this.#conversation.turns.length > 0) this.#previous = this.#conversation;
    this.#replaceWith(emptyConversation(this.#deps.systemPrompt()));
  }

  /** Goes back to the conversation that New Chat put aside; the present one takes its place. */
  restorePrevious(): void {
    const previous = this.#previous;
    if (!previous) return;
    this.stop();
    this.#previous = this.#conversation.turns.length > 0 ? this.#conversation : undefined;
    this.#replaceWith(previous);
  }

  dispose(): void {
    this.stop();
    this.#events.dispose();
  }

  #replaceWith(conversation: Conversation): void {
    this.#conversation = conversation;
    this.#events.fire({ type: 'replaced' });
  }

  #tellReplaced(turnId: string): void {
    const turn = findTurn(this.#conversation, turnId);
    if (turn) this.#events.fire({ type: 'answerReplaced', turn });
  }

  #answer(turnId: string, index: number): Promise<void> {
    const running: Running = { turnId, indexes: new Map([[0, index]]), abort: new AbortController() };
    const role = findTurn(this.#conversation, turnId)?.role ?? 'chat';
    const messages = messagesFor(this.#conversation, turnId);
    return this.#write(running, this.#deps.run(role, messages, running.abort.signal, this.#deps.overrides()));
  }

  async #write(running: Running, events: AsyncIterable<ChatEvent>): Promise<void> {
    this.#running = running;
    this.#events.fire({ type: 'activityChanged' });
    try {
      for await (const event of events) this.#fold(running, event);
    } catch (thrown) {
      const error =
        thrown instanceof ChatError ? thrown : new ChatError('protocol', { detail: String(thrown) }, thrown);
      this.#failRunning(running, error);
    } finally {
      this.#settle(running);
    }
  }

  /** What was thrown came before anything was seen; of a continued answer the part before stays. */
  #failRunning(running: Running, error: ChatError): void {
    const now = this.#deps.now();
    for (const choice of running.indexes.keys()) {
      this.#update(running, choice, (answer) => {
        if (!isRunning(answer)) return answer;
        const isEmpty = answer.parts.length === 0 || error.kind === 'cancelled';
        return isEmpty
          ? failAnswer(answer, error, now)
          : foldEvent(answer, { type: 'finish', choice, reason: 'incomplete', error }, now, choice);
      });
    }
  }

  /** However the run ended, no answer is left running. */
  #settle(running: Running): void {
    const now = this.#deps.now();
    for (const choice of running.indexes.keys()) {
      this.#update(running, choice, (answer) =>
        isRunning(answer) ? foldEvent(answer, { type: 'finish', choice, reason: 'incomplete' }, now, choice) : answer,
      );
    }
    if (this.#running !== running) return;
    this.#running = undefined;
    this.#events.fire({ type: 'activityChanged' });
  }

  #fold(running: Running, event: ChatEvent): void {
    const now = this.#deps.now();
    if (!('choice' in event)) {
      // The shown one last: what is told of it says how many share its call.
      const rank = (choice: number) => (this.#isShown(running, choice) ? 1 : 0);
      for (const choice of [...running.indexes.keys()].sort((a, b) => rank(a) - rank(b)))
        this.#update(running, choice, (answer) => foldEvent(answer, event, now, choice));
      return;
    }
    const { choice } = event;
    this.#makeVariant(running, choice);
    this.#update(running, choice, (answer) => foldEvent(answer, event, now, choice));
    if (event.type !== 'text' && event.type !== 'thinking') return;
    const { text, type: kind } = event;
    if (text !== '' && this.#isShown(running, choice))
      this.#events.fire({ type: 'appended', turnId: running.turnId, kind, text });
  }

  /** Another choice is an answer of its own, behind the pager; it begins as the first one did. */
  #makeVariant(running: Running, choice: number): void {
    const home = this.#homeOf(running.turnId);
    const first = home && findTurn(home, running.turnId)?.answers[running.indexes.get(0) ?? 0];
    if (!home || !first || running.indexes.has(choice)) return;
    const changed = addVariant(home, running.turnId, variantOf(first));
    const turn = findTurn(changed, running.turnId);
    running.indexes.set(choice, (turn?.answers.length ?? 1) - 1);
    this.#replaceHome(home, changed);
    if (turn && changed === this.#conversation) this.#events.fire({ type: 'answerChanged', turn });
  }

  #isShown(running: Running, choice: number): boolean {
    return findTurn(this.#conversation, running.turnId)?.shown === running.indexes.get(choice);
  }

  /** The conversation a turn is in: the present one, or the one put aside. */
  #homeOf(turnId: string): Conversation | undefined {
    return [this.#conversation, this.#previous].find((one) => one && findTurn(one, turnId));
  }

  #replaceHome(home: Conversation, changed: Conversation): void {
    if (home === this.#previous) this.#previous = changed;
    else this.#conversation = changed;
  }

  /** Changes one answer, wherever its conversation is now, and tells of it unless only its text grew. */
  #update(running: Running, choice: number, change: (answer: Answer) => Answer): void {
    const index = running.indexes.get(choice);
    const home = this.#homeOf(running.turnId);
    const before = home && index !== undefined && findTurn(home, running.turnId)?.answers[index];
    if (!home || !before) return;
    const after = change(before);
    if (after === before) return;
    const changed = replaceAnswer(home, running.turnId, index, after);
    this.#replaceHome(home, changed);
    if (changed !== this.#conversation) return;
    const turn = findTurn(changed, running.turnId);
    if (turn?.shown === index && looksDifferent(before, after)) this.#events.fire({ type: 'answerChanged', turn });
  }
}

import type { ChatEvent } from '../../core/chat/events.ts';
import { type Answer, failAnswer, foldEvent, isRunning, startAnswer } from '../../core/chat/fold.ts';
import type { Attachment } from '../../core/conversation/attachment.ts';
import {
  addAnswer,
  addTurn,
  type Conversation,
  emptyConversation,
  findTurn,
  messagesFor,
  replaceAnswer,
  showAnswer,
  type Turn,
  takeBackTurn,
} from '../../core/conversation/conversation.ts';
import { ChatError } from '../../core/errors.ts';
import { Emitter } from '../../core/lifetime.ts';
import type { ModelRole } from '../../core/models/modelRole.ts';
import type { RunChat } from '../runChat.ts';

export interface SessionDeps {
  readonly run: RunChat;
  /** The model ref a role would ask now, for display until the pipeline says. */
  readonly modelFor: (role: ModelRole) => string;
  readonly systemPrompt: () => string;
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

/** The answer that is being written: which one it is, and how to stop it. */
interface Running {
  readonly turnId: string;
  readonly index: number;
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

  async #answer(turnId: string, index: number): Promise<void> {
    const running: Running = { turnId, index, abort: new AbortController() };
    this.#running = running;
    this.#events.fire({ type: 'activityChanged' });
    const turn = findTurn(this.#conversation, turnId);
    const messages = messagesFor(this.#conversation, turnId);
    try {
      for await (const event of this.#deps.run(turn?.role ?? 'chat', messages, running.abort.signal))
        this.#fold(running, event);
    } catch (thrown) {
      const error =
        thrown instanceof ChatError ? thrown : new ChatError('protocol', { detail: String(thrown) }, thrown);
      this.#update(running, (answer) => failAnswer(answer, error, this.#deps.now()));
    } finally {
      this.#settle(running);
    }
  }

  /** However the run ended, the answer is not left running. */
  #settle(running: Running): void {
    const now = this.#deps.now();
    this.#update(running, (answer) =>
      isRunning(answer) ? foldEvent(answer, { type: 'finish', choice: 0, reason: 'incomplete' }, now) : answer,
    );
    if (this.#running !== running) return;
    this.#running = undefined;
    this.#events.fire({ type: 'activityChanged' });
  }

  #fold(running: Running, event: ChatEvent): void {
    const now = this.#deps.now();
    if ((event.type === 'text' || event.type === 'thinking') && event.choice === 0) {
      const { text, type: kind } = event;
      this.#update(running, (answer) => foldEvent(answer, event, now));
      if (text !== '' && this.#isShown(running))
        this.#events.fire({ type: 'appended', turnId: running.turnId, kind, text });
      return;
    }
    this.#update(running, (answer) => foldEvent(answer, event, now));
  }

  #isShown(running: Running): boolean {
    return findTurn(this.#conversation, running.turnId)?.shown === running.index;
  }

  /** Changes one answer, wherever its conversation is now, and tells of it unless only its text grew. */
  #update(running: Running, change: (answer: Answer) => Answer): void {
    const home = [this.#conversation, this.#previous].find((one) => one && findTurn(one, running.turnId));
    const before = home && findTurn(home, running.turnId)?.answers[running.index];
    if (!home || !before) return;
    const after = change(before);
    if (after === before) return;
    const changed = replaceAnswer(home, running.turnId, running.index, after);
    if (home === this.#previous) {
      this.#previous = changed;
      return;
    }
    this.#conversation = changed;
    const grewOnly = after.parts !== before.parts && after.state.type === before.state.type;
    const turn = findTurn(changed, running.turnId);
    if (turn && !grewOnly && turn.shown === running.index) this.#events.fire({ type: 'answerChanged', turn });
  }
}

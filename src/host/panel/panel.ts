import { isRunning } from '../../core/chat/fold.ts';
import { textOf } from '../../core/chat/message.ts';
import { type Attachment, attachmentLabel } from '../../core/conversation/attachment.ts';
import { findTurn, shownAnswer } from '../../core/conversation/conversation.ts';
import { Emitter } from '../../core/lifetime.ts';
import type { Clock } from '../../core/run/clock.ts';
import type { ComposerView, PanelState, SheetView, ToHost, ToWebview, WelcomeView } from '../../protocol/panel.ts';
import { type Outgoing, PanelChannel } from './channel.ts';
import type { ChatSession, SessionEvent } from './chatSession.ts';
import type { ViewOwner } from './chatView.ts';
import {
  answerView,
  chipView,
  type DescribeProblem,
  fullAnswerView,
  turnView,
  turnViews,
  type ViewDeps,
} from './projection.ts';

/** What the panel asks of the rest of the host. Ids in, nothing else: the panel names no path, no key and no command. */
export interface PanelActions {
  /** What stands around the conversation, asked anew for every snapshot. */
  readonly surroundings: () => Surroundings;
  readonly describe: DescribeProblem;
  /** A view has come alive. */
  readonly opened: () => void;
  /** Performs the primary action of the error card under a turn. */
  readonly act: (turnId: string) => void;
  readonly offer: (id: string) => void;
  readonly chooseModel: () => void;
  readonly attachActiveFile: () => void;
  readonly openAttachment: (attachment: Attachment) => void;
  readonly insertCode: (code: string) => void;
  readonly copy: (text: string) => void;
  readonly openLink: (url: string) => void;
  /** A field of the parameter sheet, as typed; '' takes it back. */
  readonly setParameter: (name: string, value: string) => void;
  readonly resetParameters: () => void;
}

export interface Surroundings {
  readonly model: string;
  readonly warning: string;
  readonly attachable: string;
  readonly welcome: WelcomeView;
  readonly sheet: SheetView;
  readonly sendKey: 'enter' | 'ctrlEnter';
  readonly language: string;
}

/** One handler for every message the webview may send. */
type Handlers = { readonly [T in ToHost['type']]: (message: Extract<ToHost, { type: T }>) => void };

/** Text without white space and quote marks, to compare code across what Markdown's lists and quotes put before its lines. */
function squeezed(text: string): string {
  return text.replace(/[\s>]+/g, '');
}

/** The panel as the host holds it: the session, what is typed and attached, and the channel to whichever view is alive. */
export class Panel implements ViewOwner {
  readonly #session: ChatSession;
  readonly #actions: PanelActions;
  readonly #clock: Clock;
  readonly #channel: PanelChannel;
  readonly #activity = new Emitter<'idle' | 'answering'>();
  /** Fires when an answer starts or ends. */
  readonly onActivity = this.#activity.event;
  readonly #handlers: Handlers;
  #attachments: readonly Attachment[] = [];
  #draft = '';
  /** `wanted`: someone asked for it before there was a view. */
  #focus: 'wanted' | 'settled' = 'settled';
  /** As the view knows it. */
  #shownSendKey: PanelState['sendKey'] | undefined;

  constructor(session: ChatSession, actions: PanelActions, clock: Clock) {
    this.#session = session;
    this.#actions = actions;
    this.#clock = clock;
    this.#channel = new PanelChannel(clock);
    this.#handlers = this.#makeHandlers(session, actions);
    session.onEvent((event) => {
      if (event.type === 'activityChanged') this.#activity.fire(session.activity);
      this.#channel.send(this.#outgoing(event));
    });
  }

  #makeHandlers(session: ChatSession, actions: PanelActions): Handlers {
    return {
      ready: () => {
        actions.opened();
        this.#sendSnapshot();
        if (this.#focus === 'wanted') this.focusInput();
      },
      resync: () => this.#sendSnapshot(),
      draftChanged: ({ text }) => {
        this.#draft = text;
      },
      send: ({ text }) => this.#send(text),
      stop: () => session.stop(),
      retry: ({ turnId }) => this.#retry(turnId),
      continue: ({ turnId }) => void session.continueAnswer(turnId),
      setParameter: ({ name, value }) => actions.setParameter(name, value),
      resetParameters: () => actions.resetParameters(),
      showAnswer: ({ turnId, number }) => session.showAnswer(turnId, number - 1),
      edit: ({ turnId }) => this.editTurn(turnId),
      detach: ({ chipId }) => this.#removeAttachment(chipId),
      act: ({ turnId }) => actions.act(turnId),
      offer: ({ id }) => actions.offer(id),
      chooseModel: () => actions.chooseModel(),
      attachActiveFile: () => actions.attachActiveFile(),
      openChip: ({ chipId }) => this.#openChip(chipId),
      insertCode: ({ turnId, code }) => this.#ifSaid(turnId, code, actions.insertCode),
      copy: ({ turnId, text }) => this.#ifSaid(turnId, text, actions.copy),
      openLink: ({ url }) => actions.openLink(url),
    };
  }

  attach(post: (message: ToWebview) => void): void {
    this.#channel.attach(post);
  }

  detach(): void {
    this.#channel.detach();
  }

  /** Tells the view that settings, model, offers or the open file may have changed. */
  refresh(): void {
    if (this.#channel.receiver === 'none') return;
    const { welcome, sendKey } = this.#actions.surroundings();
    if (sendKey !== this.#shownSendKey) return this.#sendSnapshot();
    this.#channel.send({ type: 'composerChanged', composer: this.#composer() });
    this.#channel.send({ type: 'welcomeChanged', welcome });
  }

  addAttachment(attachment: Attachment): void {
    const label = attachmentLabel(attachment);
    const others = this.#attachments.filter((one) => attachmentLabel(one) !== label || one.uri !== attachment.uri);
    this.#attachments = [...others, attachment];
    this.refresh();
    this.focusInput();
  }

  attachedUris(): ReadonlySet<string> {
    return new Set(this.#attachments.filter((one) => !one.lines).map((one) => one.uri));
  }

  /** Puts text into the input and focuses it. */
  fillDraft(text: string): void {
    this.#draft = this.#draft.trim() === '' ? text : `${this.#draft}\n${text}`;
    this.#channel.send({ type: 'draftFilled', text });
  }

  /** Puts the cursor into the input, of a view that is still opening as soon as it is there. */
  focusInput(): void {
    this.#focus = this.#channel.receiver === 'none' ? 'wanted' : 'settled';
    this.#channel.send({ type: 'inputFocused' });
  }

  /** Asks with what is attached; what the user is typing stays. While an answer is under way nothing happens. */
  ask(text: string): void {
    if (this.#session.activity === 'answering') return;
    const attachments = this.#attachments;
    this.#attachments = [];
    void this.#session.ask('chat', text, attachments);
    this.refresh();
  }

  /** Puts a turn's text and context back into the input. */
  editTurn(turnId: string): void {
    const turn = findTurn(this.#session.conversation, turnId);
    if (!turn) return;
    this.#attachments = [...this.#attachments, ...turn.attachments.filter((one) => !this.#attachments.includes(one))];
    this.#session.takeBack(turnId);
    this.refresh();
    this.fillDraft(turn.text);
  }

  receive(message: ToHost): void {
    const handle = this.#handlers[message.type] as (message: ToHost) => void;
    handle(message);
  }

  #send(text: string): void {
    if (text.trim() === '') return;
    this.#draft = '';
    // Something else may have asked a moment ago: the text goes back to the input instead of being lost.
    if (this.#session.activity === 'answering') this.fillDraft(text);
    else this.ask(text);
  }

  /** The second press of a button that is still shown is not meant to stop the answer that the first one asked for. */
  #retry(turnId: string): void {
    const turn = findTurn(this.#session.conversation, turnId);
    if (turn && !isRunning(shownAnswer(turn))) void this.#session.retry(turnId);
  }

  #removeAttachment(id: string): void {
    this.#attachments = this.#attachments.filter((one) => one.id !== id);
    this.refresh();
  }

  #openChip(chipId: string): void {
    const inTurns = this.#session.conversation.turns.flatMap((turn) => turn.attachments);
    const found = [...this.#attachments, ...inTurns].find((one) => one.id === chipId);
    if (found) this.#actions.openAttachment(found);
  }

  /** Does something with text only if the turn really says it, white space apart: the webview can't put words in. */
  #ifSaid(turnId: string, text: string, then: (text: string) => void): void {
    const turn = findTurn(this.#session.conversation, turnId);
    if (!turn || squeezed(text) === '') return;
    const said = `${turn.text}\n${textOf(shownAnswer(turn).parts)}`;
    if (text === said || squeezed(said).includes(squeezed(text))) then(text);
  }

  #composer(): ComposerView {
    const { model, warning, attachable, sheet } = this.#actions.surroundings();
    const busy = this.#session.activity;
    return { chips: this.#attachments.map(chipView), attachable, model, warning, busy, sheet };
  }

  #snapshot(): PanelState {
    const { welcome, sendKey, language } = this.#actions.surroundings();
    this.#shownSendKey = sendKey;
    const turns = turnViews(this.#session.conversation, this.#viewDeps);
    return { turns, composer: this.#composer(), welcome, draft: this.#draft, sendKey, language };
  }

  #sendSnapshot(): void {
    this.#channel.send({ type: 'snapshot', state: this.#snapshot() });
  }

  get #viewDeps(): ViewDeps {
    return {
      describe: this.#actions.describe,
      isContinuable: (turn) => this.#session.isContinuable(turn),
      now: () => this.#clock.now(),
    };
  }

  /** What the view is told of a change in the session. */
  #outgoing(event: SessionEvent): Outgoing {
    const deps = this.#viewDeps;
    switch (event.type) {
      case 'turnAdded':
        return { type: 'turnAdded', turn: turnView(event.turn, deps) };
      case 'appended':
        return event;
      case 'answerChanged':
        return { type: 'answerChanged', turnId: event.turn.id, answer: answerView(event.turn, deps) };
      case 'answerReplaced':
        return { type: 'answerReplaced', turnId: event.turn.id, answer: fullAnswerView(event.turn, deps) };
      case 'replaced':
        return { type: 'snapshot', state: this.#snapshot() };
      case 'activityChanged':
        return { type: 'composerChanged', composer: this.#composer() };
    }
  }
}

/**
 * What the host and the panel's webview say to each other: two closed unions.
 *
 * The host owns the truth; the webview is a projection of it. `ready` (sent each time the webview's script starts) and `resync`
 * are answered with one `snapshot`; after that only deltas, each with the next sequence number. A gap makes the webview ask for
 * a snapshot. The webview never receives a key, and never names a path or a command: it names ids of things the host holds.
 */

/** A piece of context that goes along with a message. */
export interface ChipView {
  readonly id: string;
  /** "src/loop.ts 12–20" */
  readonly label: string;
  /** Full path and size, for the tooltip. */
  readonly detail: string;
}

/** What the one button of an error card does. The host knows what that means for the turn it stands under. */
export interface ProblemView {
  /** One sentence: what happened and whose side it is on. */
  readonly sentence: string;
  /** Label of the primary action; the host performs it on `act`. */
  readonly action: string;
  /** Raw facts for the expandable part (status, code, request id), one per line; '' if there are none. */
  readonly details: string;
}

/** `complete.note` is '' for an ordinary end, else a sentence ("The answer reached its length limit."). */
export type AnswerStateView =
  | { readonly type: 'waiting' }
  | { readonly type: 'streaming' }
  | { readonly type: 'complete'; readonly note: string }
  | { readonly type: 'stopped' }
  | { readonly type: 'interrupted'; readonly problem: ProblemView }
  | { readonly type: 'failed'; readonly problem: ProblemView };

/**
 * Something that was changed or is worth knowing. `told`: what happened to the answer, always in sight. `said`: an adjustment of the
 * request; many of them are folded together. `detail`: said only to who asks.
 */
export interface NoticeView {
  readonly rank: 'told' | 'said' | 'detail';
  readonly text: string;
}

/** A wait before the next try. */
export interface WaitingView {
  /** "OpenAI is limiting requests. Trying again (2 of 3)" */
  readonly sentence: string;
  /** How long it still takes, in milliseconds, when this is sent. */
  readonly ms: number;
}

/** Where a cut answer was continued. */
export interface SeamView {
  /** After so many characters of the text. */
  readonly at: number;
  /** "Continued by gpt-6-luna" */
  readonly label: string;
}

export interface AnswerView {
  /** Who answers, as shown: the model asked until the response names the one that answered. */
  readonly model: string;
  readonly state: AnswerStateView;
  /** What Parley changed in the request and who could not answer, one sentence each. */
  readonly notices: readonly NoticeView[];
  readonly waiting: WaitingView | undefined;
  readonly seams: readonly SeamView[];
  /** Whether a cut answer can go on where it ended. */
  readonly continuable: 'yes' | 'no';
  /** "1,204 → 340 tokens · ≈$0.0041 · 0.4 s to first"; '' until known. */
  readonly facts: string;
  /** This answer's place among the turn's answers, from 1. */
  readonly number: number;
  readonly count: number;
}

/** An answer with its content. `text` is Markdown as the model wrote it: hostile input. */
export interface FullAnswerView extends AnswerView {
  readonly text: string;
  readonly thinking: string;
}

export interface TurnView {
  readonly id: string;
  readonly text: string;
  readonly chips: readonly ChipView[];
  readonly answer: FullAnswerView;
}

export interface ComposerView {
  readonly chips: readonly ChipView[];
  /** The file the "attach" button would add, '' if there is none or it is attached already. */
  readonly attachable: string;
  /** The chat model's label, '' if none is chosen. */
  readonly model: string;
  /** What stands between the user and an answer, '' if nothing does ("parley.model names …"). */
  readonly warning: string;
  readonly busy: 'idle' | 'answering';
  readonly sheet: SheetView;
}

/** The parameters people reach for, as the present model takes them. */
export interface SheetView {
  readonly fields: readonly FieldView[];
  /** "3 set" on the button that opens it; '' if nothing is. */
  readonly summary: string;
}

export interface FieldView {
  /** The parameter's name, or `preset`; what `setParameter` names. */
  readonly name: string;
  /** "Temperature" */
  readonly label: string;
  readonly input: FieldInput;
  /** As the user set it for this chat, '' if not. */
  readonly value: string;
  /** What holds while it is not set: "the model's own", "0.7 (settings)". */
  readonly otherwise: string;
  /** Why the model does not take it; '' if it does. Such a field is off. */
  readonly off: string;
  /** What is wrong with the value; '' if nothing is. A wrong value is not sent. */
  readonly problem: string;
}

export type FieldInput =
  | { readonly type: 'number'; readonly min: number; readonly max: number; readonly step: number }
  | { readonly type: 'choice'; readonly options: readonly { readonly value: string; readonly label: string }[] }
  | { readonly type: 'text'; readonly placeholder: string };

/** A way in that the empty panel offers. `id` is the host's. */
export interface OfferView {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  /** A codicon's name without the prefix. */
  readonly icon: string;
}

/** What the empty panel shows: ways to connect, or prompts to start with. */
export type WelcomeView =
  | { readonly type: 'connect'; readonly offers: readonly OfferView[] }
  | { readonly type: 'start'; readonly starters: readonly OfferView[] };

export interface PanelState {
  readonly turns: readonly TurnView[];
  readonly composer: ComposerView;
  readonly welcome: WelcomeView;
  /** What the user had typed when the webview was last alive. */
  readonly draft: string;
  readonly sendKey: 'enter' | 'ctrlEnter';
  /** BCP 47, for the document's `lang`. */
  readonly language: string;
}

export type ToWebview =
  | { readonly type: 'snapshot'; readonly seq: number; readonly state: PanelState }
  | { readonly type: 'turnAdded'; readonly seq: number; readonly turn: TurnView }
  | {
      readonly type: 'appended';
      readonly seq: number;
      readonly turnId: string;
      readonly kind: 'text' | 'thinking';
      readonly text: string;
    }
  | { readonly type: 'answerChanged'; readonly seq: number; readonly turnId: string; readonly answer: AnswerView }
  | { readonly type: 'answerReplaced'; readonly seq: number; readonly turnId: string; readonly answer: FullAnswerView }
  | { readonly type: 'composerChanged'; readonly seq: number; readonly composer: ComposerView }
  | { readonly type: 'welcomeChanged'; readonly seq: number; readonly welcome: WelcomeView }
  /** Puts text into the input (appended on a new line if something stands there already) and focuses it. */
  | { readonly type: 'draftFilled'; readonly seq: number; readonly text: string }
  | { readonly type: 'inputFocused'; readonly seq: number };

export type ToHost =
  | { readonly type: 'ready' }
  | { readonly type: 'resync' }
  | { readonly type: 'draftChanged'; readonly text: string }
  | { readonly type: 'send'; readonly text: string }
  | { readonly type: 'stop' }
  /** Another answer to the same turn; the earlier ones stay behind the pager. */
  | { readonly type: 'retry'; readonly turnId: string }
  /** Goes on with a cut answer. */
  | { readonly type: 'continue'; readonly turnId: string }
  /** A field of the parameter sheet, as typed; '' takes it back. */
  | { readonly type: 'setParameter'; readonly name: string; readonly value: string }
  | { readonly type: 'resetParameters' }
  /** The error card's primary action. */
  | { readonly type: 'act'; readonly turnId: string }
  /** Puts the turn's text and context back into the input. */
  | { readonly type: 'edit'; readonly turnId: string }
  | { readonly type: 'showAnswer'; readonly turnId: string; readonly number: number }
  | { readonly type: 'offer'; readonly id: string }
  | { readonly type: 'chooseModel' }
  | { readonly type: 'attachActiveFile' }
  | { readonly type: 'detach'; readonly chipId: string }
  | { readonly type: 'openChip'; readonly chipId: string }
  /** The host inserts it only if the turn's shown answer contains it. */
  | { readonly type: 'insertCode'; readonly turnId: string; readonly code: string }
  | { readonly type: 'copy'; readonly turnId: string; readonly text: string }
  | { readonly type: 'openLink'; readonly url: string };

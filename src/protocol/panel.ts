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

export interface AnswerView {
  /** Who answers, as shown: the model asked until the response names the one that answered. */
  readonly model: string;
  readonly state: AnswerStateView;
  /** What Parley changed in the request, one sentence each. */
  readonly notices: readonly string[];
  /** "1,204 → 340 tokens · 0.4 s to first"; '' until known. */
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
}

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

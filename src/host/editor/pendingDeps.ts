import type { Message } from '../../core/chat/message.ts';
import type { Span } from '../../core/code/generatedRanges.ts';
import type { Placement } from '../../core/code/placement.ts';
import type { ChatError } from '../../core/errors.ts';
import type { Clock } from '../../core/run/clock.ts';
import type { RunChat } from '../runChat.ts';

/** What is asked, and where the answer goes. */
export interface Assignment {
  readonly messages: readonly Message[];
  readonly placement: Placement;
}

/** What a generation tells its owner. */
export interface PendingEvents {
  /** The state is another one; `settled` is the last. */
  readonly stateChanged: () => void;
  /** The document changed; the marks are elsewhere now. */
  readonly moved: () => void;
  /** The request failed. */
  readonly failed: (error: ChatError) => void;
  /** The model ended without code; `text` is what it wrote instead, '' for nothing. */
  readonly answeredWithoutCode: (text: string) => void;
  /** Something the user should know, in a sentence. */
  readonly say: (sentence: string) => void;
}

export interface PendingDeps {
  readonly run: RunChat;
  readonly clock: Clock;
  readonly events: PendingEvents;
  /** Reads off the document, as it is now, what to ask for in place of a span. */
  readonly assign: (span: Span) => Assignment;
}

import type { ChatEvent } from '../core/chat/events.ts';
import type { Message } from '../core/chat/message.ts';
import type { ModelRole } from '../core/models/modelRole.ts';

/**
 * One completion for a role, with the model, key and parameters the user chose for it. Yields what `complete` yields; throws
 * `ChatError` for everything that went wrong before the first visible token. Aborting ends it with a `cancelled` finish or error.
 */
export type RunChat = (role: ModelRole, messages: readonly Message[], signal: AbortSignal) => AsyncIterable<ChatEvent>;

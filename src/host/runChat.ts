import type { ChatEvent } from '../core/chat/events.ts';
import type { Message } from '../core/chat/message.ts';
import type { Parameters } from '../core/chat/params.ts';
import type { ModelRole } from '../core/models/modelRole.ts';

/** What one question asks for over the settings. */
export interface RunOverrides {
  /** Over those of the settings, one by one; null takes one back. */
  readonly parameters?: { readonly [K in keyof Parameters]?: Parameters[K] | null } | undefined;
  /** The id of a preset, '' for none; undefined: the setting's. */
  readonly preset?: string | undefined;
  /** Another model than the role's. */
  readonly model?: string | undefined;
}

/**
 * One completion for a role, with the model, key and parameters the user chose for it. Yields what `complete` yields; throws
 * `ChatError` for everything that went wrong before the first visible token. Aborting ends it with a `cancelled` finish or error.
 */
export type RunChat = (
  role: ModelRole,
  messages: readonly Message[],
  signal: AbortSignal,
  overrides?: RunOverrides,
) => AsyncIterable<ChatEvent>;

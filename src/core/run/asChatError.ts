import { ChatError } from '../errors.ts';

/** Nothing but a ChatError leaves the pipeline; anything else is a fault of ours and says so. */
export function asChatError(thrown: unknown): ChatError {
  if (thrown instanceof ChatError) return thrown;
  return new ChatError('protocol', { detail: thrown instanceof Error ? thrown.message : String(thrown) }, thrown);
}

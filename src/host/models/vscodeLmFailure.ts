import { classify } from '../../core/classify.ts';
import { ChatError, type ErrorKind } from '../../core/errors.ts';
import { asText, isRecord } from '../../core/json.ts';

/**
 * What an error of VS Code's language model API means. Its codes are few: `NoPermissions`, `NotFound`, `Blocked` (which vendors use
 * for quota, pace and filters alike) and `Unknown`, whose cause is the vendor's own error. So the words decide, as they do for
 * every provider, and the code only where they say nothing.
 */
export function explainLmError(thrown: unknown, signal: AbortSignal): ChatError {
  if (signal.aborted) return new ChatError('cancelled');
  if (thrown instanceof ChatError) return thrown;
  const code = isRecord(thrown) ? asText(thrown.code) : undefined;
  if (isCancellation(thrown)) return new ChatError('cancelled');
  const message = messageOf(thrown);
  switch (code) {
    case 'NoPermissions':
      return new ChatError('permission', { ...said(message).facts, code, reason: 'modelAccess' });
    case 'NotFound':
      return new ChatError('notFound', { ...said(message).facts, code });
    case 'Blocked':
      return fallingBack(said(message), 'quota', code);
    default:
      return fallingBack(said(message), 'server', code);
  }
}

/** What the words say, read as a provider's. Without words for a kind it is `server`. */
function said(message: string): ChatError {
  return classify({ error: { message } }, { host: 'VS Code', secrets: [], nowMs: 0 });
}

function fallingBack({ kind, facts }: ChatError, otherwise: ErrorKind, code: string | undefined): ChatError {
  return new ChatError(kind === 'server' ? otherwise : kind, { ...facts, code: code ?? facts.code });
}

/** VS Code's `CancellationError`: the vendor gave up, or the user said no where a cancellation is all that is told. */
function isCancellation(thrown: unknown): boolean {
  return isRecord(thrown) && (thrown.name === 'Canceled' || thrown.message === 'Canceled');
}

/**
 * The innermost message: the outer ones are VS Code's wrapping. Some things it throws have none: the DOM event of an image that its
 * window can not read, for one (1.110 and 1.139, 2026-11).
 */
function messageOf(thrown: unknown): string {
  let message = '';
  let cause: unknown = thrown;
  for (let depth = 0; depth < 5 && isRecord(cause); depth++) {
    message = asText(cause.message) ?? message;
    cause = cause.cause;
  }
  return message || (typeof thrown === 'string' && thrown) || 'VS Code gave no reason.';
}

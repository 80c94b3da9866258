import { type Reply, readReply } from './classify/reply.ts';
import { permissionReason, replyKind } from './classify/replyKind.ts';
import { systemFailure } from './classify/systemKind.ts';
import { tokenNumbers } from './classify/tokenNumbers.ts';
import { ChatError, type ErrorFacts } from './errors.ts';
import { isRecord } from './json.ts';
import { plainSentence } from './text/plainSentence.ts';
import { redact } from './text/redact.ts';

/** What the classifier must know of the call. */
export interface ClassifyContext {
  /** Host and port that was called. */
  readonly host: string;
  /** What must not appear in an error: the key and the values of secret headers. */
  readonly secrets: readonly string[];
  /** The wall clock, in milliseconds since 1970, for a Retry-After that is a date. */
  readonly nowMs: number;
}

/** How far a chain of causes is followed. */
const mostCauses = 8;

/**
 * Makes a `ChatError` of anything that was thrown or sent as an error: an SDK's error, fetch's, an error frame of a stream. It
 * looks at shapes, not classes, so it needs no SDK. A ChatError anywhere in the chain of causes is what it is. The facts hold no
 * secret and no HTML, and the thrown value is not kept: it may hold the request.
 */
export function classify(thrown: unknown, context: ClassifyContext): ChatError {
  const chain = causesOf(thrown);
  const ours = chain.find((cause) => cause instanceof ChatError);
  if (ours) return ours;
  const reply = readReply(thrown, context.nowMs);
  if (reply) return fromReply(reply, context);
  const { host } = context;
  const failure = systemFailure(chain);
  if (failure) {
    const detail = failure.message && clean(failure.message, context);
    return new ChatError(failure.kind, { host, code: failure.code, detail: detail || undefined });
  }
  if (chain.some(isAbort)) return new ChatError('cancelled', { host });
  if (chain.some(isTimeout)) return new ChatError('timeout', { host });
  // The message of a SyntaxError quotes the reply: content stays out of errors.
  if (chain.some((cause) => cause instanceof SyntaxError))
    return new ChatError('protocol', { host, detail: 'It is not valid JSON.' });
  return new ChatError('protocol', { host, detail: clean(messageOf(thrown), context) || undefined });
}

function fromReply(reply: Reply, context: ClassifyContext): ChatError {
  const kind = replyKind(reply);
  const facts: ErrorFacts = {
    host: context.host,
    status: reply.status,
    code: cleaned(reply.code ?? reply.type, context, 80),
    detail: cleaned(reply.message, context, 500),
    requestId: cleaned(reply.requestId, context, 120),
    retryAfterMs: reply.retryAfterMs,
    ...(reply.shouldRetry === undefined ? {} : { shouldRetry: reply.shouldRetry }),
    ...(kind === 'contextTooLong' ? { tokens: tokenNumbers(reply.message.slice(0, 4_000).toLowerCase()) } : {}),
    ...(kind === 'permission' ? { reason: permissionReason(reply) } : {}),
    ...(kind === 'unsupportedParameter' ? { parameter: cleaned(parameterOf(reply), context, 80) } : {}),
  };
  return new ChatError(kind, facts);
}

/** "Unsupported parameter: 'temperature' …", "temperature: Extra inputs are not permitted". */
function parameterOf(reply: Reply): string | undefined {
  if (reply.parameter) return reply.parameter;
  return (/[`'"]([a-z_.]{2,40})[`'"]/i.exec(reply.message) ??
    /\b([a-z_]{2,40}): extra inputs/i.exec(reply.message))?.[1];
}

function clean(text: string, context: ClassifyContext, most = 500): string {
  return plainSentence(redact(text, context.secrets), most);
}

function cleaned(text: string | undefined, context: ClassifyContext, most: number): string | undefined {
  return (text && clean(text, context, most)) || undefined;
}

/** The thrown value and its causes, outermost first; of several simultaneous failures (IPv4 and IPv6) the first. */
function causesOf(thrown: unknown): unknown[] {
  const chain: unknown[] = [];
  let cause = thrown;
  while (cause !== undefined && cause !== null && chain.length < mostCauses && !chain.includes(cause)) {
    chain.push(cause);
    if (!isRecord(cause)) break;
    cause = cause.cause ?? (Array.isArray(cause.errors) ? cause.errors[0] : undefined);
  }
  return chain;
}

function isAbort(cause: unknown): boolean {
  return (
    isRecord(cause) &&
    (cause.name === 'AbortError' || cause.code === 'ABORT_ERR' || cause.message === 'Request was aborted.')
  );
}

function isTimeout(cause: unknown): boolean {
  return isRecord(cause) && (cause.name === 'TimeoutError' || cause.message === 'Request timed out.');
}

function messageOf(thrown: unknown): string {
  return isRecord(thrown) && typeof thrown.message === 'string' ? thrown.message : String(thrown);
}

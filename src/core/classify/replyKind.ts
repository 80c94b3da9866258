import type { ErrorKind, PermissionReason } from '../errors.ts';
import { saysContextOverflow } from './contextOverflow.ts';
import type { Reply } from './reply.ts';

/** One question to a reply. `words` is its code, type and message in lower case. */
type Question = (reply: Reply, words: string) => ErrorKind | undefined;

const status = (reply: Reply, ...of: readonly number[]): boolean =>
  reply.status !== undefined && of.includes(reply.status);
/** Whether the status is one of these, or unknown (an error inside a stream has none). */
const mayBe = (reply: Reply, ...of: readonly number[]): boolean => reply.status === undefined || status(reply, ...of);

const quotaCodes =
  /insufficient_(?:quota|balance|credits|funds)|billing_error|billing_hard_limit|enforced_spend_limit|payment_required/;
const quotaWords =
  /credit balance is too low|exceeded your current quota|insufficient (?:balance|credits?|funds|quota)|out of credits|(?:spend(?:ing)?|usage|credit) limits?\b|more credits/;
const keyWords =
  /(?:incorrect|invalid|expired|missing|wrong|no) (?:x-)?api[ _-]?key|api[ _-]?key (?:is |was )?(?:not valid|invalid|incorrect|expired|missing|not found)|invalid_api_key|api_key_invalid|authentication_error|unauthenticated/;
const filterWords =
  /content[_ -](?:filter|policy|management)|content_policy_violation|flagged|moderation|responsible ?ai/;
const regionWords =
  /unsupported_country|(?:country|region|territory|location)\b.{0,60}\bnot (?:supported|available|allowed)|not (?:available|supported) in your (?:country|region|location)/;
const modelWords =
  /model_not_found|model_decommissioned|model_not_available|invalid_model|(?:model|engine|deployment)\b.{0,120}\b(?:not found|does not exist|not exist|decommissioned|deprecated|retired|is not (?:supported|available)|not a valid model)|(?:unknown|invalid|no such|unsupported) model|not a valid model/;
const parameterWords =
  /unsupported_(?:parameter|value)|unsupported (?:parameter|value)|extra inputs are not permitted|extra_forbidden|(?:unknown|unrecognized|unexpected) (?:request )?(?:parameter|argument|field|name|key)|(?:parameter|argument|field|option)\b.{0,60}\b(?:not|un)[ _-]?(?:supported|allowed|permitted|recognized)|does not support (?:the )?(?:parameter|setting|thinking|reasoning|tools|logprobs)|(?:thinking|reasoning|penalty|logprobs)(?: \w+)? (?:is|are) not (?:supported|enabled|available|allowed)/;
/** Codes of errors inside a stream that no repetition heals; the images are Responses' own (2026-11). */
const badRequestWords =
  /\binvalid_[a-z]|bad_?request|\bimage_(?:too|parse|file)|\b(?:unsupported|empty)_image|failed_to_download_image/;

/** Asked in order, the first answer counts: what the words say beats what the status says, for vendors agree on few statuses. */
const questions: readonly Question[] = [
  (reply, words) => (mayBe(reply, 400, 413, 422, 500) && saysContextOverflow(words) ? 'contextTooLong' : undefined),
  // "Request too large … tokens per min: Limit 30000, Requested 40000": no waiting makes it fit.
  (reply, words) => (status(reply, 429) && /request too large/.test(words) ? 'tooLarge' : undefined),
  quotaKind,
  (reply, words) => (status(reply, 401) || (mayBe(reply, 400, 403) && keyWords.test(words)) ? 'auth' : undefined),
  (reply) => (reply.form === 'webPage' && status(reply, 400, 403, 404, 405, 406, 407, 410) ? 'notAnApi' : undefined),
  (reply, words) => (mayBe(reply, 400, 403, 422) && filterWords.test(words) ? 'filtered' : undefined),
  (reply, words) => (status(reply, 403, 451) || (mayBe(reply, 400) && isPermission(words)) ? 'permission' : undefined),
  (reply, words) =>
    status(reply, 404, 410) || (mayBe(reply, 400, 422) && isUnknownModel(words)) ? 'notFound' : undefined,
  (reply, words) => (status(reply, 413) || words.includes('request_too_large') ? 'tooLarge' : undefined),
  (reply, words) => (status(reply, 408, 504, 524) || words.includes('timeout_error') ? 'timeout' : undefined),
  (reply, words) =>
    status(reply, 429) || /rate_limit|resource_exhausted|too many requests/.test(words) ? 'rateLimit' : undefined,
  (reply, words) =>
    status(reply, 503, 529) || (mayBe(reply) && /overloaded|unavailable/.test(words)) ? 'overloaded' : undefined,
  (reply, words) => (mayBe(reply, 400, 422) && parameterWords.test(words) ? 'unsupportedParameter' : undefined),
  (reply) => (reply.status !== undefined && reply.status < 400 ? 'redirect' : undefined),
  (reply) => (reply.status === 407 ? 'network' : undefined),
  (reply, words) => (reply.status === undefined && badRequestWords.test(words) ? 'badRequest' : undefined),
  // 409 is a lock that was taken: the request is sound and may be sent again.
  (reply) => (reply.status === undefined || reply.status >= 500 || reply.status === 409 ? 'server' : 'badRequest'),
];

/** What kind of failure a provider's reply is. */
export function replyKind(reply: Reply): ErrorKind {
  const words = wordsOf(reply);
  for (const question of questions) {
    const kind = question(reply, words);
    if (kind) return kind;
  }
  return 'server';
}

/** Why a provider refuses something to an account, where its words say so. */
export function permissionReason(reply: Reply): PermissionReason | undefined {
  const words = wordsOf(reply);
  if (regionWords.test(words)) return 'region';
  if (/\bmodel\b|verified to/.test(words)) return 'modelAccess';
  return /scope|permission|restricted|not allowed/.test(words) ? 'keyPermissions' : undefined;
}

function wordsOf(reply: Reply): string {
  return `${reply.code ?? ''} ${reply.type ?? ''} ${reply.message.slice(0, 4_000)}`.toLowerCase();
}

/** A hard limit on money, told from a limit on pace: the free tier's "quota" that says when to come back is one on pace. */
function quotaKind(reply: Reply, words: string): ErrorKind | undefined {
  if (status(reply, 402) || quotaCodes.test(words)) return 'quota';
  const soft = reply.status === 429 && reply.retryAfterMs !== undefined;
  return mayBe(reply, 400, 403, 429) && !soft && quotaWords.test(words) ? 'quota' : undefined;
}

function isPermission(words: string): boolean {
  return regionWords.test(words) || words.includes('permission_error') || words.includes('permission_denied');
}

function isUnknownModel(words: string): boolean {
  return words.includes('not_found_error') || modelWords.test(words);
}

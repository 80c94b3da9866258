import { asText, isRecord } from '../json.ts';
import { isWebPage } from '../text/plainSentence.ts';
import { type HeadersLike, retryAfterMs, retryDelayMs } from './retryAfter.ts';

/** What a provider said when it refused, gathered from the many shapes in which SDKs and streams hand it over. */
export interface Reply {
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly type?: string | undefined;
  /** The provider's own words, raw: may be HTML, may be long, may repeat a key. */
  readonly message: string;
  /** The parameter the provider complains about, as it wrote it. */
  readonly parameter?: string | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  /** `x-should-retry`: what the provider itself says about another try. */
  readonly shouldRetry?: boolean | undefined;
  readonly form: 'api' | 'webPage';
}

type Fields = Readonly<Record<string, unknown>>;

/** How deep an error may be wrapped in `error` fields: the SDK's, the body's, a gateway's. */
const mostWrappings = 4;

/**
 * Reads an SDK's status error, an error frame of a stream (`{error: …}`) or an error body. Undefined if it is none of these,
 * so that the caller looks for a failure of the network instead.
 */
export function readReply(thrown: unknown, nowMs: number): Reply | undefined {
  if (!isRecord(thrown)) return undefined;
  const body = innermost(thrown.error);
  const status = asStatus(thrown.status) ?? asStatus(body?.code) ?? asStatus(body?.status);
  if (status === undefined && body === undefined) return undefined;
  const headers = isHeaders(thrown.headers) ? thrown.headers : undefined;
  const said = body ? messageOf(body) : undefined;
  const message = said ?? withoutStatus(asText(thrown.message) ?? '', status);
  return {
    status,
    code: codeOf(body) ?? asText(thrown.code),
    type: asText(body?.type) ?? asText(body?.status) ?? asText(thrown.type),
    message,
    parameter: asText(body?.param) ?? asText(thrown.param) ?? placeOf(body),
    requestId: requestIdOf(thrown, headers),
    retryAfterMs: (headers && retryAfterMs(headers, nowMs)) ?? retryInfoOf(body),
    shouldRetry: wordOnRetrying(headers?.get('x-should-retry')),
    form: isWebPage(message) ? 'webPage' : 'api',
  };
}

/** Unwraps `error` in `error`, and the list of one that Google's compatible endpoint sends. */
function innermost(value: unknown): Fields | undefined {
  let inner = Array.isArray(value) ? value[0] : value;
  for (let depth = 0; depth < mostWrappings && isRecord(inner) && isRecord(inner.error); depth++) inner = inner.error;
  if (typeof inner === 'string') return { message: inner };
  return isRecord(inner) ? inner : undefined;
}

/** `message` may be a text, an object, or stand under another name: FastAPI's `detail`, a plain `error`. */
function messageOf(body: Fields): string | undefined {
  const own = asText(body.message) ?? asText(body.error) ?? asText(body.detail) ?? detailsOf(body);
  // A gateway's own words say nothing ("Provider returned error"); what the provider behind it said does.
  const behind = isRecord(body.metadata) ? asText(body.metadata.raw) : undefined;
  return behind ? `${own ?? 'The provider behind the gateway said'}: ${behind}` : own;
}

function detailsOf(body: Fields): string | undefined {
  const sentences = validationsOf(body).flatMap((one) => asText(one.msg) ?? asText(one.message) ?? []);
  if (sentences.length > 0) return sentences.slice(0, 3).join('; ');
  return isRecord(body.message) ? asText(body.message.message) : undefined;
}

/** FastAPI's list of what it did not like: `[{loc, msg, type}]`. */
function validationsOf(body: Fields): Fields[] {
  const detail = isRecord(body.message) ? body.message.detail : body.detail;
  return Array.isArray(detail) ? detail.filter(isRecord) : [];
}

function placeOf(body: Fields | undefined): string | undefined {
  const place = body && validationsOf(body)[0]?.loc;
  return Array.isArray(place) ? asText(place.at(-1)) : undefined;
}

function codeOf(body: Fields | undefined): string | undefined {
  if (!body) return undefined;
  const nested = isRecord(body.details) ? asText(body.details.error_code) : reasonOf(body);
  const number = typeof body.code === 'number' ? String(body.code) : undefined;
  return nested ?? asText(body.code) ?? number;
}

/** Google's `details: [{reason: 'API_KEY_INVALID'}, {retryDelay: '17s'}]`. */
function reasonOf(body: Fields): string | undefined {
  return googleDetails(body).flatMap((one) => asText(one.reason) ?? [])[0];
}

function retryInfoOf(body: Fields | undefined): number | undefined {
  return body && googleDetails(body).flatMap((one) => retryDelayMs(one.retryDelay) ?? [])[0];
}

function googleDetails(body: Fields): Fields[] {
  return Array.isArray(body.details) ? body.details.filter(isRecord) : [];
}

function requestIdOf(thrown: Fields, headers: HeadersLike | undefined): string | undefined {
  const inBody = isRecord(thrown.error) ? asText(thrown.error.request_id) : undefined;
  const inHeaders = asText(headers?.get('x-request-id')) ?? asText(headers?.get('request-id'));
  return asText(thrown.requestID) ?? inBody ?? inHeaders;
}

/** OpenAI's and Anthropic's servers say it, and their SDKs obey (2026-11). Anything but the two words says nothing. */
function wordOnRetrying(value: string | null | undefined): boolean | undefined {
  const word = value?.trim().toLowerCase();
  return word === 'true' || word === 'false' ? word === 'true' : undefined;
}

/** The SDKs write the status in front of the message, and words of their own where there is none. */
function withoutStatus(message: string, status: number | undefined): string {
  const said = status !== undefined && message.startsWith(`${status} `) ? message.slice(4) : message;
  return said === 'status code (no body)' ? '' : said;
}

function asStatus(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^[3-5]\d\d$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 300 && number <= 599 ? number : undefined;
}

function isHeaders(value: unknown): value is HeadersLike {
  return typeof value === 'object' && value !== null && 'get' in value && typeof value.get === 'function';
}

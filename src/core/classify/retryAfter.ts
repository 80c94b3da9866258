/** What is read of a response's headers. */
export interface HeadersLike {
  get(name: string): string | null;
}

/** HTTP dates begin with a weekday. Anything else is not handed to `Date.parse`, which makes a year of "-5". */
const httpDate = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? /i;

/**
 * How long a response asks to wait, in milliseconds ≥ 0: `retry-after-ms`, `Retry-After` in seconds or as an HTTP date. A date is
 * measured from the response's own `Date`, so that a wrong clock here does not matter. Undefined if there is nothing usable.
 */
export function retryAfterMs(headers: HeadersLike, nowMs: number): number | undefined {
  const exact = plainNumber(headers.get('retry-after-ms'));
  if (exact !== undefined) return Math.ceil(exact);
  const value = headers.get('retry-after')?.trim();
  if (!value) return undefined;
  const seconds = plainNumber(value);
  if (seconds !== undefined) return Math.ceil(seconds * 1000);
  if (!httpDate.test(value)) return undefined;
  const until = Date.parse(value);
  const served = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(until) ? undefined : Math.max(0, until - (Number.isNaN(served) ? nowMs : served));
}

/** The wait in Google's `RetryInfo` detail ("17s"), in milliseconds. */
export function retryDelayMs(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && value.endsWith('s') ? plainNumber(value.slice(0, -1)) : undefined;
  return seconds === undefined ? undefined : Math.ceil(seconds * 1000);
}

function plainNumber(text: string | null): number | undefined {
  return text !== null && /^\d{1,12}(?:\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;
}

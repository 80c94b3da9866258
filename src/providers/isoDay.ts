/** The day of a date as a provider writes it (ISO text, or seconds since 1970), as an ISO date; undefined for anything else. */
export function isoDay(value: unknown): string | undefined {
  const ms = typeof value === 'string' ? Date.parse(value) : typeof value === 'number' ? value * 1_000 : Number.NaN;
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, 10);
}

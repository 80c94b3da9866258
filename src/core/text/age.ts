const minute = 60_000;
const units: readonly (readonly [name: string, ms: number])[] = [
  ['year', 365 * 24 * 60 * minute],
  ['month', 30 * 24 * 60 * minute],
  ['day', 24 * 60 * minute],
  ['hour', 60 * minute],
  ['minute', minute],
];

/** How long ago a moment was, both in milliseconds of the same clock: "3 days ago", "just now" under a minute or in the future. */
export function describeAge(then: number, now: number): string {
  const ms = now - then;
  const unit = units.find(([, length]) => ms >= length);
  if (!unit) return 'just now';
  const count = Math.floor(ms / unit[1]);
  return `${count} ${unit[0]}${count === 1 ? '' : 's'} ago`;
}

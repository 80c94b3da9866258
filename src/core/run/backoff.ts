const baseMs = 1_000;
const capMs = 60_000;

/** The longest a provider's own Retry-After is honoured without asking, in milliseconds. */
export const longestUnaskedMs = 60_000;

/**
 * How long to wait before another try, in milliseconds: what the provider asked for, if that is a time still to come, else full
 * jitter, from 0 up to 1 s doubled with every failure (`failures` counts from 1), at most 60 s.
 */
export function backoffMs(failures: number, askedMs: number | undefined, random: () => number): number {
  if (askedMs !== undefined && askedMs > 0) return askedMs;
  return Math.round(random() * Math.min(capMs, baseMs * 2 ** (failures - 1)));
}

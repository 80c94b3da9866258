// Numbers for people. Not `Intl`: its first use loads the locale data, which would be most of Parley's start.

/** "1,204" */
export function grouped(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** "950", "128K", "1.1M": a count where its size matters and its last digits do not. */
export function compact(count: number): string {
  if (count < 1_000) return String(count);
  const [value, unit] = count < 999_500 ? [count / 1_000, 'K'] : [count / 1_000_000, 'M'];
  return `${value < 100 ? Number(value.toFixed(1)) : Math.round(value)}${unit}`;
}

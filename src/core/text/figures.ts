// Numbers for people. Not `Intl`: its first use loads the locale data, which would be most of Parley's start.

/** "1,204" */
export function grouped(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** "$0.0041", "$1.20", "$0": a sum of money with the digits that matter. */
export function dollars(usd: number): string {
  if (usd === 0) return '$0';
  if (usd < 0.000_1) return '<$0.0001';
  return usd < 0.1 ? `$${Number(usd.toPrecision(2))}` : `$${usd.toFixed(2)}`;
}

/** "950", "128K", "1.1M": a count where its size matters and its last digits do not. */
export function compact(count: number): string {
  if (count < 1_000) return String(count);
  const [value, unit] = count < 999_500 ? [count / 1_000, 'K'] : [count / 1_000_000, 'M'];
  return `${value < 100 ? Number(value.toFixed(1)) : Math.round(value)}${unit}`;
}

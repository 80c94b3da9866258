/** The middle value, or the mean of the middle two. Throws on an empty list. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which `share` (0 to 1) of the values lie, interpolated. Throws on an empty list. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new Error('no values');
  return below + (above - below) * (place - Math.floor(place));
}

/** Rounded to `digits` decimals, for people. */
export function rounded(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}

/** Least, middle and greatest value. */
export function spread(values: readonly number[], digits = 2): { min: number; median: number; max: number } {
  return {
    min: rounded(Math.min(...values), digits),
    median: rounded(median(values), digits),
    max: rounded(Math.max(...values), digits),
  };
}

import type { Usage } from '../chat/events.ts';
import type { Cost, Price, PriceList } from './prices.ts';

/** The prices that hold for a request with this much input: of the tiers it exceeds, the highest. */
function priceFor(input: number, prices: PriceList): Price {
  const exceeded = (prices.tiers ?? []).filter(({ aboveInput }) => input > aboveInput);
  return exceeded.sort((a, b) => b.aboveInput - a.aboveInput)[0] ?? prices;
}

/** Tokens times price; 0 tokens cost nothing whatever the price, and an unknown price makes the cost unknown. */
function part(tokens: number, price: number | undefined): number | undefined {
  if (tokens === 0) return 0;
  return price === undefined ? undefined : (tokens * price) / 1_000_000;
}

/**
 * What a call cost. What the provider reports wins. Else the counts times the prices: `usage.input` includes what was read from and
 * written to a cache, `usage.output` includes reasoning; the tier goes by the whole input. A cache the provider does not speak of was
 * not used. A count or a price that is needed and unknown makes the cost unknown.
 */
export function costOf(usage: Usage, prices: PriceList | undefined): Cost {
  if (usage.reportedUsd !== undefined) return { type: 'reported', usd: usage.reportedUsd };
  const { input, output, cacheRead = 0, cacheWrite = 0, reasoning } = usage;
  if (!prices || input === undefined || output === undefined) return { type: 'unknown' };
  const price = priceFor(input, prices);
  const isApart = price.reasoning !== undefined && price.reasoning !== price.output;
  if (isApart && reasoning === undefined) return { type: 'unknown' };
  const apart = isApart ? (reasoning ?? 0) : 0;
  const parts = [
    part(Math.max(0, input - cacheRead - cacheWrite), price.input),
    part(cacheRead, price.cacheRead),
    part(cacheWrite, price.cacheWrite),
    part(Math.max(0, output - apart), price.output),
    part(apart, price.reasoning),
  ];
  let usd = 0;
  for (const one of parts) {
    if (one === undefined) return { type: 'unknown' };
    usd += one;
  }
  return { type: 'estimated', usd };
}

/**
 * What a request may cost at most, in USD, for a reservation: as if all input were written to a cache where that costs more, and all
 * output were reasoning. Undefined if a price is unknown.
 */
export function estimateCost(input: number, output: number, prices: PriceList | undefined): number | undefined {
  if (!prices) return undefined;
  const price = priceFor(input, prices);
  const dearest = {
    input: price.input === undefined ? undefined : Math.max(price.input, price.cacheWrite ?? 0),
    output: price.output === undefined ? undefined : Math.max(price.output, price.reasoning ?? 0),
  };
  const cost = costOf({ input, output }, dearest);
  return cost.type === 'unknown' ? undefined : cost.usd;
}

/** The costs of several requests together: one that is unknown makes the whole unknown. */
export function sumCosts(costs: readonly Cost[]): Cost {
  let usd = 0;
  let type: 'reported' | 'estimated' = 'reported';
  for (const cost of costs) {
    if (cost.type === 'unknown') return cost;
    if (cost.type === 'estimated') type = 'estimated';
    usd += cost.usd;
  }
  return costs.length === 0 ? { type: 'estimated', usd: 0 } : { type, usd };
}

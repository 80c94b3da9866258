import { asCount, isRecord } from '../core/json.ts';
import type { Price, PriceList, PriceTier } from '../core/models/prices.ts';
import { definedFields } from './definedFields.ts';

type Fields = Readonly<Record<string, unknown>>;
type Draft = { -readonly [K in keyof Price]: Price[K] };

/**
 * A list's prices, in USD per million tokens. Gateways write USD per token, as text (OpenRouter: `prompt`, Vercel: `input`); Together
 * writes USD per million, as numbers, and 0 for what it does not sell by the token (2026-11). Undefined where nothing is said.
 */
export function raisePrices({ pricing }: Fields, asOf: string | undefined): PriceList | undefined {
  if (!isRecord(pricing)) return undefined;
  const { prompt, completion, input, output } = pricing;
  const isPerMillion = prompt === undefined && typeof input === 'number';
  if (isPerMillion && input === 0 && output === 0) return undefined;
  const price = (value: unknown) => perMillion(value, isPerMillion ? 1 : 1_000_000);
  const reasoning = price(pricing.internal_reasoning);
  const list = definedFields<Price>({
    input: price(prompt ?? input),
    output: price(completion ?? output),
    cacheRead: price(pricing.input_cache_read ?? pricing.cached_input),
    cacheWrite: price(pricing.input_cache_write),
    // Named and 0: it is billed as output.
    reasoning: reasoning === 0 ? undefined : reasoning,
  });
  if (list.input === undefined && list.output === undefined) return undefined;
  const tiers = raiseTiers(pricing, list);
  return { ...list, ...(tiers.length > 0 ? { tiers } : {}), ...(asOf ? { asOf } : {}) };
}

const tierFields = {
  input_tiers: 'input',
  output_tiers: 'output',
  input_cache_read_tiers: 'cacheRead',
  input_cache_write_tiers: 'cacheWrite',
} as const;

/** Vercel's tiers: for each price a list of costs with the input they begin at. What a tier does not name stays as it is below. */
function raiseTiers(pricing: Fields, base: Price): PriceTier[] {
  const tiers = new Map<number, Draft>();
  for (const [wireName, name] of Object.entries(tierFields)) {
    const list = pricing[wireName];
    if (!Array.isArray(list)) continue;
    for (const tier of list) {
      const min = isRecord(tier) ? asCount(tier.min) : undefined;
      const cost = isRecord(tier) ? perMillion(tier.cost, 1_000_000) : undefined;
      if (!min || cost === undefined) continue;
      const draft = tiers.get(min) ?? { ...base };
      draft[name] = cost;
      tiers.set(min, draft);
    }
  }
  return [...tiers].map(([aboveInput, price]) => ({ ...price, aboveInput }));
}

/** −1 stands for "it depends" (a router's own id). */
function perMillion(value: unknown, factor: number): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number < 0) return undefined;
  // Not 2.9999999999999996.
  return Number((number * factor).toPrecision(12));
}

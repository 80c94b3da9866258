import type { CapabilityRules } from './capabilities.ts';
import models from './models.json' with { type: 'json' };
import type { PriceList, PriceTier } from './prices.ts';
import { undatedId } from './retired.ts';

// Figures of the models.dev catalogue (MIT, 2026-07-02), with the makers' own and price trackers' of 2026-11-21 on top; what was read
// later than the file's day says so. Prices of caches for Claude follow from Anthropic's rule: reading a tenth, writing five quarters
// of the input's price; writing for GPT-6 as for the two of them whose price is known: five quarters too. gemini-3.8-flash: its output's
// price is inferred. claude-haiku-5-5: the maker says "from", so more may be billed. NVIDIA's endpoints are trials: no prices, no limits.
// The file is large: load this module with `import()`.

/** What is known of a model without asking its provider. Undefined means unknown. */
export interface KnownModel {
  readonly name: string;
  readonly contextWindow: number | undefined;
  readonly maxInput: number | undefined;
  readonly maxOutput: number | undefined;
  readonly prices: PriceList | undefined;
  readonly rules: CapabilityRules;
}

/** Prices stand as input, output, cache read, cache write. */
type Figures = readonly (number | null)[];

interface More {
  readonly tools?: 'no';
  /** When the prices were read, if not on the file's day. */
  readonly asOf?: string;
  /** Above so many tokens of input: the prices. */
  readonly tiers?: readonly Figures[];
  /** From a day on, other prices. */
  readonly later?: readonly [day: string, ...prices: number[]];
}

type Row = readonly [
  id: string,
  name: string,
  contextWindow: number | null,
  maxInput: number | null,
  maxOutput: number | null,
  prices: Figures,
  input: string,
  more?: More,
];

/** Checked by a test, for JSON has no tuples. */
const providers = models.models as unknown as Readonly<Record<string, readonly Row[]>>;

const indexes = new Map<string, ReadonlyMap<string, Row>>();

function indexOf(provider: string): ReadonlyMap<string, Row> {
  const kept = indexes.get(provider);
  if (kept) return kept;
  const rows = Object.hasOwn(providers, provider) ? (providers[provider] ?? []) : [];
  const index = new Map(rows.map((row) => [row[0], row]));
  indexes.set(provider, index);
  return index;
}

function priceOf([input, output, cacheRead, cacheWrite]: Figures) {
  return {
    input: input ?? undefined,
    output: output ?? undefined,
    cacheRead: cacheRead ?? undefined,
    cacheWrite: cacheWrite ?? undefined,
  };
}

function pricesOf(figures: Figures, { asOf = models.asOf, tiers, later }: More, today: string): PriceList | undefined {
  if (later && today >= later[0]) return { ...priceOf(later.slice(1).map(Number)), asOf };
  if (figures.every((one) => one === null)) return undefined;
  if (!tiers) return { ...priceOf(figures), asOf };
  const above = tiers.map(([tokens, ...rest]): PriceTier => ({ aboveInput: tokens ?? 0, ...priceOf(rest) }));
  return { ...priceOf(figures), tiers: above, asOf };
}

/** A PDF that is not named may still be taken: the lists this comes from say little of them. */
function rulesOf(input: string, { tools }: More): CapabilityRules {
  return {
    image: input.includes('image') ? 'yes' : 'no',
    ...(input.includes('audio') ? { audio: 'yes' } : {}),
    ...(input.includes('pdf') ? { pdf: 'yes' } : {}),
    ...(tools ? { tools } : {}),
  };
}

/** What the snapshot knows of a provider's model, or of the model it is a dated version of, at the prices of a day (an ISO date). */
export function knownModel(provider: string, model: string, today: string): KnownModel | undefined {
  const index = indexOf(provider);
  const row = index.get(model) ?? index.get(undatedId(model));
  if (!row) return undefined;
  const [, name, contextWindow, maxInput, maxOutput, figures, input, more = {}] = row;
  return {
    name,
    contextWindow: contextWindow ?? undefined,
    maxInput: maxInput ?? undefined,
    maxOutput: maxOutput ?? undefined,
    prices: pricesOf(figures, more, today),
    rules: rulesOf(input, more),
  };
}

/** The ids of the models the snapshot knows of a provider. */
export function knownModelIds(provider: string): readonly string[] {
  return [...indexOf(provider).keys()];
}

/** USD per million tokens. Undefined is unknown, never free. */
export interface Price {
  readonly input?: number | undefined;
  readonly output?: number | undefined;
  readonly cacheRead?: number | undefined;
  readonly cacheWrite?: number | undefined;
  /** Where reasoning is billed apart from output; else it is billed as output. */
  readonly reasoning?: number | undefined;
}

/** The prices of a model; of several tiers the one with the largest `aboveInput` that the request's input exceeds counts. */
export interface PriceList extends Price {
  readonly tiers?: readonly PriceTier[] | undefined;
  /** The day the figures were read, as an ISO date. */
  readonly asOf?: string | undefined;
}

/** What a request costs whose whole input is above a number of tokens; it holds for all its tokens. */
export interface PriceTier extends Price {
  readonly aboveInput: number;
}

/** What a call cost in USD. `unknown` is never shown as 0. */
export type Cost =
  | { readonly type: 'reported'; readonly usd: number }
  | { readonly type: 'estimated'; readonly usd: number }
  | { readonly type: 'unknown' };

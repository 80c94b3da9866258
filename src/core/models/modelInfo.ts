import type { CapabilityRules } from './capabilities.ts';
import type { PriceList } from './prices.ts';

/** What is known of one model. Undefined means unknown, never "no". */
export interface ModelInfo {
  /** The id the provider knows, without the provider's name. */
  readonly id: string;
  /** A name for people, where the provider gives one. */
  readonly name?: string | undefined;
  /** Tokens of input and output together. */
  readonly contextWindow?: number | undefined;
  /** The most tokens of input, where that is less than the window. */
  readonly maxInput?: number | undefined;
  /** The most tokens one answer may have. */
  readonly maxOutput?: number | undefined;
  /** What the provider says the model takes. */
  readonly rules?: CapabilityRules | undefined;
  readonly prices?: PriceList | undefined;
  /** `other`: no chat model (embedding, speech, images), where the provider says so. */
  readonly use?: 'chat' | 'other' | undefined;
  /** When the provider retires it, as an ISO date. */
  readonly retiresOn?: string | undefined;
}

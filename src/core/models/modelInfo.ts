/** What is known of one model. Undefined means unknown, never "no". */
export interface ModelInfo {
  /** The id the provider knows, without the provider's name. */
  readonly id: string;
  /** A name for people, where the provider gives one. */
  readonly name?: string | undefined;
  /** Tokens of input and output together. */
  readonly contextWindow?: number | undefined;
  /** The most tokens one answer may have. */
  readonly maxOutput?: number | undefined;
}

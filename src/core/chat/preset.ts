import type { ReasoningEffort } from './params.ts';

/**
 * An intent ("creative", "factual"), not a set of numbers: it is compiled for each model into sampling where that is taken, into
 * reasoning effort where it is not, and into nothing, with a notice, where neither is. What the user set by hand wins.
 */
export interface Preset {
  /** "creative" */
  readonly id: string;
  /** For people: "Creative". */
  readonly name: string;
  readonly temperature?: number | undefined;
  readonly top_p?: number | undefined;
  /** For models that take no sampling parameters. */
  readonly reasoning_effort?: ReasoningEffort | undefined;
  readonly presence_penalty?: number | undefined;
  readonly frequency_penalty?: number | undefined;
  readonly stop?: readonly string[] | undefined;
  /** The most tokens the answer should show; a reasoning model gets headroom on top. */
  readonly visible_tokens?: number | undefined;
}

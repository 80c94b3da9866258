import type { Capabilities } from '../models/capabilities.ts';
import type { Message, ToolDefinition } from './message.ts';
import type { ModelParameters, Parameters } from './params.ts';
import type { Preset } from './preset.ts';

/** What the user asks for, before any provider is chosen. `model` is a model ref, `provider/model`, or an automatic one. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly Message[];
  /** Only what the user set; nothing is added on the way but what a wire API cannot do without (Messages: `max_tokens`). */
  readonly parameters: Parameters;
  readonly tools: readonly ToolDefinition[];
  readonly preset?: Preset | undefined;
}

/** The same request for one model of one provider: `model` is the id that provider knows, everything in it is taken by it. */
export interface ProviderRequest {
  readonly model: string;
  readonly messages: readonly Message[];
  /** Compiled for the model: what it does not take is gone, `n` is above 1 only where it is native. */
  readonly parameters: ModelParameters;
  readonly tools: readonly ToolDefinition[];
  readonly capabilities: Capabilities;
  /** The most tokens this model can answer with, where known. A wire API that requires a limit is given one within it. */
  readonly maxOutput?: number | undefined;
  /** Tokens of input and output together, where known: for a server that must be told how much to hold. */
  readonly contextWindow?: number | undefined;
}

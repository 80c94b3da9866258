import type { Message, ToolDefinition } from './message.ts';
import type { Parameters } from './params.ts';

/** What the user asks for, before any provider is chosen. `model` is a model ref, `provider/model`. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly Message[];
  /** Only what the user set; nothing is added on the way but what a wire API cannot do without (Messages: `max_tokens`). */
  readonly parameters: Parameters;
  readonly tools: readonly ToolDefinition[];
}

/** The same request for one provider: `model` is the id that provider knows. */
export interface ProviderRequest {
  readonly model: string;
  readonly messages: readonly Message[];
  readonly parameters: Parameters;
  readonly tools: readonly ToolDefinition[];
  /** The most tokens this model can answer with, where known. A wire API that requires a limit is given one within it. */
  readonly maxOutput?: number | undefined;
}

import {
  type FunctionCallingConfig,
  FunctionCallingConfigMode,
  type GenerateContentConfig,
  ServiceTier as GoogleTier,
  type ThinkingConfig,
  ThinkingLevel,
} from '@google/genai/web';
import type { Notice } from '../core/chat/events.ts';
import type { ReasoningEffort, ResponseFormat, ServiceTier, ToolChoice } from '../core/chat/params.ts';
import type { ProviderRequest } from '../core/chat/request.ts';
import { definedFields } from './definedFields.ts';

export interface LoweredConfig {
  readonly config: GenerateContentConfig;
  readonly notices: readonly Notice[];
}

/** What the parameters become, under Google's names. */
export function lowerConfig(request: ProviderRequest): LoweredConfig {
  const given = request.parameters;
  const { stop, tool_choice: choice, service_tier: tier } = given;
  const config = definedFields<GenerateContentConfig>({
    temperature: given.temperature,
    topP: given.top_p,
    candidateCount: given.n,
    maxOutputTokens: given.max_tokens,
    stopSequences: stop && [...stop],
    seed: given.seed,
    presencePenalty: given.presence_penalty,
    frequencyPenalty: given.frequency_penalty,
    responseLogprobs: given.logprobs,
    logprobs: given.top_logprobs,
    serviceTier: tier && tiers[tier],
    thinkingConfig: lowerThinking(request),
    toolConfig: choice && { functionCallingConfig: lowerToolChoice(choice) },
    ...(given.response_format ? lowerFormat(given.response_format) : {}),
  });
  return { config, notices: [...effortNotices(request), ...tierNotices(tier)] };
}

function lowerFormat(format: ResponseFormat): GenerateContentConfig {
  const responseMimeType = 'application/json';
  switch (format.type) {
    case 'text':
      return {};
    case 'json_object':
      return { responseMimeType };
    case 'json_schema':
      return { responseMimeType, responseJsonSchema: format.json_schema.schema };
  }
}

function lowerToolChoice(choice: ToolChoice): FunctionCallingConfig {
  switch (choice) {
    case 'none':
      return { mode: FunctionCallingConfigMode.NONE };
    case 'auto':
      return { mode: FunctionCallingConfigMode.AUTO };
    case 'required':
      return { mode: FunctionCallingConfigMode.ANY };
    default:
      return { mode: FunctionCallingConfigMode.ANY, allowedFunctionNames: [choice.function.name] };
  }
}

/** Undefined: Google has no such tier, or it is the one that is used anyway. */
const tiers: Readonly<Record<ServiceTier, GoogleTier | undefined>> = {
  auto: undefined,
  default: GoogleTier.STANDARD,
  standard_only: GoogleTier.STANDARD,
  flex: GoogleTier.FLEX,
  priority: GoogleTier.PRIORITY,
  scale: undefined,
  fast: undefined,
};

function tierNotices(tier: ServiceTier | undefined): Notice[] {
  if (tier !== 'scale' && tier !== 'fast') return [];
  const text = `Gemini has no service tier ${tier}. It was sent without one.`;
  return [{ kind: 'unsupported', parameter: 'service_tier', text }];
}

// ---- thinking

/** How a model is told how much to think. */
type ThinkingField = 'thinkingBudget' | 'thinkingLevel';

/** Models that take tokens to think with; all later ones take a level ("thinking", 2026-11). */
const budgetModels = /^(?:models\/)?gemini-2\.5\b/;

interface EffortForms {
  /** Tokens to think with; 0 is no thinking. */
  readonly thinkingBudget: number;
  readonly thinkingLevel: ThinkingLevel;
}

const effortForms: Readonly<Record<ReasoningEffort, EffortForms>> = {
  none: { thinkingBudget: 0, thinkingLevel: ThinkingLevel.MINIMAL },
  minimal: { thinkingBudget: 512, thinkingLevel: ThinkingLevel.MINIMAL },
  low: { thinkingBudget: 1_024, thinkingLevel: ThinkingLevel.LOW },
  medium: { thinkingBudget: 8_192, thinkingLevel: ThinkingLevel.MEDIUM },
  high: { thinkingBudget: 24_576, thinkingLevel: ThinkingLevel.HIGH },
  xhigh: { thinkingBudget: 24_576, thinkingLevel: ThinkingLevel.HIGH },
  max: { thinkingBudget: 24_576, thinkingLevel: ThinkingLevel.HIGH },
};

/** What an effort is sent as where Google knows no such one. */
const nearestEfforts: Readonly<Record<ThinkingField, Partial<Readonly<Record<ReasoningEffort, ReasoningEffort>>>>> = {
  thinkingBudget: { xhigh: 'high', max: 'high' },
  thinkingLevel: { none: 'minimal', xhigh: 'high', max: 'high' },
};

/** The model's own field; the capabilities decide where they name it. */
export function thinkingField({ model, capabilities }: ProviderRequest): ThinkingField {
  const named = capabilities.names.reasoning_effort;
  if (named === 'thinkingBudget' || named === 'thinkingLevel') return named;
  return budgetModels.test(model) ? 'thinkingBudget' : 'thinkingLevel';
}

/** Thoughts must be asked for to be shown; asking a model that does not think is an error, and so it is when it must not think. */
function lowerThinking(request: ProviderRequest): ThinkingConfig | undefined {
  const { thinks } = request.capabilities;
  const effort = request.parameters.reasoning_effort;
  if (effort === undefined) return thinks === 'always' || thinks === 'byEffort' ? { includeThoughts: true } : undefined;
  const { thinkingBudget, thinkingLevel } = effortForms[effort];
  if (thinkingField(request) === 'thinkingLevel') return { includeThoughts: true, thinkingLevel };
  return thinkingBudget === 0 ? { thinkingBudget } : { includeThoughts: true, thinkingBudget };
}

function effortNotices(request: ProviderRequest): Notice[] {
  const effort = request.parameters.reasoning_effort;
  const nearest = effort && nearestEfforts[thinkingField(request)][effort];
  if (!nearest) return [];
  const text = `${request.model} knows no reasoning effort ${effort}. It was sent with ${nearest}.`;
  return [{ kind: 'clamped', parameter: 'reasoning_effort', text }];
}

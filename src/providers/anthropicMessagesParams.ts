import { transformJSONSchema } from '@anthropic-ai/sdk/lib/transform-json-schema';
import type {
  MessageCreateParamsStreaming,
  OutputConfig,
  ToolChoice,
  ToolChoiceAuto,
} from '@anthropic-ai/sdk/resources/messages';
import type { Notice } from '../core/chat/events.ts';
import type { JsonSchemaFormat, ModelParameters, ReasoningEffort, ServiceTier } from '../core/chat/params.ts';
import { definedFields } from './definedFields.ts';

/** Calling one tool at a time is a part of the choice here. */
export function lowerToolChoice({
  tool_choice: choice,
  parallel_tool_calls: parallel,
}: ModelParameters): ToolChoice | undefined {
  const single: Pick<ToolChoiceAuto, 'disable_parallel_tool_use'> =
    parallel === false ? { disable_parallel_tool_use: true } : {};
  if (choice === undefined) return parallel === false ? { type: 'auto', ...single } : undefined;
  switch (choice) {
    case 'none':
      return { type: 'none' };
    case 'auto':
      return { type: 'auto', ...single };
    case 'required':
      return { type: 'any', ...single };
    default:
      return { type: 'tool', name: choice.function.name, ...single };
  }
}

export function lowerOutput({
  reasoning_effort: effort,
  response_format: format,
}: ModelParameters): OutputConfig | undefined {
  const output = definedFields<OutputConfig>({
    effort: effort && lowerEffort(effort),
    format:
      format?.type === 'json_schema' ? { type: 'json_schema', schema: lowerSchema(format.json_schema) } : undefined,
  });
  return Object.keys(output).length > 0 ? output : undefined;
}

/** `none` is no effort but thinking switched off. There is nothing between that and `low`. */
function lowerEffort(effort: ReasoningEffort): OutputConfig['effort'] | undefined {
  if (effort === 'none') return undefined;
  return effort === 'minimal' ? 'low' : effort;
}

/**
 * The API takes a part of JSON Schema and answers 400 to the rest (2026-11). The SDK's own function writes that rest into descriptions;
 * the answer is checked against the whole schema all the same. It refuses a schema without a type, which is then left to the API.
 */
function lowerSchema({ schema }: JsonSchemaFormat): Record<string, unknown> {
  try {
    return transformJSONSchema(schema);
  } catch {
    return { ...schema };
  }
}

interface LoweredTier {
  readonly fields: Pick<MessageCreateParamsStreaming, 'service_tier' | 'speed'>;
  readonly notices: readonly Notice[];
}

/** Here `auto` means that priority capacity is used where the account has some; being fast is a speed, not a tier (2026-11). */
export function lowerTier(tier: ServiceTier | undefined): LoweredTier {
  switch (tier) {
    case undefined:
      return { fields: {}, notices: [] };
    case 'auto':
    case 'standard_only':
      return { fields: { service_tier: tier }, notices: [] };
    case 'default':
      return { fields: { service_tier: 'standard_only' }, notices: [tierNotice(tier, 'standard_only')] };
    case 'priority':
      return { fields: { service_tier: 'auto' }, notices: [tierNotice(tier, 'auto')] };
    case 'fast':
      return { fields: { speed: 'fast' }, notices: [tierNotice(tier, 'speed fast')] };
    case 'flex':
    case 'scale':
      return { fields: {}, notices: [tierNotice(tier, undefined)] };
  }
}

function tierNotice(tier: ServiceTier, sent: string | undefined): Notice {
  const text = `The Messages API has no service_tier ${tier}. It was sent ${sent ? `as ${sent}` : 'without it'}.`;
  return { kind: sent ? 'renamed' : 'unsupported', parameter: 'service_tier', text };
}

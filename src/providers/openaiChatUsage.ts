import type { Usage } from '../core/chat/events.ts';
import { asCount, isRecord } from '../core/json.ts';
import { definedFields } from './definedFields.ts';

/** OpenAI's totals include their parts. Where a server's do not (xAI leaves reasoning out of the output), its sum shows it. */
export function raiseUsage(wire: unknown): Usage | undefined {
  if (!isRecord(wire)) return undefined;
  const inputDetails = isRecord(wire.prompt_tokens_details) ? wire.prompt_tokens_details : {};
  const outputDetails = isRecord(wire.completion_tokens_details) ? wire.completion_tokens_details : {};
  const input = asCount(wire.prompt_tokens);
  const output = asCount(wire.completion_tokens);
  const reasoning = asCount(outputDetails.reasoning_tokens);
  const isApart = reasoning && wire.total_tokens === (input ?? 0) + (output ?? 0) + reasoning;
  const usage = definedFields<Usage>({
    input,
    output: isApart ? (output ?? 0) + reasoning : output,
    cacheRead: asCount(inputDetails.cached_tokens) ?? asCount(wire.prompt_cache_hit_tokens),
    cacheWrite: asCount(inputDetails.cache_write_tokens),
    reasoning,
    reportedUsd: raiseCost(wire),
  });
  return Object.keys(usage).length > 0 ? usage : undefined;
}

/** What the gateway says the call cost, in USD: its own charge, and with the user's key at a vendor what that vendor charges too. */
function raiseCost(wire: Readonly<Record<string, unknown>>): number | undefined {
  const own = asUsd(wire.cost);
  if (own === undefined || wire.is_byok !== true) return own;
  const details = isRecord(wire.cost_details) ? wire.cost_details : {};
  const upstream = asUsd(details.upstream_inference_cost);
  return upstream === undefined ? undefined : own + upstream;
}

function asUsd(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 ? value : undefined;
}

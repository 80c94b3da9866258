import type { Usage } from '../core/chat/events.ts';
import { asCount, isRecord } from '../core/json.ts';
import { definedFields } from './definedFields.ts';

/** xAI counts what a call cost in these (2026-03). */
const ticksPerUsd = 10_000_000_000;

/** Totals include their parts. Where a server leaves reasoning out of the output, its sum shows it. */
export function raiseUsage(wire: unknown): Usage | undefined {
  if (!isRecord(wire)) return undefined;
  const inputDetails = isRecord(wire.input_tokens_details) ? wire.input_tokens_details : {};
  const outputDetails = isRecord(wire.output_tokens_details) ? wire.output_tokens_details : {};
  const input = asCount(wire.input_tokens);
  const output = asCount(wire.output_tokens);
  const reasoning = asCount(outputDetails.reasoning_tokens);
  const isApart = reasoning && wire.total_tokens === (input ?? 0) + (output ?? 0) + reasoning;
  const usage = definedFields<Usage>({
    input,
    output: isApart ? (output ?? 0) + reasoning : output,
    cacheRead: asCount(inputDetails.cached_tokens),
    cacheWrite: asCount(inputDetails.cache_write_tokens),
    reasoning,
    reportedUsd: raiseCost(wire),
  });
  return Object.keys(usage).length > 0 ? usage : undefined;
}

/** What the provider says the call cost: OpenRouter as a number of USD, xAI in ticks (2026-09). */
function raiseCost(wire: Readonly<Record<string, unknown>>): number | undefined {
  if (typeof wire.cost === 'number' && wire.cost >= 0) return wire.cost;
  const ticks = asCount(wire.cost_in_usd_ticks);
  return ticks === undefined ? undefined : ticks / ticksPerUsd;
}

import { streamCost } from './support/streamCost.ts';

/** What our decoder costs against iterating @anthropic-ai/sdk's stream. */
export const streamCostAnthropic = streamCost('stream_cost_vs_sdk_anthropic', 'anthropic-messages', 0.85);

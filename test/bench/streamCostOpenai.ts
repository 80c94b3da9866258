import { streamCost } from './support/streamCost.ts';

/** What our decoder costs against iterating openai's stream. */
export const streamCostOpenai = streamCost('stream_cost_vs_sdk_openai_chat', 'openai-chat', 0.6);

import { streamCostVsAiSdk, streamCostVsSdk } from './support/streamCost.ts';

/** What a chunk costs through the pipeline and each adapter, against what its users would write without Parley. */
export const streamCosts = [
  streamCostVsSdk('stream_cost_vs_sdk_openai_chat', 'openai-chat', 0.5),
  streamCostVsSdk('stream_cost_vs_sdk_openai_responses', 'openai-responses', 0.5),
  streamCostVsSdk('stream_cost_vs_sdk_anthropic', 'anthropic-messages', 0.75),
  streamCostVsSdk('stream_cost_vs_sdk_google', 'google-genai', 1.1),
  streamCostVsSdk('stream_cost_vs_sdk_ollama', 'ollama-chat', 1.1),
  streamCostVsAiSdk('stream_cost_vs_ai_sdk_openai_chat', 'openai-chat', 0.15),
  streamCostVsAiSdk('stream_cost_vs_ai_sdk_anthropic', 'anthropic-messages', 0.15),
] as const;

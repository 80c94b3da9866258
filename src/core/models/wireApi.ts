/** The protocols Parley speaks, one adapter file each. */
export const wireApis = [
  'openai-chat',
  'openai-responses',
  'anthropic-messages',
  'google-genai',
  'ollama-chat',
  'vscode-lm',
] as const;

export type WireApi = (typeof wireApis)[number];

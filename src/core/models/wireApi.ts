/** The protocols Parley speaks, one adapter file each. */
export type WireApi = 'openai-chat' | 'anthropic-messages';

export const wireApis: readonly WireApi[] = ['openai-chat', 'anthropic-messages'];

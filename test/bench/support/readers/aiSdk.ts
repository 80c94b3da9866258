// The AI SDK as its users use it: `streamText` with the vendor's provider.
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { type LanguageModel, streamText } from 'ai';
import { prompt, type ReadAnswer } from './readAnswer.ts';

/** It would warn, with every answer, that it does not know the model. */
Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });

/** The wire APIs it is compared on. */
export type AiSdkApi = 'openai-chat' | 'anthropic-messages';

/** By iterating the text of the AI SDK's stream. */
export function readByAiSdk(api: AiSdkApi, origin: string): ReadAnswer {
  const modelOf = models[api](`${origin}/v1`);
  return async (id) => {
    let text = '';
    for await (const piece of streamText({ model: modelOf(id), prompt, maxRetries: 0 }).textStream) text += piece;
    return text;
  };
}

const models: Readonly<Record<AiSdkApi, (baseURL: string) => (id: string) => LanguageModel>> = {
  'openai-chat': (baseURL) => {
    const provider = createOpenAI({ apiKey: 'none', baseURL });
    return (id) => provider.chat(id);
  },
  'anthropic-messages': (baseURL) => {
    const provider = createAnthropic({ apiKey: 'none', baseURL });
    return (id) => provider(id);
  },
};

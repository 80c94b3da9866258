import type { ModelInfo } from './modelInfo.ts';

/** Words in ids of models that do something else than chat. Only used where the provider's list does not say what a model is for. */
const otherUses =
  /embed|rerank|whisper|transcri|tts|speech|moderation|dall-e|image|imagine|video|veo|sora|ocr|guard|realtime|orpheus|flux|-asr|safety/i;

/** Whether this is a model to talk with: what the provider says, else what its id sounds like. */
export function isChatModel({ id, use }: Pick<ModelInfo, 'id' | 'use'>): boolean {
  return use === undefined ? !otherUses.test(id) : use === 'chat';
}

import type { Frames } from '../frames.ts';
import { dataFrame, eventStream } from './sse.ts';

/** Every chunk says how many tokens there are by now. */
function chunk(text: string, tokens: number, candidate: object): string {
  return dataFrame({
    candidates: [{ content: { parts: [{ text }], role: 'model' }, ...candidate, index: 0 }],
    usageMetadata: {
      promptTokenCount: 20,
      candidatesTokenCount: tokens,
      totalTokenCount: tokens + 20,
      promptTokensDetails: [{ modality: 'TEXT', tokenCount: 20 }],
    },
    modelVersion: 'gemini-4-flash',
    responseId: 'q3UfaZ2LHsOb7M8P4v6d-Ao',
  });
}

export const googleFrames: Frames = {
  contentType: eventStream,
  opening: [],
  piece: (text) => chunk(text, 1_234, {}),
  closing: (pieces) => [chunk('', pieces, { finishReason: 'STOP' })],
};

import type { ProviderRequest } from '../core/chat/request.ts';
import { estimateTokens } from '../core/run/tokens.ts';

/** What Ollama gives a model on a machine with little memory, in tokens; more elsewhere (Ollama 0.40, 2026-11). */
const least = 4_096;

/** The estimate knows no vocabulary and may be short. */
const margin = 1.25;

/** Tokens kept for the answer: where no limit was set, and at most, for memory is taken for all of it at once. */
const answer = { usual: 2_048, most: 8_192 } as const;

/**
 * How many tokens of context to ask for, where Ollama's default might be too few: a power of two, so that a growing conversation
 * does not make it load the model anew each time, and never more than the model has. Undefined where every default is enough.
 */
export function contextFor(
  request: Pick<ProviderRequest, 'messages' | 'tools' | 'parameters' | 'contextWindow'>,
): number | undefined {
  const answerTokens = Math.min(request.parameters.max_tokens ?? answer.usual, answer.most);
  const needed = Math.ceil(estimateTokens(request) * margin) + answerTokens;
  if (needed <= least) return undefined;
  return Math.min(2 ** Math.ceil(Math.log2(needed)), request.contextWindow ?? Number.POSITIVE_INFINITY);
}

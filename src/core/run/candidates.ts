import type { Notice } from '../chat/events.ts';
import type { ChatRequest } from '../chat/request.ts';
import { asChatError } from './asChatError.ts';
import type { Choice, RunDeps } from './deps.ts';

/**
 * The models to ask in turn, automatic ones replaced by what was chosen for them, each once. A fallback for which nothing can be chosen
 * stays as it is: that matters only when its turn comes, and then it is said. @throws ChatError
 */
export async function candidatesOf(
  request: ChatRequest,
  deps: RunDeps,
  signal: AbortSignal,
): Promise<{ readonly refs: readonly string[]; readonly notices: readonly Notice[] }> {
  const wanted = [request.model, ...(request.parameters.fallback_models ?? deps.policy.fallbackModels)];
  const refs: string[] = [];
  const notices: Notice[] = [];
  for (const [place, ref] of wanted.entries()) {
    const choice = await (place === 0 ? deps.automatic(ref, request, signal) : chosenLater(ref, request, deps, signal));
    if (choice && refs.length === 0) notices.push({ kind: 'chosen', parameter: 'model', text: choice.why });
    const chosen = choice?.ref ?? ref;
    if (!refs.includes(chosen)) refs.push(chosen);
  }
  return { refs, notices };
}

async function chosenLater(
  ref: string,
  request: ChatRequest,
  deps: RunDeps,
  signal: AbortSignal,
): Promise<Choice | undefined> {
  try {
    return await deps.automatic(ref, request, signal);
  } catch (thrown) {
    const error = asChatError(thrown);
    if (error.kind === 'cancelled') throw error;
    return undefined;
  }
}

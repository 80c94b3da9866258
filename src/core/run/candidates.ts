import type { Notice } from '../chat/events.ts';
import type { ChatRequest } from '../chat/request.ts';
import type { RunDeps } from './deps.ts';

/** The models to ask in turn, automatic ones replaced by what was chosen for them, each once. @throws ChatError */
export async function candidatesOf(
  request: ChatRequest,
  deps: RunDeps,
  signal: AbortSignal,
): Promise<{ readonly refs: readonly string[]; readonly notices: readonly Notice[] }> {
  const wanted = [request.model, ...(request.parameters.fallback_models ?? deps.policy.fallbackModels)];
  const refs: string[] = [];
  const notices: Notice[] = [];
  for (const ref of wanted) {
    const choice = await deps.automatic(ref, request, signal);
    if (choice && refs.length === 0) notices.push({ kind: 'chosen', parameter: 'model', text: choice.why });
    const chosen = choice?.ref ?? ref;
    if (!refs.includes(chosen)) refs.push(chosen);
  }
  return { refs, notices };
}

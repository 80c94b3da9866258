// Refusals that are known and not yet avoided, with the reason and a request that shows each. One that does not show any more must go
// from here: a test says so.
import type { ChatRequest } from '../../../src/core/chat/request.ts';

export interface Gap {
  /** The targets, by name. */
  readonly target: RegExp;
  /** Where and what, as it is told. */
  readonly at: RegExp;
  readonly why: string;
  /** A target and a request that shows it; without one a parameter alone does. */
  readonly example?: { readonly target: string; readonly request: Partial<ChatRequest> };
}

function shown(target: string, request: Partial<ChatRequest>): NonNullable<Gap['example']> {
  return { target, request };
}

export const gaps: readonly Gap[] = [
  {
    target: /^(?:gpt-5\.6-luna|openai\/gpt-oss-120b|voxtral-small-latest|mistral-medium-latest) over/,
    at: /^max_(?:completion_|output_)?tokens: /,
    why: 'The snapshot does not know the most these models answer with.',
    example: shown('openai/gpt-oss-120b over chat', { parameters: { max_tokens: 100_000 } }),
  },
];

/** Why a refusal is known; undefined where it is not. `text` says where and what. */
export function gapOf(target: string, text: string): Gap | undefined {
  return gaps.find((gap) => gap.target.test(target) && gap.at.test(text));
}

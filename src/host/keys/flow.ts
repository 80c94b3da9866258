import type { KeysDeps } from './keysDeps.ts';
import type { PlainHttpQuestion } from './plainHttpStep.ts';

/** What all steps of one run of a command share. */
export interface Flow {
  readonly deps: KeysDeps;
  readonly plainHttp: PlainHttpQuestion;
}

/** How a way through a flow ended. */
export type FlowEnd = 'done' | 'back' | 'cancelled';

import type { ChatEvent } from '../../core/chat/events.ts';
import { ChatError } from '../../core/errors.ts';
import type { ModelRole } from '../../core/models/modelRole.ts';
import { untilCancelled } from '../../core/run/untilCancelled.ts';
import type { Log } from '../log.ts';
import type { RunServices } from '../run/runServices.ts';
import type { RunChat, RunOverrides } from '../runChat.ts';
import type { Registry } from './registry.ts';

export interface RunnerDeps {
  readonly registry: Registry;
  readonly chosenModel: (role: ModelRole, signal: AbortSignal) => Promise<string>;
  /** The pipeline and what it needs, loaded when something is asked for the first time. */
  readonly services: () => Promise<RunServices>;
  readonly log: Log;
}

/** Adds the nearest names to "the provider does not know this model". */
async function explained(error: ChatError, ref: string, deps: RunnerDeps, signal: AbortSignal): Promise<ChatError> {
  if (error.kind !== 'notFound' || signal.aborted) return error;
  const near = await deps.registry.nearestModels(ref, signal);
  if (near.length === 0) return error;
  return new ChatError('notFound', { ...error.facts, detail: `Nearest: ${near.join(', ')}.` }, error);
}

/** Runs completions with what the settings say: the role's model, its key, the default parameters and preset. */
export function createRunChat(deps: RunnerDeps): RunChat {
  return async function* runChat(role, messages, signal, overrides: RunOverrides = {}): AsyncGenerator<ChatEvent> {
    const { log } = deps;
    let asked: string = role;
    try {
      // A question to the user on the way ends with the signal.
      const ref = overrides.model ?? (await untilCancelled(deps.chosenModel(role, signal), signal));
      asked = ref;
      const services = await deps.services();
      for await (const event of services.run(ref, messages, overrides, signal)) {
        if (event.type === 'finish' && event.error) log.failure(`${asked} was interrupted`, event.error);
        if (event.type === 'waiting' && event.error) log.failure(`${event.model} will be asked again`, event.error);
        if (event.type === 'fellBack') log.failure(`${event.from} could not answer, ${event.to} is asked`, event.error);
        yield event;
      }
    } catch (thrown) {
      if (!(thrown instanceof ChatError)) throw thrown;
      if (thrown.kind !== 'cancelled') log.failure(`${asked} failed`, thrown);
      throw await explained(thrown, asked, deps, signal);
    }
  };
}

import type { ChatEvent } from '../../core/chat/events.ts';
import type { Message } from '../../core/chat/message.ts';
import type { Parameters } from '../../core/chat/params.ts';
import { ChatError } from '../../core/errors.ts';
import type { ModelRole } from '../../core/models/modelRole.ts';
import type { Clock } from '../../core/run/clock.ts';
import { complete } from '../../core/run/complete.ts';
import type { Limits } from '../../core/run/timeouts.ts';
import { untilCancelled } from '../../core/run/untilCancelled.ts';
import type { Log } from '../log.ts';
import type { RunChat } from '../runChat.ts';
import { parameterSettings } from '../settings.ts';
import type { Registry } from './registry.ts';

export interface RunnerDeps {
  readonly registry: Registry;
  readonly chosenModel: (role: ModelRole, signal: AbortSignal) => Promise<string>;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly log: Log;
}

function checkedParameters(): Parameters {
  const reading = parameterSettings();
  if (reading.type === 'valid') return reading.parameters;
  throw new ChatError('invalidSetting', {
    detail: `parley.parameters: ${reading.problems.map((one) => one.sentence).join(' ')}`,
  });
}

/** What to ask: the role's model and the parameters that go along. A question to the user on the way ends with the signal. */
async function prepared(role: ModelRole, deps: RunnerDeps, signal: AbortSignal) {
  const ref = await untilCancelled(deps.chosenModel(role, signal), signal);
  return { ref, parameters: checkedParameters() };
}

/** Adds the nearest names to "the provider does not know this model". */
async function explained(error: ChatError, ref: string, deps: RunnerDeps, signal: AbortSignal): Promise<ChatError> {
  if (error.kind !== 'notFound' || signal.aborted) return error;
  const near = await deps.registry.nearestModels(ref, signal);
  if (near.length === 0) return error;
  return new ChatError('notFound', { ...error.facts, detail: `Nearest: ${near.join(', ')}.` }, error);
}

/** Runs completions with what the settings say: the role's model, its key, the default parameters. */
export function createRunChat(deps: RunnerDeps): RunChat {
  return async function* runChat(
    role: ModelRole,
    messages: readonly Message[],
    signal: AbortSignal,
  ): AsyncGenerator<ChatEvent> {
    const { clock, limits, registry, log } = deps;
    const connect = (model: string, inner: AbortSignal) => registry.connect(model, inner);
    let asked: string = role;
    try {
      const { ref, parameters } = await prepared(role, deps, signal);
      asked = ref;
      const request = { model: ref, messages, parameters, tools: [] };
      for await (const event of complete(request, { connect, clock, limits }, signal)) {
        if (event.type === 'finish' && event.error) log.failure(`${asked} was interrupted`, event.error);
        yield event;
      }
    } catch (thrown) {
      if (!(thrown instanceof ChatError)) throw thrown;
      if (thrown.kind !== 'cancelled') log.failure(`${asked} failed`, thrown);
      throw await explained(thrown, asked, deps, signal);
    }
  };
}

import type { ChatRequest } from '../../core/chat/request.ts';
import { ChatError } from '../../core/errors.ts';
import { type Candidate, chooseAutomatic, isAutomatic, type Needs } from '../../core/models/automatic.ts';
import type { Choice } from '../../core/run/deps.ts';
import { estimateTokens } from '../../core/run/tokens.ts';
import type { Registry } from '../models/registry.ts';
import type { Store } from '../store/store.ts';

/** What is assumed of an answer's length where no limit is set, in tokens. */
const usualOutput = 1_000;
/** How many models are compared at most. */
const most = 300;
/** From how many of a model's last calls its speed is taken. */
const callsTimed = 20;

export interface AutomaticDeps {
  readonly registry: Registry;
  readonly store: Pick<Store, 'ledger'>;
  /** The model refs the user allows; [] for all that are known of the connected providers. */
  readonly allowed: () => readonly string[];
}

function needsOf(request: ChatRequest): Needs {
  const kinds = request.messages.flatMap((message) =>
    message.role === 'user' ? message.parts.map((part) => part.type) : [],
  );
  const media = (['image', 'audio', 'pdf'] as const).filter((kind) => kinds.includes(kind));
  return {
    input: estimateTokens(request),
    output: request.parameters.max_tokens ?? usualOutput,
    takes: request.tools.length > 0 ? [...media, 'tools'] : media,
  };
}

/** Chooses a model for refs such as `parley/cheapest`, by price, by what the ledger measured, and by the recommendations. */
export class Automatic {
  readonly #deps: AutomaticDeps;

  constructor(deps: AutomaticDeps) {
    this.#deps = deps;
  }

  /** Undefined if the ref names a model. @throws ChatError `invalidSetting` if nothing can be chosen, `cancelled` */
  async choose(ref: string, request: ChatRequest, signal: AbortSignal): Promise<Choice | undefined> {
    if (!isAutomatic(ref)) return undefined;
    const choice = chooseAutomatic(ref, await this.#candidates(signal), needsOf(request));
    if (choice?.type === 'chosen') return { ref: choice.ref, why: choice.why };
    throw new ChatError('invalidSetting', { detail: choice?.sentence ?? `There is no ${ref}.` });
  }

  async #candidates(signal: AbortSignal): Promise<readonly Candidate[]> {
    const { registry, store } = this.#deps;
    const allowed = this.#deps.allowed();
    const refs = allowed.length > 0 ? allowed : await registry.knownRefs(signal);
    const candidates: Candidate[] = [];
    for (const ref of refs.slice(0, most)) {
      if (signal.aborted) throw new ChatError('cancelled');
      const candidate = await this.#candidate(ref, registry, store);
      if (candidate) candidates.push(candidate);
    }
    return candidates;
  }

  /** A ref that names no provider is left out: the setting's own check tells of it. */
  async #candidate(ref: string, registry: Registry, store: AutomaticDeps['store']): Promise<Candidate | undefined> {
    try {
      const { entry } = registry.resolve(ref);
      const facts = await registry.facts(ref);
      return {
        ref,
        facts,
        reach: entry.row.reach,
        latencyMs: (await store.ledger.latency(ref, callsTimed))?.firstContentMs,
      };
    } catch (thrown) {
      if (thrown instanceof ChatError && thrown.kind === 'invalidSetting') return undefined;
      throw thrown;
    }
  }
}

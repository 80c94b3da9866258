// The pipeline with everything around it scripted: models that answer or fail as told, a clock that moves by hand, records kept.
import type { ChatEvent, ProviderEvent } from '../../src/core/chat/events.ts';
import type { ChatRequest, ProviderRequest } from '../../src/core/chat/request.ts';
import { ChatError } from '../../src/core/errors.ts';
import { type CapabilityRules, withRules } from '../../src/core/models/capabilities.ts';
import { wireStandards } from '../../src/core/models/wireStandards.ts';
import { complete } from '../../src/core/run/complete.ts';
import { Cooldowns } from '../../src/core/run/cooldowns.ts';
import type { CallRecord, Question, RunDeps, Target } from '../../src/core/run/deps.ts';
import { RateGate } from '../../src/core/run/rateGate.ts';
import { estimateTokens } from '../../src/core/run/tokens.ts';
import { ManualClock } from './manualClock.ts';
import { settled } from './script.ts';

export const text = (words: string, choice = 0): ProviderEvent => ({ type: 'text', choice, text: words });
export const end = (reason: 'stop' | 'length' | 'refusal' = 'stop', choice = 0): ProviderEvent => ({
  type: 'finish',
  choice,
  reason,
});
export const whole = (words: string): readonly ProviderEvent[] => [text(words), end()];

/** What one request gets: events, then a failure if there is one. `hang` waits for the abort. */
export type Reply = readonly (ProviderEvent | ChatError | 'hang')[];

export interface ScriptedModel {
  /** One reply a request; the last one is repeated. */
  readonly replies: readonly Reply[];
  readonly rules?: CapabilityRules;
  readonly target?: Partial<Target>;
  /** What reaching it fails with. */
  readonly unreachable?: ChatError;
}

export const request: ChatRequest = {
  model: 'demo/one',
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hi' }] }],
  parameters: {},
  tools: [],
};

async function* play(reply: Reply, signal: AbortSignal): AsyncGenerator<ProviderEvent> {
  for (const step of reply) {
    if (signal.aborted) throw new ChatError('cancelled');
    if (step instanceof ChatError) throw step;
    if (step === 'hang') {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      throw new ChatError('cancelled');
    }
    yield step;
  }
}

export class Pipeline {
  readonly clock = new ManualClock();
  /** The requests that reached a model, in order. */
  readonly asked: { readonly ref: string; readonly at: number; readonly request: ProviderRequest }[] = [];
  readonly questions: Question[] = [];
  readonly records: CallRecord[] = [];
  readonly remembered: string[] = [];
  readonly learned: { readonly estimated: number; readonly counted: number }[] = [];
  readonly cacheEntries = new Map<string, readonly ChatEvent[]>();
  said: 'yes' | 'no' = 'no';
  readonly deps: RunDeps;
  readonly #models: Readonly<Record<string, ScriptedModel>>;
  readonly #counts = new Map<string, number>();

  constructor(models: Readonly<Record<string, ScriptedModel>>, changes: Partial<RunDeps> = {}) {
    this.#models = models;
    this.deps = {
      connect: (ref) => this.#connect(ref),
      reach: (ref) => this.#models[ref]?.target?.reach ?? 'cloud',
      automatic: () => Promise.resolve(undefined),
      ask: (question) => {
        this.questions.push(question);
        return Promise.resolve(this.said);
      },
      policy: {
        retries: 2,
        fallbackModels: [],
        fallBackOn: { contentFilter: 'never', auth: 'never' },
        workspace: undefined,
      },
      clock: this.clock,
      wall: () => 1_800_000_000_000,
      random: () => 0.5,
      gate: new RateGate(this.clock),
      cooldowns: new Cooldowns(this.clock),
      refusals: {
        refused: () => Promise.resolve([...this.remembered]),
        remember: (_, parameter) => {
          this.remembered.push(parameter);
          return Promise.resolve();
        },
      },
      budget: {
        reserve: () => Promise.resolve({ type: 'reserved', id: 'r', warning: undefined }),
        settle: () => Promise.resolve(),
      },
      cache: undefined,
      hash: (given) => given,
      ledger: {
        record: (call) => {
          this.records.push(call);
          return Promise.resolve();
        },
      },
      sent: () => {},
      estimate: (asked) => estimateTokens(asked),
      learn: (_, estimated, counted) => this.learned.push({ estimated, counted }),
      ...changes,
    };
  }

  /** A cache in memory, for `changes`. */
  useCache(): RunDeps {
    const cache = {
      get: (key: string) => Promise.resolve(this.cacheEntries.get(key)),
      put: (key: string, events: readonly ChatEvent[]) => {
        this.cacheEntries.set(key, events);
        return Promise.resolve();
      },
    };
    return { ...this.deps, cache };
  }

  #connect(ref: string): Promise<Target> {
    const model = this.#models[ref];
    if (!model) return Promise.reject(new ChatError('notFound', { detail: `${ref} is not scripted.` }));
    if (model.unreachable) return Promise.reject(model.unreachable);
    const stream = (asked: ProviderRequest, signal: AbortSignal) => {
      this.asked.push({ ref, at: this.clock.now(), request: asked });
      const count = this.#counts.get(ref) ?? 0;
      this.#counts.set(ref, count + 1);
      return play(model.replies[Math.min(count, model.replies.length - 1)] ?? [], signal);
    };
    return Promise.resolve({
      ref,
      provider: { id: ref.split('/')[0] ?? '', listModels: () => Promise.resolve([]), stream },
      model: ref.split('/')[1] ?? '',
      reach: 'cloud',
      gate: ref.split('/')[0] ?? '',
      origin: 'https://example.test',
      capabilities: withRules(wireStandards['openai-chat'], model.rules),
      limits: { firstContentMs: 1_000_000, idleMs: 1_000_000 },
      ...model.target,
    });
  }

  /** Runs to the end, moving the clock whenever everything waits for it. */
  async run(asked: Partial<ChatRequest> = {}, deps: RunDeps = this.deps, abort = new AbortController()): Promise<Ran> {
    const events: ChatEvent[] = [];
    let error: ChatError | undefined;
    let isOver = false;
    const done = (async () => {
      try {
        for await (const event of complete({ ...request, ...asked }, deps, abort.signal)) events.push(event);
      } catch (thrown) {
        if (!(thrown instanceof ChatError)) throw thrown;
        error = thrown;
      } finally {
        isOver = true;
      }
    })();
    for (let turn = 0; turn < 2_000 && !isOver; turn += 1) {
      await settled();
      if (!isOver && this.clock.pending > 0) this.clock.advance(50);
    }
    await done;
    return new Ran(events, error);
  }
}

/** What a run came to. */
export class Ran {
  readonly events: readonly ChatEvent[];
  readonly error: ChatError | undefined;

  constructor(events: readonly ChatEvent[], error: ChatError | undefined) {
    this.events = events;
    this.error = error;
  }

  of<T extends ChatEvent['type']>(type: T): readonly Extract<ChatEvent, { type: T }>[] {
    return this.events.filter((event): event is Extract<ChatEvent, { type: T }> => event.type === type);
  }

  text(choice = 0): string {
    return this.of('text')
      .map((event) => (event.choice === choice ? event.text : ''))
      .join('');
  }

  /** The one finish of a choice. */
  finish(choice = 0) {
    const found = this.of('finish').filter((event) => event.choice === choice);
    if (found.length !== 1) throw new Error(`choice ${choice} has ${found.length} finishes`);
    return found[0];
  }

  notices(): readonly string[] {
    return this.of('notice').map(({ notice }) => `${notice.kind} ${notice.parameter}`);
  }
}

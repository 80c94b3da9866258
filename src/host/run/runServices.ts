import { createHash } from 'node:crypto';
import type { ChatEvent } from '../../core/chat/events.ts';
import type { Message } from '../../core/chat/message.ts';
import { ChatError } from '../../core/errors.ts';
import type { Clock } from '../../core/run/clock.ts';
import { compileRequest } from '../../core/run/compile.ts';
import { complete } from '../../core/run/complete.ts';
import { Cooldowns } from '../../core/run/cooldowns.ts';
import type { RunDeps, RunPolicy } from '../../core/run/deps.ts';
import { RateGate } from '../../core/run/rateGate.ts';
import { type RawRunSettings, type RunSettings, readRunSettings } from '../../core/run/runSettings.ts';
import { Calibration } from '../../core/run/tokens.ts';
import type { Log } from '../log.ts';
import type { Registry } from '../models/registry.ts';
import type { RunOverrides } from '../runChat.ts';
import type { Store } from '../store/store.ts';
import { Automatic } from './automatic.ts';
import { chatRequest, type RequestSettings } from './chatRequest.ts';
import { askUser } from './questions.ts';

/** Additional tries where a request does not say. */
const usualRetries = 2;

export interface RunServicesDeps {
  readonly registry: Registry;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** The settings about every call, as they stand there. */
  readonly runSettings: () => RawRunSettings;
  readonly requestSettings: () => RequestSettings;
  /** The model refs that automatic models choose among; [] for all that are known. */
  readonly automaticModels: () => readonly string[];
  /** Names the open workspace; undefined if there is none. */
  readonly workspace: () => string | undefined;
}

export interface TokenCount {
  readonly model: string;
  readonly tokens: number;
  readonly by: 'provider' | 'estimate';
}

/** The pipeline with everything it needs from the host. One of it lives as long as the extension; a call is a call of `run`. */
export class RunServices {
  readonly #deps: RunServicesDeps;
  readonly #gate: RateGate;
  readonly #cooldowns: Cooldowns;
  readonly #calibration = new Calibration();
  readonly #automatic: Automatic;
  readonly #said = new Set<string>();

  constructor(deps: RunServicesDeps) {
    this.#deps = deps;
    this.#gate = new RateGate(deps.clock);
    this.#cooldowns = new Cooldowns(deps.clock);
    this.#automatic = new Automatic({ registry: deps.registry, store: deps.store, allowed: deps.automaticModels });
  }

  /** What is kept of calls: the ledger, the cache, refused parameters, the last requests. */
  get store(): Store {
    return this.#deps.store;
  }

  /** One completion with the settings' parameters and what was chosen over them. @throws ChatError while iterating */
  async *run(
    model: string,
    messages: readonly Message[],
    overrides: RunOverrides,
    signal: AbortSignal,
  ): AsyncGenerator<ChatEvent> {
    const request = chatRequest(model, messages, this.#deps.requestSettings(), overrides);
    yield* complete(request, this.runDeps(), signal);
  }

  /**
   * Tokens of a conversation for a model: counted by the provider where it has a counter, else estimated. @throws ChatError
   */
  async countTokens(ref: string, messages: readonly Message[], signal: AbortSignal): Promise<TokenCount> {
    const asked = chatRequest(ref, messages, this.#deps.requestSettings(), {});
    const chosen = (await this.#automatic.choose(ref, asked, signal))?.ref ?? ref;
    const target = await this.#deps.registry.connect(chosen, signal);
    const { request } = compileRequest(asked, target);
    if (!target.provider.countTokens) {
      return { model: chosen, tokens: this.#calibration.estimate(chosen, asked), by: 'estimate' };
    }
    return { model: chosen, tokens: await target.provider.countTokens(request, signal), by: 'provider' };
  }

  /** What the pipeline is given now. @throws ChatError `invalidSetting` for a budget that can't be read */
  runDeps(): RunDeps {
    const { registry, store, clock } = this.#deps;
    const settings = this.#settings();
    return {
      connect: (ref, signal) => registry.connect(ref, signal),
      reach: (ref) => registry.reach(ref),
      automatic: (ref, request, signal) => this.#automatic.choose(ref, request, signal),
      ask: askUser,
      policy: this.#policy(settings),
      clock,
      wall: () => Date.now(),
      random: () => Math.random(),
      hash: (text) => createHash('sha256').update(text).digest('hex'),
      gate: this.#gate,
      cooldowns: this.#cooldowns,
      refusals: store.refusals,
      budget: store.budget,
      cache: settings.cache === 'on' ? store.answers : undefined,
      ledger: store.ledger,
      sent: (request) => void store.sent.add(request),
      estimate: (request, { ref }) => this.#calibration.estimate(ref, request),
      learn: ({ ref }, estimated, counted) => this.#calibration.learn(ref, estimated, counted),
    };
  }

  #policy({ fallBackOn }: RunSettings): RunPolicy {
    return { retries: usualRetries, fallbackModels: [], fallBackOn, workspace: this.#deps.workspace() };
  }

  /** A wrong setting is logged once, not with every call. */
  #settings(): RunSettings {
    const settings = readRunSettings(this.#deps.runSettings());
    if (settings.blocking) throw new ChatError('invalidSetting', { detail: settings.blocking });
    for (const sentence of settings.problems) {
      if (this.#said.has(sentence)) continue;
      this.#said.add(sentence);
      this.#deps.log.warn(sentence);
    }
    return settings;
  }
}

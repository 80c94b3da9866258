// The pipeline on real adapters and real sockets: only the clock, chance and the user's answers are the test's.
import { inspect } from 'node:util';
import type { ChatEvent } from '../../src/core/chat/events.ts';
import type { ChatRequest } from '../../src/core/chat/request.ts';
import { ChatError } from '../../src/core/errors.ts';
import type { Connection } from '../../src/core/models/connection.ts';
import { wireStandards } from '../../src/core/models/wireStandards.ts';
import { complete } from '../../src/core/run/complete.ts';
import { Cooldowns } from '../../src/core/run/cooldowns.ts';
import type { RunDeps, SentRequest, Target } from '../../src/core/run/deps.ts';
import { contentLimits, localContentLimits, type TransportLimits, transportLimits } from '../../src/core/run/limits.ts';
import { RateGate } from '../../src/core/run/rateGate.ts';
import { Pipeline, Ran, request } from './pipeline.ts';
import { SkippingClock } from './skippingClock.ts';
import { canaryKey, providerAt, type Wire } from './wires.ts';

/** A model behind a real adapter. */
export interface LiveModel {
  readonly wire: Wire;
  readonly origin: string;
  readonly connection?: Partial<Connection>;
  readonly transport?: Partial<TransportLimits>;
  readonly fetch?: typeof globalThis.fetch;
  readonly target?: Partial<Target>;
}

/** A user's request for the first model. */
export const liveRequest: ChatRequest = { ...request, model: 'test/model' };

/** How a run is followed and stopped. */
export interface RunOptions {
  readonly abort?: AbortController;
  /** Told each event as it comes. */
  readonly seen?: (event: ChatEvent) => unknown;
  /** Whether waits that are announced are sat through. */
  readonly waits?: 'skipped' | 'in real time';
}

export class LivePipeline {
  readonly clock = new SkippingClock();
  readonly sent: SentRequest[] = [];
  /** Questions, records and what is remembered, kept as the scripted pipeline keeps them. */
  readonly books: Pipeline;
  readonly deps: RunDeps;
  readonly #models: Readonly<Record<string, LiveModel>>;

  /** Models by ref. Waits without a Retry-After are a thousandth of the longest. */
  constructor(models: Readonly<Record<string, LiveModel>>, changes: Partial<RunDeps> = {}) {
    this.#models = models;
    this.books = new Pipeline(
      {},
      {
        connect: (ref) => this.#connect(ref),
        reach: (ref) => this.#models[ref]?.target?.reach ?? 'cloud',
        clock: this.clock,
        gate: new RateGate(this.clock),
        cooldowns: new Cooldowns(this.clock),
        random: () => 0.001,
        sent: (sent) => this.sent.push(sent),
        ...changes,
      },
    );
    this.deps = this.books.deps;
  }

  async #connect(ref: string): Promise<Target> {
    const model = this.#models[ref];
    if (!model) throw new ChatError('notConnected', { detail: `${ref} is not there.` });
    const { wire, origin, connection, transport, fetch, target } = model;
    const limits = { ...transportLimits, ...transport };
    const provider = await providerAt(wire, origin, connection, { limits, ...(fetch ? { fetch } : {}) });
    return {
      ref,
      provider,
      model: ref.slice(ref.indexOf('/') + 1) === 'model' ? 'test-model' : 'other-model',
      reach: 'cloud',
      gate: origin,
      origin,
      capabilities: wireStandards[wire.api],
      limits: target?.reach === 'local' ? localContentLimits : contentLimits,
      ...target,
    };
  }

  /** The events as they come. */
  stream(signal: AbortSignal, asked: Partial<ChatRequest> = {}): AsyncGenerator<ChatEvent> {
    return complete({ ...liveRequest, ...asked }, this.deps, signal);
  }

  /** Runs to the end. A wait that is announced is skipped, as soon as the pipeline sits in it. */
  async run(asked: Partial<ChatRequest> = {}, options: RunOptions = {}): Promise<Ran> {
    const { abort = new AbortController(), seen, waits = 'skipped' } = options;
    const events: ChatEvent[] = [];
    try {
      for await (const event of this.stream(abort.signal, asked)) {
        events.push(event);
        seen?.(event);
        if (event.type === 'waiting' && waits === 'skipped') setImmediate(() => this.clock.skip(event.waitMs));
      }
    } catch (thrown) {
      if (!(thrown instanceof ChatError)) throw thrown;
      return new Ran(events, thrown);
    }
    return new Ran(events, undefined);
  }

  /** Where the key turned up that must turn up nowhere; '' if nowhere. */
  leak(ran: Ran): string {
    const { records, questions, remembered } = this.books;
    const everything = { events: ran.events, error: ran.error, sent: this.sent, records, questions, remembered };
    const text = inspect(everything, { depth: 20, maxArrayLength: null, maxStringLength: null, showHidden: true });
    const forms = [canaryKey, encodeURIComponent(canaryKey), btoa(canaryKey), Buffer.from(canaryKey).toString('hex')];
    const found = forms.find((form) => text.includes(form));
    return found === undefined ? '' : text.slice(Math.max(0, text.indexOf(found) - 200)).slice(0, 400);
  }
}

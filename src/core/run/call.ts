import type { ChatEvent, Finish, Usage } from '../chat/events.ts';
import { sumUsage } from '../chat/usage.ts';
import type { ChatError } from '../errors.ts';
import { costOf, sumCosts } from '../models/cost.ts';
import type { Cost } from '../models/prices.ts';
import type { CallFacts, Try } from './callFacts.ts';
import type { Clock } from './clock.ts';
import type { Target } from './deps.ts';

const content: ReadonlySet<ChatEvent['type']> = new Set(['text', 'thinking', 'toolCall']);

/** One HTTP request under way or done, with what it was counted as. */
interface Request {
  readonly target: Target;
  readonly startedAt: number;
  usage: Usage | undefined;
}

/** What is learned of one call while it runs. */
export class Call {
  readonly #asked: string;
  readonly #clock: Clock;
  readonly #startedAt: number;
  readonly #requests: Request[] = [];
  readonly #tries: Try[] = [];
  readonly #reservations: string[] = [];
  readonly #open = new Map<number, 'open' | Finish>();
  #used: string;
  #answered: string | undefined;
  #id: string | undefined;
  #firstContentAt: number | undefined;
  #source: CallFacts['source'] = 'provider';

  constructor(asked: string, clock: Clock) {
    this.#asked = asked;
    this.#used = asked;
    this.#clock = clock;
    this.#startedAt = clock.now();
  }

  get tries(): readonly Try[] {
    return this.#tries;
  }

  /** A request is sent; what it gives is told by `see`, its end by `ended`. */
  began(target: Target): Request {
    const request: Request = { target, startedAt: this.#clock.now(), usage: undefined };
    this.#requests.push(request);
    this.#used = target.ref;
    return request;
  }

  ended({ target, startedAt }: Request, outcome: Try['outcome']): void {
    this.#tries.push({ model: target.ref, outcome, durationMs: Math.round(this.#clock.now() - startedAt) });
  }

  /** A model that could not be asked at all. */
  notAsked(model: string, error: ChatError): void {
    this.#tries.push({ model, outcome: error.kind, durationMs: 0 });
  }

  /** A reservation that is given back when the call stands in the ledger. */
  holds(reservation: string): void {
    this.#reservations.push(reservation);
  }

  get reservations(): readonly string[] {
    return this.#reservations;
  }

  cached(ref: string): void {
    this.#used = ref;
    this.#source = 'cached';
  }

  /** Takes note of an event of a request; a `usage` event is to be passed on with what this returns: all requests together. */
  see(event: ChatEvent, request: Request | undefined): Usage | undefined {
    if ('choice' in event && !this.#open.has(event.choice)) this.#open.set(event.choice, 'open');
    if (event.type === 'finish') this.#open.set(event.choice, event.reason);
    else if (event.type === 'response') {
      this.#answered = event.model;
      this.#id = event.id;
    } else if (event.type === 'usage' && request) request.usage = { ...request.usage, ...event.usage };
    else if (this.#firstContentAt === undefined && content.has(event.type)) this.#firstContentAt = this.#clock.now();
    return event.type === 'usage' ? this.#usage() : undefined;
  }

  /** Whether anything was asked or answered, so that the ledger has something to keep. */
  get wasMade(): boolean {
    return this.#requests.length > 0 || this.#source === 'cached';
  }

  get hasContent(): boolean {
    return this.#firstContentAt !== undefined;
  }

  /** The choices that began and have not ended; the first one if none began. */
  unfinished(): readonly number[] {
    if (this.#open.size === 0) return [0];
    return [...this.#open].filter(([, state]) => state === 'open').map(([choice]) => choice);
  }

  /** Whether a choice has not ended, begun or not. */
  isUnfinished(choice: number): boolean {
    return (this.#open.get(choice) ?? 'open') === 'open';
  }

  facts(outcome: 'over' | 'failed'): CallFacts {
    const now = this.#clock.now();
    const first = this.#firstContentAt;
    return {
      asked: this.#asked,
      used: this.#used,
      answered: this.#answered,
      ...(this.#id === undefined ? {} : { id: this.#id }),
      usage: this.#usage(),
      cost: this.#cost(),
      firstContentMs: first === undefined ? undefined : Math.round(first - this.#startedAt),
      durationMs: Math.round(now - this.#startedAt),
      tries: this.#tries,
      finish: outcome === 'failed' ? 'failed' : this.#finish(),
      source: this.#source,
    };
  }

  /** The worst of the choices' ends, for one call has one line in the ledger. */
  #finish(): Finish {
    const ends = [...this.#open.values()].filter((end) => end !== 'open');
    const worst = (['incomplete', 'cancelled'] as const).find((end) => ends.includes(end));
    return worst ?? ends[0] ?? 'cancelled';
  }

  #usage(): Usage | undefined {
    return sumUsage(this.#requests.flatMap(({ usage }) => (usage ? [usage] : [])));
  }

  /** Requests that failed before they were counted cost nothing as far as anybody says. */
  #cost(): Cost {
    if (this.#source === 'cached') return { type: 'estimated', usd: 0 };
    const counted = this.#requests.filter(({ usage }) => usage !== undefined);
    if (counted.length === 0 && this.#firstContentAt !== undefined) return { type: 'unknown' };
    return sumCosts(counted.map(({ usage, target }) => costOf(usage ?? {}, target.prices)));
  }
}

export type CallRequest = ReturnType<Call['began']>;

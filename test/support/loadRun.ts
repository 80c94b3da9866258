// Many requests at once against a server that takes so many a second and refuses the rest.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChatRequest } from '../../src/core/chat/request.ts';
import type { Clock } from '../../src/core/run/clock.ts';
import { completeAll } from '../../src/core/run/completeAll.ts';
import { Cooldowns } from '../../src/core/run/cooldowns.ts';
import { RateGate } from '../../src/core/run/rateGate.ts';
import { LivePipeline, liveRequest } from './livePipeline.ts';
import { answer, framingOf, type Wire } from './wires.ts';

/** Time that runs so many times faster than the real one. */
export class FastClock implements Clock {
  readonly #speed: number;

  constructor(speed: number) {
    this.#speed = speed;
  }

  now(): number {
    return performance.now() * this.#speed;
  }

  after(ms: number, then: () => void): () => void {
    const timer = setTimeout(then, ms / this.#speed);
    return () => clearTimeout(timer);
  }
}

export interface Load {
  readonly wire: Wire;
  readonly requests: number;
  readonly concurrency: number;
  /** How many the server takes in any second of the clock. */
  readonly perSecond: number;
  /** Whether a refusal says when to come back. */
  readonly header: 'Retry-After: 1' | 'none';
  /** How many times faster than real time everything runs. */
  readonly speed: number;
}

export interface LoadFigures {
  readonly finished: number;
  /** Requests whose answer was wrong or came twice. */
  readonly wrong: number;
  readonly rejections: number;
  /** In milliseconds of the clock. */
  readonly durationMs: number;
}

/** The number that a request asks about, as its answer says it. */
const numberIn = (body: string): string => /item-(\d+)/.exec(body)?.[0] ?? 'none';

/** Counts the requests of the last second; the next one is refused if they are too many. */
function limiter(perSecond: number, clock: Clock): () => 'taken' | 'refused' {
  const taken: number[] = [];
  return () => {
    const now = clock.now();
    while (taken[0] !== undefined && now - taken[0] >= 1_000) taken.shift();
    if (taken.length >= perSecond) return 'refused';
    taken.push(now);
    return 'taken';
  };
}

/** Runs the load to its end. */
export async function runLoad({ wire, requests, concurrency, perSecond, header, speed }: Load): Promise<LoadFigures> {
  const clock = new FastClock(speed);
  const decide = limiter(perSecond, clock);
  let rejections = 0;
  const server = http.createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    if (decide() === 'refused') {
      rejections += 1;
      const wait = header === 'none' ? {} : { 'retry-after': '1' };
      response.writeHead(429, { 'content-type': 'application/json', ...wait });
      response.end(wire.error('rate_limit_error', 'Too many requests'));
    } else {
      response.writeHead(200, { 'content-type': framingOf(wire).contentType });
      response.end(answer(wire, numberIn(body)));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { deps } = new LivePipeline(
    { 'test/model': { wire, origin } },
    { clock, gate: new RateGate(clock), cooldowns: new Cooldowns(clock), random: Math.random },
  );
  const startedAt = clock.now();
  const seen = new Map<string, string>();
  for await (const event of completeAll(asks(requests), deps, new AbortController().signal, { concurrency })) {
    if (event.type !== 'finished') continue;
    const { result, id } = event;
    const first = result.type === 'success' ? result.answers[0] : undefined;
    const text = first?.parts.map((part) => (part.type === 'text' ? part.text : '')).join('') ?? '';
    if (first?.state.type === 'complete') seen.set(id, seen.has(id) ? 'twice' : text);
  }
  server.closeAllConnections();
  server.close();
  const wrong = [...seen].filter(([id, text]) => id !== text).length;
  return { finished: seen.size, wrong, rejections, durationMs: clock.now() - startedAt };
}

function asks(count: number): ReadonlyMap<string, ChatRequest> {
  return new Map(
    Array.from({ length: count }, (_, index) => {
      const id = `item-${index}`;
      return [id, { ...liveRequest, messages: [{ role: 'user', parts: [{ type: 'text', text: id }] }] }];
    }),
  );
}

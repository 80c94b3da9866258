// F61: Stop means stop, at every moment of a call, down to the socket.
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import type { ChatEvent } from '../../src/core/chat/events.ts';
import type { Parameters } from '../../src/core/chat/params.ts';
import { ChatError } from '../../src/core/errors.ts';
import type { RunDeps } from '../../src/core/run/deps.ts';
import { ChaosServer, chunk, hang, reply, type Script, streamsOf } from '../support/chaos.ts';
import { LivePipeline } from '../support/livePipeline.ts';
import type { Ran } from '../support/pipeline.ts';
import { answer, framingOf, type Wire, wires } from '../support/wires.ts';

const rounds = process.env.PARLEY_LONG ? 1_000 : 200;
const mostMs = 200;

/** A moment of a call: how it comes about, and when it is there. */
interface Moment {
  readonly script: (wire: Wire) => Script;
  readonly parameters?: Parameters;
  readonly deps?: Partial<RunDeps>;
  /** Brings it about before the call. */
  readonly prepare?: (pipeline: LivePipeline, origin: string) => void;
  /** The event that says that it is there; `request`: that the server has it. */
  readonly at: ChatEvent['type'] | 'request' | 'question';
  readonly text?: string;
}

const half = (wire: Wire): Script => {
  const { streamHead } = streamsOf(framingOf(wire).contentType);
  return () => [streamHead(), chunk(wire.start + wire.text('Half')), hang];
};
const failing =
  (status: number, headers: Readonly<Record<string, string>> = {}) =>
  (wire: Wire): Script =>
  () => [...reply(status, wire.error('odd_error', 'No'), { connection: 'close', ...headers }), 'end'];

const moments: Readonly<Record<string, Moment>> = {
  'before the headers': { script: () => () => [hang], at: 'request' },
  'in the middle of a word': { script: half, at: 'text', text: 'Half' },
  'during a backoff': { script: failing(500), deps: { random: () => 0.99 }, at: 'waiting' },
  'while it waits as the provider asked': { script: failing(429, { 'retry-after': '30' }), at: 'waiting' },
  'at the rate gate': {
    script: half,
    prepare: ({ deps }, origin) => deps.gate.close(origin, 30_000),
    at: 'waiting',
  },
  'while the user is asked': {
    script: failing(429, { 'retry-after': '3600' }),
    deps: { ask: () => new Promise(() => {}) },
    at: 'question',
  },
  'in the middle of a fallback': {
    script: failing(401),
    parameters: { fallback_models: ['test/slow'] },
    deps: {
      policy: {
        retries: 2,
        fallbackModels: [],
        fallBackOn: { contentFilter: 'never', auth: 'always' },
        workspace: undefined,
      },
    },
    at: 'text',
    text: 'Half',
  },
  'with copies under way': { script: half, parameters: { n: 3 }, at: 'text', text: 'Half' },
};

/** One call that is stopped at its moment. */
async function stopped(wire: Wire, moment: Moment, server: ChaosServer, times = 1): Promise<Stopped> {
  await using slow = await ChaosServer.start(half(wire));
  const asked = Promise.withResolvers<void>();
  const { deps = {} } = moment;
  const { ask } = deps;
  const pipeline = new LivePipeline(
    { 'test/model': { wire, origin: server.origin }, 'test/slow': { wire, origin: slow.origin } },
    {
      ...deps,
      ...(ask
        ? {
            ask: (question, signal) => {
              asked.resolve();
              return ask(question, signal);
            },
          }
        : {}),
    },
  );
  moment.prepare?.(pipeline, server.origin);
  const abort = new AbortController();
  let abortedAt = 0;
  const stop = () => {
    abortedAt = performance.now();
    for (let time = 0; time < times; time += 1) abort.abort();
  };
  const before = server.requests.length;
  // One turn later, so that the pipeline sits in the wait that it has announced.
  const seen = ({ type }: ChatEvent) => type === moment.at && abortedAt === 0 && setImmediate(stop);
  if (moment.at === 'request') void server.nextRequest().then(() => setImmediate(stop));
  void asked.promise.then(() => setImmediate(stop));
  const ran = await pipeline.run({ parameters: moment.parameters ?? {} }, { abort, seen, waits: 'in real time' });
  const tookMs = performance.now() - abortedAt;
  await Promise.all([...server.requests.slice(before), ...slow.requests].map(({ closed }) => closed));
  return { ran, tookMs, pipeline, listeners: getEventListeners(abort.signal, 'abort').length };
}

interface Stopped {
  readonly ran: Ran;
  readonly tookMs: number;
  readonly pipeline: LivePipeline;
  readonly listeners: number;
}

function check({ ran, tookMs, pipeline, listeners }: Stopped, moment: Moment): void {
  assert.equal(ran.error, undefined);
  const finishes = ran.of('finish');
  assert.ok(finishes.length > 0);
  for (const { reason } of finishes) assert.equal(reason, 'cancelled');
  assert.equal(ran.text(), moment.text ?? '');
  assert.equal(ran.events.at(-1)?.type, 'settled');
  assert.ok(tookMs < mostMs, `${tookMs} ms`);
  assert.equal(pipeline.clock.pending, 0, 'a timer is left');
  assert.equal(listeners, 0, 'a listener is left');
}

for (const wire of wires) {
  describe(`${wire.api}: stopping a call`, () => {
    for (const [when, moment] of Object.entries(moments)) {
      it(`stops at once ${when}`, async () => {
        await using server = await ChaosServer.start(moment.script(wire));
        check(await stopped(wire, moment, server), moment);
      });
    }

    it('stops once when it is stopped twice', async () => {
      const moment: Moment = { script: half, at: 'text', text: 'Half' };
      await using server = await ChaosServer.start(half(wire));
      check(await stopped(wire, moment, server, 2), moment);
    });

    it('sends nothing when it was stopped before', async () => {
      await using server = await ChaosServer.start(half(wire));
      const pipeline = new LivePipeline({ 'test/model': { wire, origin: server.origin } });
      const abort = new AbortController();
      abort.abort();
      const ran = await pipeline.run({}, { abort });
      assert.equal(ran.finish()?.reason, 'cancelled');
      assert.deepEqual([server.requests.length, pipeline.books.records.length], [0, 0]);
    });

    it('ends as if it were stopped when the consumer leaves early', async () => {
      await using server = await ChaosServer.start(half(wire));
      const pipeline = new LivePipeline({ 'test/model': { wire, origin: server.origin } });
      for await (const event of pipeline.stream(new AbortController().signal)) if (event.type === 'text') break;
      await Promise.all(server.requests.map(({ closed }) => closed));
      assert.equal(pipeline.clock.pending, 0);
      assert.equal(pipeline.books.records.length, 1);
    });

    it(`leaves no listener, no timer and no connection after ${rounds} times`, async () => {
      const { streamHead, stream } = streamsOf(framingOf(wire).contentType);
      const scripts: readonly Script[] = [
        () => [hang],
        () => [streamHead(), hang],
        () => [streamHead(), chunk(wire.start + wire.text('Half')), hang],
        failing(429, { 'retry-after': '30' })(wire),
        () => stream(answer(wire, 'Hello')),
      ];
      await using server = await ChaosServer.start();
      const { signal: user } = new AbortController();
      const pipeline = new LivePipeline({ 'test/model': { wire, origin: server.origin } });
      for (let round = 0; round < rounds; round += 1) {
        server.play(scripts[round % scripts.length] ?? (() => ['end']));
        const abort = new AbortController();
        const signal = AbortSignal.any([user, abort.signal]);
        const arrived = server.nextRequest();
        const events = pipeline.stream(signal);
        void arrived.then(() => setImmediate(() => abort.abort()));
        await drained(events);
        server.forgetWaiting();
        assert.equal(getEventListeners(signal, 'abort').length, 0);
        assert.equal(pipeline.clock.pending, 0);
      }
      await Promise.all(server.requests.map(({ closed }) => closed));
    });
  });
}

/** Reads to the end whatever comes. */
async function drained(events: AsyncIterable<ChatEvent>): Promise<void> {
  try {
    for await (const event of events) if (event.type === 'finish') assert.notEqual(event.reason, 'incomplete');
  } catch (thrown) {
    assert.ok(thrown instanceof ChatError, String(thrown));
  }
}

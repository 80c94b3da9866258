// Stop means stop: at once, at any moment, down to the socket, and nothing is left behind.
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { ChatError } from '../../src/core/errors.ts';
import { ChaosServer, chunk, gate, head, reply, type Step, streamsOf } from '../support/chaos.ts';
import { ask, collect, run } from '../support/collect.ts';
import { answer, framingOf, providerAt, wires } from '../support/wires.ts';

const silence: Step = { wait: new Promise(() => {}) };
const rounds = process.env.PARLEY_LONG ? 1_000 : 40;

for (const wire of wires) {
  const { contentType, keepAlive } = framingOf(wire);
  const { stream, streamHead } = streamsOf(contentType);

  describe(`${wire.api}: cancelling`, () => {
    it('sends nothing when the signal has aborted before', async () => {
      await using server = await ChaosServer.start(() => stream(answer(wire, 'x')));
      const provider = await providerAt(wire, server.origin);
      const { error, events } = await collect(provider.stream(ask(), AbortSignal.abort()));
      assert.equal(error?.kind, 'cancelled');
      assert.deepEqual(events, []);
      assert.equal(server.requests.length, 0);
    });

    it('sends nothing, and listens to nothing, until the first event is asked for', async () => {
      await using server = await ChaosServer.start(() => stream(answer(wire, 'x')));
      const provider = await providerAt(wire, server.origin);
      const { signal } = new AbortController();
      const iterator = provider.stream(ask(), signal)[Symbol.asyncIterator]();
      await iterator.return?.();
      assert.equal(server.requests.length, 0);
      assert.equal(getEventListeners(signal, 'abort').length, 0);
    });

    const moments: Readonly<Record<string, readonly Step[]>> = {
      'while it waits for headers': [silence],
      'while an error body stalls': [head(500, { 'content-length': '50' }), { send: '{' }, silence],
      'while a stream says nothing': [streamHead(), silence],
      'while the stream sends comments alone': [streamHead(), chunk(keepAlive), silence],
    };
    for (const [when, steps] of Object.entries(moments)) {
      it(`closes the connection when cancelled ${when}`, async () => {
        await using server = await ChaosServer.start(() => steps);
        const headers = gate();
        const watched: typeof fetch = async (input, init) => {
          const response = await fetch(input, init);
          headers.open();
          return response;
        };
        const provider = await providerAt(wire, server.origin, {}, { fetch: watched });
        const cancel = new AbortController();
        const arrived = server.nextRequest();
        const collected = collect(provider.stream(ask(), cancel.signal));
        const request = await arrived;
        if (steps.length > 1) await headers.passed;
        // Let what the headers set off run up to the read that waits.
        await new Promise(setImmediate);
        cancel.abort();
        const { error, events } = await collected;
        assert.equal(error?.kind, 'cancelled');
        assert.deepEqual(
          events.map(({ type }) => type),
          ['sent'],
        );
        await request.closed;
      });
    }

    it('keeps what came and closes the connection when cancelled between two pieces', async () => {
      await using server = await ChaosServer.start(() => [
        streamHead(),
        chunk(wire.start + wire.text('Half')),
        silence,
      ]);
      const provider = await providerAt(wire, server.origin);
      const cancel = new AbortController();
      const { promise: seen, resolve } = Promise.withResolvers<void>();
      const answering = provider.stream(ask(), cancel.signal);
      const collected = collect(answering, (event) => event.type === 'text' && resolve());
      await seen;
      // The consumer is waiting for the next piece now, and none will ever come.
      await new Promise(setImmediate);
      cancel.abort();
      const { text, error, finishes } = await collected;
      assert.equal(text, 'Half');
      assert.equal(error?.kind, 'cancelled');
      assert.deepEqual(finishes, []);
      await server.requests[0]?.closed;
    });

    it('yields nothing of a piece that was not complete when cancelled', async () => {
      const whole = wire.text('b');
      const unfinished = whole.slice(0, whole.indexOf('\n', whole.indexOf('"b"')));
      const steps = [streamHead(), chunk(wire.start + wire.text('a') + unfinished), silence];
      await using server = await ChaosServer.start(() => steps);
      const provider = await providerAt(wire, server.origin);
      const cancel = new AbortController();
      const waiting = gate();
      const collected = collect(
        provider.stream(ask(), cancel.signal),
        (event) => event.type === 'text' && waiting.open(),
      );
      await waiting.passed;
      await new Promise(setImmediate);
      cancel.abort();
      const { text, error } = await collected;
      assert.deepEqual([text, error?.kind], ['a', 'cancelled']);
    });

    it('is cancelled at once even where the platform does not pass the abort on', async () => {
      const reading = gate();
      const deaf: typeof fetch = async () => {
        const body = new ReadableStream({ pull: () => new Promise(() => reading.open()) });
        return new Response(body, { headers: { 'content-type': contentType } });
      };
      const provider = await providerAt(wire, 'http://127.0.0.1:9', {}, { fetch: deaf });
      const cancel = new AbortController();
      const collected = collect(provider.stream(ask(), cancel.signal));
      await reading.passed;
      await new Promise(setImmediate);
      cancel.abort();
      assert.equal((await collected).error?.kind, 'cancelled');
    });

    it('is cancelled, whatever the request died of at that moment', async () => {
      const cancel = new AbortController();
      const dying: typeof fetch = async () => {
        cancel.abort();
        throw new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNRESET' }) });
      };
      const provider = await providerAt(wire, 'http://127.0.0.1:9', {}, { fetch: dying });
      assert.equal((await collect(provider.stream(ask(), cancel.signal))).error?.kind, 'cancelled');
    });

    it('yields nothing more after the abort, though more has arrived', async () => {
      const body =
        wire.start + wire.text('a') + wire.thinking('b') + wire.text('c') + wire.finish('stop') + wire.terminal;
      await using server = await ChaosServer.start(() => stream(body));
      const provider = await providerAt(wire, server.origin);
      const cancel = new AbortController();
      const { events, error } = await collect(provider.stream(ask(), cancel.signal), (event) => {
        if (event.type === 'text') cancel.abort();
      });
      assert.equal(error?.kind, 'cancelled');
      assert.equal(events.at(-1)?.type, 'text');
    });

    it('is cancelled also when the abort comes with the last event', async () => {
      await using server = await ChaosServer.start(() => stream(answer(wire, 'x')));
      const provider = await providerAt(wire, server.origin);
      const cancel = new AbortController();
      const { error, finishes } = await collect(provider.stream(ask(), cancel.signal), (event) => {
        if (event.type === 'finish') cancel.abort();
      });
      assert.deepEqual(finishes, ['stop']);
      assert.equal(error?.kind, 'cancelled');
    });

    it('is not disturbed by an abort after its end', async () => {
      await using server = await ChaosServer.start(() => stream(answer(wire, 'x')));
      const provider = await providerAt(wire, server.origin);
      const cancel = new AbortController();
      const { error, finishes } = await collect(provider.stream(ask(), cancel.signal));
      cancel.abort();
      assert.equal(error, undefined);
      assert.deepEqual(finishes, ['stop']);
    });

    it('aborts the request when the consumer stops early', async () => {
      await using server = await ChaosServer.start(() => [
        streamHead(),
        chunk(wire.start + wire.text('Half')),
        silence,
      ]);
      const provider = await providerAt(wire, server.origin);
      for await (const event of provider.stream(ask(), new AbortController().signal)) if (event.type === 'text') break;
      await server.requests[0]?.closed;
    });

    it('cancels a list of models', async () => {
      await using server = await ChaosServer.start(() => [
        head(200, { 'content-length': '9' }),
        { send: '{' },
        silence,
      ]);
      const provider = await providerAt(wire, server.origin);
      const cancel = new AbortController();
      const arrived = server.nextRequest();
      const listed = provider.listModels(cancel.signal);
      const request = await arrived;
      cancel.abort();
      await assert.rejects(listed, (error) => error instanceof ChatError && error.kind === 'cancelled');
      await request.closed;
      await assert.rejects(provider.listModels(AbortSignal.abort()), { kind: 'cancelled' });
    });

    it(`leaves no listener on the signal after ${rounds} answers, failures, breaks and lists`, async () => {
      await using server = await ChaosServer.start(() => stream(answer(wire, 'x')));
      const provider = await providerAt(wire, server.origin);
      const { signal } = new AbortController();
      for (let round = 0; round < rounds; round++) {
        server.play(() => stream(answer(wire, 'x')));
        await collect(provider.stream(ask(), signal));
        for await (const _ of provider.stream(ask(), signal)) break;
        server.play(() => reply(500, wire.error('api_error', 'no')));
        await collect(provider.stream(ask(), signal));
        server.play(() => reply(200, wire.models('m')));
        await provider.listModels(signal);
      }
      assert.equal(getEventListeners(signal, 'abort').length, 0);
    });

    it(`leaves no listener and no connection after ${rounds} cancelled answers`, async () => {
      await using server = await ChaosServer.start(() => [
        streamHead(),
        chunk(wire.start + wire.text('Half')),
        silence,
      ]);
      const provider = await providerAt(wire, server.origin);
      for (let round = 0; round < rounds; round++) {
        const cancel = new AbortController();
        await collect(provider.stream(ask(), cancel.signal), (event) => event.type === 'text' && cancel.abort());
        assert.equal(getEventListeners(cancel.signal, 'abort').length, 0);
      }
      await Promise.all(server.requests.map(({ closed }) => closed));
      assert.equal(server.requests.length, rounds);
    });

    it('cancels one of two answers and leaves the other alone', async () => {
      const end = chunk(wire.finish('stop') + wire.terminal);
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      const slow = [streamHead(), chunk(wire.start + wire.text('ok')), { wait: released }, end, { send: '0\r\n\r\n' }];
      await using server = await ChaosServer.start(() => slow);
      const provider = await providerAt(wire, server.origin);
      const cancel = new AbortController();
      const cancelled = collect(
        provider.stream(ask(), cancel.signal),
        (event) => event.type === 'text' && cancel.abort(),
      );
      const other = run(provider);
      assert.equal((await cancelled).error?.kind, 'cancelled');
      release();
      const { text, error } = await other;
      assert.equal(error, undefined);
      assert.equal(text, 'ok');
    });
  });
}

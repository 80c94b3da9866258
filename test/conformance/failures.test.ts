// What goes wrong, and what it is called: the same for every wire API.
import assert from 'node:assert/strict';
import net from 'node:net';
import { inspect } from 'node:util';
import type { ErrorKind } from '../../src/core/errors.ts';
import { ChaosServer, chunk, gate, head, lastChunk, reply, type Step, streamsOf } from '../support/chaos.ts';
import { run } from '../support/collect.ts';
import { consoleDuring } from '../support/consoleWatch.ts';
import { answer, canaryKey, framingOf, providerAt, wires } from '../support/wires.ts';

const statuses: readonly (readonly [number, string, string, ErrorKind])[] = [
  [400, 'invalid_request_error', 'messages: at least one message is required', 'badRequest'],
  [400, 'invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum', 'contextTooLong'],
  [401, 'authentication_error', 'invalid x-api-key', 'auth'],
  [402, 'billing_error', 'Payment required', 'quota'],
  [403, 'permission_error', 'Your key may not use this model', 'permission'],
  [404, 'not_found_error', 'model: test-model', 'notFound'],
  [408, 'timeout', 'Request timeout', 'timeout'],
  [413, 'request_too_large', 'Request exceeds the maximum size', 'tooLarge'],
  [418, 'teapot', 'I am one', 'badRequest'],
  [422, 'validation_error', 'bad field', 'badRequest'],
  [429, 'rate_limit_error', 'Number of requests has exceeded your rate limit', 'rateLimit'],
  [429, 'insufficient_quota', 'You exceeded your current quota', 'quota'],
  [500, 'api_error', 'Internal server error', 'server'],
  [502, 'bad_gateway', 'Bad gateway', 'server'],
  [503, 'unavailable', 'Service unavailable', 'overloaded'],
  [504, 'timeout_error', 'Gateway timeout', 'timeout'],
  [529, 'overloaded_error', 'Overloaded', 'overloaded'],
  [599, 'odd', 'Odd', 'server'],
];

const beginnings: Readonly<Record<string, readonly Step[]>> = {
  'by a reset': ['reset'],
  'by a clean end of the connection': ['end'],
};

for (const wire of wires) {
  const { contentType, keepAlive, frame } = framingOf(wire);
  const { stream, streamHead } = streamsOf(contentType);

  describe(`${wire.api}: failures`, () => {
    for (const [status, code, message, kind] of statuses) {
      it(`calls ${status} ${code} ${kind}, after one request`, async () => {
        await using server = await ChaosServer.start(() =>
          reply(status, wire.error(code, message), { 'x-request-id': 'req_1' }),
        );
        const { error, events } = await run(await providerAt(wire, server.origin));
        assert.equal(error?.kind, kind);
        assert.equal(error.facts.status, status);
        assert.equal(error.facts.detail, message);
        assert.match(error.facts.requestId ?? '', /^req_/);
        assert.equal(error.facts.host, `127.0.0.1:${server.port}`);
        assert.deepEqual(
          events.map(({ type }) => type),
          ['sent'],
        );
        assert.equal(server.requests.length, 1);
      });
    }

    it('keeps how long a 429 asks to wait', async () => {
      const body = wire.error('rate_limit_error', 'slow down');
      await using server = await ChaosServer.start(() => reply(429, body, { 'retry-after': '7' }));
      const { error } = await run(await providerAt(wire, server.origin));
      assert.equal(error?.kind, 'rateLimit');
      assert.equal(error.facts.retryAfterMs, 7_000);
    });

    it('shows a gateway error page as a sentence, not as HTML', async () => {
      const page = '<html><head><title>502</title></head><body><h1>Bad <b>Gateway</b></h1></body></html>';
      await using server = await ChaosServer.start(() => reply(502, page, { 'content-type': 'text/html' }));
      const { error } = await run(await providerAt(wire, server.origin));
      assert.equal(error?.kind, 'server');
      assert.equal(error.facts.detail, '502 Bad Gateway');
    });

    it('keeps the key out of every part of an error that repeats it', async () => {
      const echo = `Incorrect API key provided: ${canaryKey}, see ${encodeURIComponent(canaryKey)} and ${btoa(canaryKey)}`;
      await using server = await ChaosServer.start(() => reply(401, wire.error('invalid_api_key', echo)));
      const { error } = await run(await providerAt(wire, server.origin));
      assert.equal(error?.kind, 'auth');
      const everything = inspect(error, { depth: 10, showHidden: true });
      for (const form of [canaryKey, btoa(canaryKey)]) assert.equal(everything.includes(form), false);
      assert.match(error.facts.detail ?? '', /\[redacted\]/);
    });

    it('reads only the beginning of an endless error', async () => {
      const endless = [head(500, { 'content-type': 'text/plain' }), ...Array(40).fill({ send: 'x'.repeat(100_000) })];
      await using server = await ChaosServer.start(() => endless);
      const { error } = await run(await providerAt(wire, server.origin));
      assert.equal(error?.kind, 'server');
      assert.ok((error.facts.detail?.length ?? 0) <= 500);
    });

    it('does not wait for an error whose body stalls', async () => {
      const stalled = [head(503, { 'content-length': '100' }), { send: '{"error"' }, { wait: new Promise(() => {}) }];
      await using server = await ChaosServer.start(() => stalled);
      const limits = { headersMs: 60_000, bodyMs: 20 };
      const { error } = await run(await providerAt(wire, server.origin, {}, { limits }));
      assert.equal(error?.kind, 'overloaded');
    });

    it('says that nothing listens', async () => {
      const { error } = await run(await providerAt(wire, `http://127.0.0.1:${await closedPort()}`));
      assert.equal(error?.kind, 'network');
      assert.equal(error.facts.code, 'ECONNREFUSED');
    });

    it('says that a name is unknown', async () => {
      const changes = { baseUrl: 'https://nobody..invalid' };
      const { error } = await run(await providerAt(wire, 'http://127.0.0.1:1', changes));
      assert.equal(error?.kind, 'network');
      assert.match(error.facts.code ?? '', /^(ENOTFOUND|EAI_AGAIN)$/);
    });

    for (const [how, steps] of Object.entries(beginnings)) {
      it(`calls a connection that is lost before the headers ${how} a network failure`, async () => {
        await using server = await ChaosServer.start(() => steps);
        const { error } = await run(await providerAt(wire, server.origin));
        assert.equal(error?.kind, 'network');
      });
    }

    it('gives up when no headers come', async () => {
      await using server = await ChaosServer.start(() => [{ wait: new Promise(() => {}) }]);
      const limits = { headersMs: 20, bodyMs: 60_000 };
      const { error } = await run(await providerAt(wire, server.origin, {}, { limits }));
      assert.equal(error?.kind, 'timeout');
      assert.equal(error.facts.limitMs, 20);
      await server.requests[0]?.closed;
    });

    const opening = [streamHead(), chunk(wire.start + wire.text('Half an ans'))];
    const cuts: Readonly<Record<string, (seen: Promise<void>) => readonly Step[]>> = {
      'a reset': (seen) => [...opening, { wait: seen }, 'reset'],
      'a close without the last chunk': () => [...opening, 'end'],
      'the last chunk without a terminal signal': () => [...opening, lastChunk],
      'a close of a body without length': () => [
        head(200, { 'content-type': contentType, connection: 'close' }),
        { send: wire.start + wire.text('Half an ans') },
        'end',
      ],
      'a body shorter than its length': () => [
        head(200, { 'content-type': contentType, 'content-length': '99999' }),
        { send: wire.start + wire.text('Half an ans') },
        'end',
      ],
    };
    for (const [how, script] of Object.entries(cuts)) {
      it(`keeps the text and calls it incomplete after ${how}`, async () => {
        const seen = gate();
        await using server = await ChaosServer.start(() => script(seen.passed));
        const provider = await providerAt(wire, server.origin);
        const { text, finishes, error } = await run(provider, {}, (event) => event.type === 'text' && seen.open());
        assert.equal(text, 'Half an ans');
        assert.deepEqual(finishes, []);
        assert.equal(error?.kind, 'incomplete');
      });
    }

    it('never yields the tool calls of an answer that was cut', async () => {
      const body = wire.start + wire.toolCall(0, 'call_a', 'rm', ['{"path":"/"}']);
      await using server = await ChaosServer.start(() => stream(body));
      const { events, error } = await run(await providerAt(wire, server.origin));
      assert.equal(error?.kind, 'incomplete');
      assert.equal(
        events.some(({ type }) => type === 'toolCall' || type === 'finish'),
        false,
      );
    });

    it('calls the terminal signal without a reason incomplete', async () => {
      await using server = await ChaosServer.start(() => stream(frame('[DONE]')));
      const { error } = await run(await providerAt(wire, server.origin));
      assert.match(error?.kind ?? '', /^(incomplete|protocol)$/);
    });

    for (const type of ['text/html', 'text/html; charset=utf-8', 'application/json', 'text/plain', '']) {
      it(`recognises a web page with status 200 sent as "${type}"`, async () => {
        const page = '<!DOCTYPE html>\n<html><body>Log in to the proxy</body></html>';
        await using server = await ChaosServer.start(() => reply(200, page, { 'content-type': type }));
        const { error } = await run(await providerAt(wire, server.origin));
        assert.equal(error?.kind, 'notAnApi');
        assert.equal(server.requests.length, 1);
      });
    }

    const surprises: Readonly<Record<string, readonly [readonly Step[], ErrorKind]>> = {
      'an empty reply': [reply(200, ''), 'protocol'],
      'an empty stream': [stream(), 'incomplete'],
      'a stream of comments': [stream(keepAlive, keepAlive), 'incomplete'],
      'a whole answer instead of a stream': [reply(200, '{"id":"x","choices":[]}'), 'protocol'],
      'an error with status 200': [
        reply(200, wire.error('overloaded_error', 'The engine is overloaded')),
        'overloaded',
      ],
      'no content': [[head(204)], 'protocol'],
      'a frame that is not JSON': [stream(wire.start, frame('{"secret prompt'), wire.terminal), 'protocol'],
      'a frame that is no object': [stream(wire.start, frame('[1]'), wire.terminal), 'protocol'],
      'truncated gzip': [
        [
          head(200, { 'content-type': contentType, 'content-encoding': 'gzip', connection: 'close' }),
          { send: Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x4a) },
          'end',
        ],
        'incomplete',
      ],
    };
    for (const [what, [steps, kind]] of Object.entries(surprises)) {
      it(`calls ${what} ${kind}, without a word on the console`, async () => {
        await using server = await ChaosServer.start(() => steps);
        const provider = await providerAt(wire, server.origin);
        let result: Awaited<ReturnType<typeof run>> | undefined;
        const written = await consoleDuring(async () => {
          result = await run(provider);
        });
        assert.equal(result?.error?.kind, kind);
        assert.deepEqual(result.finishes, []);
        assert.equal(inspect(result.error).includes('secret prompt'), false);
        assert.deepEqual(written, []);
      });
    }

    it('refuses an event that never ends', async () => {
      const mega = 'x'.repeat(1024 * 1024);
      await using server = await ChaosServer.start(() => [
        streamHead(),
        chunk('data: '),
        ...Array(17).fill(chunk(mega)),
      ]);
      const { error } = await run(await providerAt(wire, server.origin));
      assert.equal(error?.kind, 'protocol');
      assert.equal(error.facts.detail, 'One event of the stream is too large.');
    });

    it('reads a single event of 5 MB', async () => {
      const long = 'y'.repeat(5 * 1024 * 1024);
      await using server = await ChaosServer.start(() => stream(answer(wire, long)));
      const { text, error } = await run(await providerAt(wire, server.origin));
      assert.equal(error, undefined);
      assert.equal(text.length, long.length);
    });

    for (const [form, errorFrame] of Object.entries(wire.errorFrames('The engine is overloaded'))) {
      for (const [when, before] of [
        ['before the first token', ''],
        ['after it', 'Half'],
      ] as const) {
        it(`ends with the error in the stream (${form}) ${when}`, async () => {
          const body = wire.start + (before && wire.text(before)) + errorFrame + wire.finish('stop') + wire.terminal;
          await using server = await ChaosServer.start(() => stream(body));
          const { text, error, finishes } = await run(await providerAt(wire, server.origin));
          assert.equal(text, before);
          assert.equal(error?.kind, 'overloaded');
          assert.equal(error.facts.detail, 'The engine is overloaded');
          assert.deepEqual(finishes, []);
        });
      }
    }
  });
}

/** A loopback port on which nothing listens. */
async function closedPort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

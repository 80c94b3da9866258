// A server that writes the key, or a header, into whatever it sends: nothing of it reaches the user, the log, the ledger or the panel.
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { ChatEvent } from '../../src/core/chat/events.ts';
import type { ErrorKind } from '../../src/core/errors.ts';
import { findSecret } from '../support/canary.ts';
import { ChaosServer, chunk, head, lastChunk, reply, type Script, type Step, streamsOf } from '../support/chaos.ts';
import { consoleDuring } from '../support/consoleWatch.ts';
import { LivePipeline } from '../support/livePipeline.ts';
import type { Ran } from '../support/pipeline.ts';
import { answer, canaryKey, framingOf, type Wire, wires } from '../support/wires.ts';

const headerSecret = 'header-secret-987654';
const tokenSecret = 'dXNlcjpjYW5hcnktcGFzc3dvcmQ';
const secrets = [canaryKey, headerSecret, tokenSecret];
const headers = { 'X-Gateway-Key': headerSecret, 'X-Gateway-Auth': `Basic ${tokenSecret}` };

/** The secrets in the forms in which they turn up in other people's messages. */
const echoes = secrets.flatMap((secret) => [secret, encodeURIComponent(secret), btoa(secret)]).join(' and ');

interface Fault {
  readonly kind: ErrorKind;
  readonly script: (wire: Wire) => Script;
  /** What of the answer was shown before. */
  readonly shown?: string;
}

const streaming = (wire: Wire) => streamsOf(framingOf(wire).contentType);
const page = `<!DOCTYPE html><html><title>${canaryKey}</title><body>${echoes}</body></html>`;

/** An error body with a secret in each of its fields. */
const inEveryField = JSON.stringify({
  error: { message: echoes, type: canaryKey, code: headerSecret, param: canaryKey, status: tokenSecret },
  request_id: canaryKey,
});

/** A failure whose status line is a secret, too. */
function withReason(status: number, body: string): Step[] {
  return [{ send: `HTTP/1.1 ${status} ${canaryKey}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}` }];
}

const faults: Readonly<Record<string, Fault>> = {
  '401 that repeats the key': {
    kind: 'auth',
    script: (wire) => () => reply(401, wire.error('invalid_api_key', `Incorrect API key provided: ${echoes}.`)),
  },
  '400 that repeats the headers': {
    kind: 'badRequest',
    script: (wire) => (request) => reply(400, wire.error('bad', `Bad headers: ${JSON.stringify(request.headers)}`)),
  },
  '400 with secrets in every field': { kind: 'badRequest', script: () => () => reply(400, inEveryField) },
  '400 that names the key as a parameter': {
    kind: 'unsupportedParameter',
    script: (wire) => () => reply(400, wire.error('unsupported_parameter', `Unsupported parameter: '${canaryKey}'`)),
  },
  '401 without a body, its status line a secret': { kind: 'auth', script: () => () => withReason(401, '') },
  '500 as plain text': { kind: 'server', script: () => () => withReason(500, `Traceback: key=${echoes}`) },
  '502 as a web page': {
    kind: 'server',
    script: () => () => reply(502, page, { 'content-type': 'text/html' }),
  },
  '200 as a web page': { kind: 'notAnApi', script: () => () => reply(200, page, { 'content-type': 'text/html' }) },
  '200 as a whole answer': { kind: 'protocol', script: () => () => reply(200, JSON.stringify({ answer: echoes })) },
  '200 of an unknown type': {
    kind: 'protocol',
    script: () => () => reply(200, echoes, { 'content-type': `text/${canaryKey}` }),
  },
  'a redirect': {
    kind: 'redirect',
    script: () => () => [
      head(302, { location: `http://${canaryKey}:${headerSecret}@${canaryKey}.test/${echoes.replaceAll(' ', '')}` }),
    ],
  },
  'headers that carry it': {
    kind: 'rateLimit',
    script: (wire) => () =>
      reply(429, wire.error('rate_limit_error', 'Slow down'), {
        'x-request-id': `req ${canaryKey}`,
        'request-id': headerSecret,
        'retry-after': canaryKey,
        'x-should-retry': headerSecret,
      }),
  },
  'a frame that is no JSON': {
    kind: 'protocol',
    script: (wire) => () => streaming(wire).stream(framingOf(wire).frame(`{"a": ${echoes}`)),
  },
  'a frame that is no object': {
    kind: 'protocol',
    script: (wire) => () => streaming(wire).stream(framingOf(wire).frame(JSON.stringify(echoes))),
  },
  'bytes that are no frame': { kind: 'incomplete', script: (wire) => () => streaming(wire).stream(echoes) },
  'an error in the stream': {
    kind: 'overloaded',
    script: (wire) => {
      const [frames = ''] = Object.values(wire.errorFrames(`Overloaded: ${echoes}`));
      return () => streaming(wire).stream(frames);
    },
  },
  'an error after the first words': {
    kind: 'overloaded',
    shown: 'Half',
    script: (wire) => {
      const [frames = ''] = Object.values(wire.errorFrames(`Overloaded: ${echoes}`));
      return () => streaming(wire).stream(wire.start + wire.text('Half'), frames);
    },
  },
  'a stream that is cut': {
    kind: 'incomplete',
    shown: 'Half',
    script: (wire) => () => [
      streaming(wire).streamHead({ 'x-request-id': canaryKey }),
      chunk(wire.start + wire.text('Half')),
      lastChunk,
    ],
  },
};

/** Where a secret stands in what the pipeline gave away; undefined if nowhere. */
function leakOf(ran: Ran, pipeline: LivePipeline, written: readonly string[]): string | undefined {
  const { events, error } = ran;
  const causes: unknown[] = [];
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) causes.push(cause, cause.stack);
  const given = { events, error, causes, sent: pipeline.sent, records: pipeline.books.records, written };
  const seen = inspect(given, { depth: 30, showHidden: true, maxStringLength: null, maxArrayLength: null });
  const places = [seen, JSON.stringify(given), String(error), error?.message ?? '', JSON.stringify(error?.facts ?? {})];
  // A name of a host is in lower case.
  const forms = [...secrets, ...secrets.map((secret) => secret.toLowerCase())];
  const found = places.flatMap((place) => forms.flatMap((secret) => findSecret(secret, place) ?? []))[0];
  return found && `${found}: ${seen}`;
}

const errorOf = (ran: Ran) => ran.error ?? ran.of('finish').find(({ error }) => error)?.error;

for (const wire of wires) {
  describe(`${wire.api}: secrets in what a server sends`, () => {
    for (const [name, { kind, script, shown = '' }] of Object.entries(faults)) {
      it(`${name} stays unseen`, async () => {
        await using server = await ChaosServer.start(script(wire));
        const model = { wire, origin: server.origin, connection: { headers } };
        const pipeline = new LivePipeline({ 'test/model': model });
        let ran: Ran | undefined;
        const written = await consoleDuring(async () => {
          ran = await pipeline.run();
        });
        assert.ok(ran);
        assert.equal(errorOf(ran)?.kind, kind);
        assert.equal(ran.text(), shown);
        assert.equal(leakOf(ran, pipeline, written), undefined);
        assert.deepEqual(written, []);
        assert.equal(pipeline.books.records.length, 1);
        assert.ok(server.requests[0]?.headers.authorization?.includes(canaryKey), 'the server was given the key');
      });
    }

    it('and nowhere in a request as it was sent', async () => {
      await using server = await ChaosServer.start(() => streaming(wire).stream(answer(wire, 'x')));
      const pipeline = new LivePipeline({ 'test/model': { wire, origin: server.origin, connection: { headers } } });
      const ran = await pipeline.run();
      assert.equal(ran.error, undefined);
      const sent = ran.events.filter((event): event is Extract<ChatEvent, { type: 'sent' }> => event.type === 'sent');
      assert.equal(sent.length, 1);
      assert.equal(sent[0]?.body, server.requests[0]?.body);
      assert.equal(leakOf(ran, pipeline, []), undefined);
    });
  });
}

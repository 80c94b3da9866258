// F19–F31: what happens to the connection.
import assert from 'node:assert/strict';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { chunk, hang, lastChunk, type Step } from '../../support/chaos.ts';
import { selfSigned } from '../../support/selfSigned.ts';
import {
  always,
  cutOff,
  type Fault,
  type FaultCase,
  failed,
  interrupted,
  type Scene,
  type SetUp,
  whole,
} from '../fault.ts';
import { oddFramesOf } from '../frames.ts';
import { good, heals, thrice, twice } from '../scripts.ts';

/** A port that was free a moment ago and is not listened on. */
function closedOrigin(): string {
  const server = http.createServer().listen(0);
  const { port } = server.address() as AddressInfo;
  server.close();
  return `http://127.0.0.1:${port}`;
}

/** A stream that has said "Half" and was read so far. */
const half = ({ wire, streamHead, seen }: Scene): readonly Step[] => [
  streamHead(),
  chunk(wire.start + wire.text('Half')),
  seen,
];

const noDataFor90 = interrupted('stalled', 'No data for 90 s.');
const silentFor180 = failed('timeout', 'Test did not answer within 180 s.');

const refused = (title: string, reach: 'cloud' | 'local', waits: readonly number[]): FaultCase => ({
  title,
  scripts: () => [[]],
  setUp: { model: () => ({ origin: closedOrigin(), target: { reach } }) },
  expected: {
    end: failed('network', /^Nothing answers at 127\.0\.0\.1:\d+\. Is Test running\?$/),
    requests: 0,
    waits,
  },
});

const unknownName: FaultCase = {
  title: 'is one state, after two quiet tries',
  scripts: () => [[]],
  setUp: { model: () => ({ connection: { baseUrl: 'https://nobody..invalid' } }) },
  expected: {
    end: failed('network', /^nobody\.\.invalid can't be reached \(.*is this machine online\?\)\.$/),
    requests: 0,
    waits: [1, 2],
  },
};

/** The body dies of this after its beginning has been read, as when the network is switched. */
function dyingOf(code: string): SetUp {
  const fetching: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    const reader = response.body?.getReader();
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { value, done = true } = (await reader?.read()) ?? {};
        if (value) controller.enqueue(value);
        if (done) controller.error(new TypeError('terminated', { cause: Object.assign(new Error(), { code }) }));
      },
    });
    return new Response(body, { headers: response.headers });
  };
  return { model: () => ({ fetch: fetching }) };
}

const silences: readonly FaultCase[] = [
  {
    title: 'after the beginning',
    scripts: (scene) => [[...half(scene), scene.skip(91_000), hang]],
    expected: { end: noDataFor90, text: 'Half', requests: 1 },
  },
  {
    title: 'before the first word, twice',
    scripts: ({ streamHead, skip }) => [[streamHead(), skip(181_000), hang]],
    expected: { end: silentFor180, ...twice },
  },
  {
    title: 'longer than the whole call may take',
    scripts: (scene) => [[...half(scene), scene.skip(31_000), hang]],
    setUp: { parameters: { timeout: 30 } },
    expected: { end: interrupted('timeout', 'Test did not answer within 30 s.'), text: 'Half', requests: 1 },
  },
  {
    title: 'longer than the whole call may take, before the first word',
    scripts: ({ streamHead, skip }) => [[streamHead(), skip(31_000), hang]],
    setUp: { parameters: { timeout: 30 } },
    expected: { end: failed('timeout', 'Test did not answer within 30 s.'), requests: 1 },
  },
];

const keepAlives: readonly FaultCase[] = [
  {
    title: 'after the beginning',
    scripts: (scene) => {
      const alive = [chunk(scene.form.keepAlive), scene.skip(31_000)];
      return [[...half(scene), ...alive, ...alive, ...alive, hang]];
    },
    expected: { end: noDataFor90, text: 'Half', requests: 1 },
  },
  {
    title: 'and counts of tokens',
    scripts: (scene) => {
      const { counting } = oddFramesOf(scene.wire);
      const alive = (times: number) => [
        chunk(counting || scene.form.keepAlive),
        scene.counted(counting === '' ? 0 : times),
        scene.skip(31_000),
      ];
      return [[...half(scene), ...alive(1), ...alive(2), ...alive(3), hang]];
    },
    expected: { end: noDataFor90, text: 'Half', requests: 1 },
  },
  {
    title: 'before the first word, twice',
    scripts: ({ streamHead, form, skip }) => {
      const alive = [chunk(form.keepAlive), skip(61_000)];
      return [[streamHead(), ...alive, ...alive, ...alive, hang]];
    },
    expected: { end: silentFor180, ...twice },
  },
];

const slowHeaders: readonly FaultCase[] = [
  {
    title: 'that never come',
    scripts: () => [[hang]],
    setUp: { model: () => ({ transport: { headersMs: 60 } }) },
    expected: { end: failed('timeout', 'Test did not answer within 1 s.'), ...twice },
  },
  {
    title: 'that come late',
    scripts: (scene) => [[scene.skip(120_000), ...good(scene)]],
    expected: { end: whole(), text: 'Hello', requests: 1 },
  },
];

const drip: FaultCase = {
  title: 'twenty bytes a second are an answer that grows',
  scripts: (scene) => {
    const { wire, streamHead, skip } = scene;
    const bytes = Buffer.from(wire.start + wire.text('One ') + wire.text('two') + wire.finish('stop') + wire.terminal);
    return [[streamHead(), ...[...bytes].flatMap((byte) => [chunk(Uint8Array.of(byte)), skip(50)]), lastChunk]];
  },
  expected: { end: whole(), text: 'One two', requests: 1 },
};

/** A server of another kind in place of the scripted one. */
function instead(make: () => http.Server | https.Server, scheme: 'https'): SetUp {
  const server = make().listen(0, '127.0.0.1');
  const close = () => () => void server.close();
  return {
    around: close,
    model: () => ({ origin: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}` }),
  };
}

/** A proxy between the two, of which the platform's fetch knows; it speaks to the scripted server alone. */
const throughProxy: SetUp = {
  around: (server) => http.setGlobalProxyFromEnv({ http_proxy: server.origin, no_proxy: '' }),
  model: () => ({ origin: closedOrigin() }),
};

const tls: readonly FaultCase[] = [
  {
    title: 'a certificate nobody vouches for is named, and nothing is sent',
    scripts: () => [[]],
    get setUp() {
      return instead(() => https.createServer(selfSigned()), 'https');
    },
    expected: {
      end: failed(
        'certificate',
        /^127\.0\.0\.1:\d+ presented a certificate .* not trust \(DEPTH_ZERO_SELF_SIGNED_CERT\)/,
      ),
      requests: 0,
    },
  },
  {
    title: 'a server that speaks no TLS',
    scripts: () => [[]],
    get setUp() {
      return instead(() => http.createServer(), 'https');
    },
    expected: { end: failed('network', /^127\.0\.0\.1:\d+ can't be reached/), requests: 0, waits: [1, 2] },
  },
];

const proxies: readonly FaultCase[] = [407, 403].map((status) => ({
  title: `the proxy answers ${status}`,
  scripts: () => [[{ send: `HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n` }, 'end']],
  setUp: throughProxy,
  expected: {
    end: failed('network', new RegExp(`^127\\.0\\.0\\.1:\\d+ can't be reached \\(the proxy answered ${status}\\)\\.$`)),
    ...thrice,
    also: (_ran, _pipeline, server) => assert.equal(server.requests[0]?.method, 'CONNECT'),
  },
}));

const death = (code: string): FaultCase => ({
  title: `ends the stream with ${code}`,
  scripts: ({ wire, stream }) => [stream(wire.start + wire.text('Half'))],
  setUp: dyingOf(code),
  expected: { end: cutOff, text: 'Half', requests: 1 },
});

export const connectionFaults: readonly Fault[] = [
  {
    id: 'F19',
    what: 'refused',
    on: always(refused('by a local server', 'local', [1]), refused('by one that is no local one', 'cloud', [1, 2])),
  },
  { id: 'F20', what: 'name unknown or offline', on: always(unknownName) },
  {
    id: 'F21',
    what: 'lost before the headers',
    on: always(
      heals('by a reset, twice', 2, () => ['reset']),
      heals('by a close, twice', 2, () => ['end']),
      {
        title: 'by an abort that nobody asked for',
        scripts: () => [[]],
        setUp: { model: () => ({ fetch: () => Promise.reject(new DOMException('Aborted', 'AbortError')) }) },
        expected: { end: failed('network', "127.0.0.1:PORT can't be reached."), requests: 0, waits: [1, 2] },
      },
    ),
  },
  {
    id: 'F22',
    what: 'reset in the middle',
    on: always({
      title: 'keeps the text',
      scripts: (scene) => [[...half(scene), 'reset']],
      expected: { end: cutOff, text: 'Half', requests: 1 },
    }),
  },
  { id: 'F23', what: 'silence', on: always(...silences) },
  { id: 'F24', what: 'silence with keep-alives', on: always(...keepAlives) },
  { id: 'F25', what: 'slow headers', on: always(...slowHeaders) },
  { id: 'F26', what: 'a drip', on: always(drip) },
  { id: 'F27', what: 'TLS', on: always(...tls) },
  { id: 'F28', what: 'a proxy that refuses', on: always(...proxies) },
  {
    id: 'F29',
    what: 'a night asleep',
    on: always({
      title: 'is a dead stream, found by the idle clock',
      scripts: (scene) => [[...half(scene), scene.skip(8 * 3_600_000), hang]],
      expected: { end: noDataFor90, text: 'Half', requests: 1 },
    }),
  },
  {
    id: 'F30',
    what: 'IPv6 first, broken',
    on: always({
      title: 'a server on 127.0.0.1 alone is found as localhost',
      scripts: (scene) => [good(scene)],
      setUp: { model: (_, origin) => ({ origin: origin.replace('127.0.0.1', 'localhost') }) },
      expected: { end: whole(), text: 'Hello', requests: 1 },
    }),
  },
  {
    id: 'F31',
    what: 'another network',
    on: always(death('ETIMEDOUT'), death('ENETUNREACH'), death('ECONNABORTED')),
  },
];

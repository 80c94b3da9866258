// A key goes to its own origin and nowhere else, whatever the environment, the server or the settings say.
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { keyHeaders } from '../../src/core/models/connection.ts';
import { transportLimits } from '../../src/core/run/limits.ts';
import { GuardedCall } from '../../src/providers/guardedFetch.ts';
import { ChaosServer, reply, streamsOf } from '../support/chaos.ts';
import { run } from '../support/collect.ts';
import { consoleDuring } from '../support/consoleWatch.ts';
import { withEnvironment } from '../support/environment.ts';
import { hostileEnvironment } from '../support/hostile/environment.ts';
import { answer, canaryKey, connectionTo, framingOf, providerAt, wires } from '../support/wires.ts';

/** What fetch itself adds to a request. */
const platformHeaders = [
  'host',
  'connection',
  'content-length',
  'accept-language',
  'accept-encoding',
  'sec-fetch-mode',
];

function ownHeaders(headers: Readonly<Record<string, string>> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(headers ?? {}).filter(([name]) => !platformHeaders.includes(name)));
}

for (const wire of wires) {
  const { contentType } = framingOf(wire);
  const { stream } = streamsOf(contentType);
  const expected = {
    accept: `application/json, ${contentType.split(';')[0]}`,
    'content-type': 'application/json',
    'user-agent': 'Parley',
    ...(wire.api === 'anthropic-messages' ? { 'anthropic-version': '2026-10-21' } : {}),
  };

  describe(`${wire.api}: isolation`, () => {
    it('sends these headers and no others', async () => {
      await using server = await ChaosServer.start(() => stream(answer(wire, 'x')));
      await run(await providerAt(wire, server.origin, { headers: { 'X-Team': 'blue' } }));
      const sent = ownHeaders(server.requests[0]?.headers);
      assert.deepEqual(sent, { ...expected, authorization: `Bearer ${canaryKey}`, 'x-team': 'blue' });
    });

    for (const keyHeader of keyHeaders) {
      it(`sends the key as ${keyHeader}, and not otherwise`, async () => {
        await using server = await ChaosServer.start(() => stream(answer(wire, 'x')));
        await run(await providerAt(wire, server.origin, { keyHeader }));
        const bearer = { authorization: `Bearer ${canaryKey}` };
        const both = { ...bearer, 'x-api-key': canaryKey };
        const key = keyHeader === 'bearer' ? bearer : keyHeader === 'both' ? both : { [keyHeader]: canaryKey };
        assert.deepEqual(ownHeaders(server.requests[0]?.headers), { ...expected, ...key });
      });
    }

    it('is not moved by the environment', async () => {
      await using trap = await ChaosServer.start(() => stream(answer(wire, 'stolen')));
      await using server = await ChaosServer.start(() => stream(answer(wire, 'ours')));
      await withEnvironment(hostileEnvironment(trap.origin), async () => {
        const written = await consoleDuring(async () => {
          const { text, error } = await run(await providerAt(wire, server.origin));
          assert.equal(error, undefined);
          assert.equal(text, 'ours');
          server.play(() => reply(200, wire.models('m')));
          await (await providerAt(wire, server.origin)).listModels(new AbortController().signal);
        });
        assert.deepEqual(written, []);
      });
      assert.equal(trap.requests.length, 0);
      assert.deepEqual(ownHeaders(server.requests[0]?.headers), { ...expected, authorization: `Bearer ${canaryKey}` });
      const { 'content-type': _, ...listing } = expected;
      assert.deepEqual(ownHeaders(server.requests[1]?.headers), { ...listing, authorization: `Bearer ${canaryKey}` });
      assert.equal(server.requests[0]?.body.includes('trap'), false);
    });

    it('sends no authorization where there is no key, even if the environment has one', async () => {
      await using server = await ChaosServer.start(() => stream(answer(wire, 'x')));
      await withEnvironment(hostileEnvironment(server.origin), async () => {
        await run(await providerAt(wire, server.origin, { apiKey: undefined }));
      });
      assert.deepEqual(ownHeaders(server.requests[0]?.headers), expected);
    });

    it("lets the connection's own headers replace the key", async () => {
      await using server = await ChaosServer.start(() => stream(answer(wire, 'x')));
      const headers = { Authorization: 'Basic dXNlcjpwYXNz', 'api-key': 'azure-key-1234' };
      await run(await providerAt(wire, server.origin, { apiKey: undefined, headers }));
      const sent = ownHeaders(server.requests[0]?.headers);
      assert.deepEqual(sent, { ...expected, authorization: 'Basic dXNlcjpwYXNz', 'api-key': 'azure-key-1234' });
    });

    it('says that a key cannot be sent, without showing it', async () => {
      await using server = await ChaosServer.start(() => stream(answer(wire, 'x')));
      const { error } = await run(await providerAt(wire, server.origin, { apiKey: `${canaryKey}\n…` }));
      assert.equal(error?.kind, 'invalidSetting');
      assert.equal(inspect(error, { depth: 10, showHidden: true }).includes(canaryKey), false);
      assert.equal(server.requests.length, 0);
    });

    it('keeps secret headers out of errors too', async () => {
      const secret = 'header-secret-987654';
      await using server = await ChaosServer.start(() => reply(403, wire.error('permission_error', `bad ${secret}`)));
      const { error } = await run(await providerAt(wire, server.origin, { headers: { 'x-auth': secret } }));
      assert.equal(error?.kind, 'permission');
      assert.equal(inspect(error, { depth: 10, showHidden: true }).includes(secret), false);
    });

    for (const plain of ['http://192.0.2.1/v1', 'http://localhost.example.com', 'http://127.0.0.1.example.com']) {
      it(`sends nothing to ${plain} unless the user agreed`, async () => {
        const called: string[] = [];
        const recording: typeof fetch = async (input) => {
          called.push(String(input));
          throw new TypeError('fetch failed');
        };
        const refused = await run(await providerAt(wire, plain, { baseUrl: plain }, { fetch: recording }));
        assert.equal(refused.error?.kind, 'insecureAddress');
        assert.deepEqual(called, []);
        const agreed = { baseUrl: plain, plainHttp: 'agreed' } as const;
        const sent = await run(await providerAt(wire, plain, agreed, { fetch: recording }));
        assert.equal(sent.error?.kind, 'network');
        assert.equal(called.length, 1);
      });
    }

    it('refuses every other origin, whoever asks for it', async () => {
      const called: string[] = [];
      const recording: typeof fetch = async (input) => {
        called.push(String(input));
        return new Response('{}');
      };
      const deps = { fetch: recording, limits: transportLimits };
      const { signal } = new AbortController();
      const base = 'https://api.example.com';
      for (const foreign of [
        'https://api.example.com:8443/',
        'http://api.example.com/',
        'https://evil.example/',
        'file:///x',
      ]) {
        const call = new GuardedCall(connectionTo(wire, base), deps, { headers: {}, framing: 'sse' }, signal);
        await assert.rejects(call.fetch(foreign), { kind: 'insecureAddress' });
        call.close();
      }
      const call = new GuardedCall(connectionTo(wire, base), deps, { headers: {}, framing: 'sse' }, signal);
      await call.fetch(`${base}/v1/models`);
      call.close();
      assert.deepEqual(called, [`${base}/v1/models`]);
    });
  });
}

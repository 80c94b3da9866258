// Nobody is followed: a redirect would carry the key, and what was asked, to somebody else.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import https from 'node:https';
import tls from 'node:tls';
import { inspect } from 'node:util';
import type { Provider } from '../../src/core/chat/provider.ts';
import { ChatError } from '../../src/core/errors.ts';
import { ChaosServer, head } from '../support/chaos.ts';
import { ask, run } from '../support/collect.ts';
import { selfSigned } from '../support/selfSigned.ts';
import { canaryKey, providerAt, type Wire, wires } from '../support/wires.ts';

const statuses = [301, 302, 303, 307, 308];
const secret = 'redirect-secret-314159';

interface Place {
  /** The `Location`; undefined: there is none. `origin` is the server's own, `other` the second one's. */
  readonly location: (origin: URL, other: URL) => string | undefined;
  /** What the error says of it; undefined: nothing. */
  readonly told: (origin: URL, other: URL) => string | undefined;
}

const itself = (origin: URL) => origin.host;
const theOther = (_: URL, other: URL) => other.host;

const places: Readonly<Record<string, Place>> = {
  'another path': { location: ({ origin }) => `${origin}/v1/elsewhere?key=${secret}`, told: itself },
  'a relative path': { location: () => `elsewhere/?key=${secret}#${secret}`, told: itself },
  'an absolute path': { location: () => `/elsewhere?key=${secret}`, told: itself },
  'a query alone': { location: () => `?key=${secret}`, told: itself },
  'another port': { location: (_, { origin }) => `${origin}/v1?key=${secret}`, told: theOther },
  'another name of this machine': {
    location: (_, { port }) => `http://localhost:${port}/?key=${secret}`,
    told: (_, { port }) => `localhost:${port}`,
  },
  'a user at another port': { location: (_, { host }) => `http://user:${secret}@${host}/`, told: theOther },
  'another port by the same protocol': { location: (_, { host }) => `//${host}/v1?key=${secret}`, told: theOther },
  'https at another port': { location: (_, { host }) => `https://${host}/v1?key=${secret}`, told: theOther },
  'the key as a host': {
    location: (_, { port }) => `http://${canaryKey}.localhost:${port}/`,
    told: (_, { port }) => `[redacted].localhost:${port}`,
  },
  'another protocol': { location: () => `file:///etc/${secret}`, told: () => undefined },
  'no address': { location: () => `http://[${secret}`, told: () => undefined },
  nowhere: { location: () => undefined, told: () => undefined },
};

/** Everything an adapter sends. */
const operations: Readonly<Record<string, (provider: Provider) => Promise<unknown> | undefined>> = {
  stream: async (provider) => {
    const { error, text } = await run(provider);
    assert.equal(text, '');
    throw error ?? new Error('it was no failure');
  },
  list: (provider) => provider.listModels(new AbortController().signal),
  count: (provider) => provider.countTokens?.(ask(), new AbortController().signal),
};

/** Checks what a redirected request of each kind is told, and that `requests` and nothing else was sent. */
async function refusesAll(
  provider: Provider,
  told: string | undefined,
  status: number,
  requests: () => number,
): Promise<void> {
  for (const [name, operation] of Object.entries(operations)) {
    const before = requests();
    const asked = operation(provider);
    if (!asked) continue;
    const error: unknown = await asked.then(
      () => undefined,
      (thrown) => thrown,
    );
    assert.ok(error instanceof ChatError, name);
    assert.deepEqual([error.kind, error.facts.status, error.facts.redirectedTo], ['redirect', status, told], name);
    const shown = inspect(error, { depth: 10, showHidden: true });
    assert.equal(shown.includes(secret) || shown.includes(canaryKey), false, shown);
    assert.equal(requests() - before, 1, name);
  }
}

for (const wire of wires) {
  describe(`${wire.api}: redirects`, () => {
    for (const [name, place] of Object.entries(places)) {
      it(`does not follow one to ${name}`, async () => {
        await using other = await ChaosServer.start(() => ['end']);
        await using server = await ChaosServer.start();
        const [here, there] = [new URL(server.origin), new URL(other.origin)];
        const location = place.location(here, there);
        const provider = await providerAt(wire, server.origin);
        for (const status of statuses) {
          server.play(() => [head(status, { ...(location ? { location } : {}), 'content-length': '0' })]);
          await refusesAll(provider, place.told(here, there), status, () => server.requests.length);
        }
        assert.equal(other.accepted, 0);
      });
    }

    it('does not follow one from https to http', () => fromHttps(wire));
  });
}

/** The server's certificate is trusted meanwhile. */
async function fromHttps(wire: Wire): Promise<void> {
  await using other = await ChaosServer.start(() => ['end']);
  const identity = selfSigned();
  let asked = 0;
  let status = 301;
  const server = https.createServer(identity, (_, response) => {
    asked += 1;
    response.writeHead(status, { location: `${other.origin}/?key=${secret}` }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const trusted = tls.getCACertificates('default');
  tls.setDefaultCACertificates([...trusted, identity.cert]);
  try {
    const provider = await providerAt(wire, `https://127.0.0.1:${address.port}`);
    for (status of statuses) await refusesAll(provider, `127.0.0.1:${other.port}`, status, () => asked);
    assert.equal(other.accepted, 0);
  } finally {
    tls.setDefaultCACertificates(trusted);
    server.closeAllConnections();
    server.close();
  }
}

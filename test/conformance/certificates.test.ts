// TLS that does not hold: nothing is sent, and the cause is named.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { run } from '../support/collect.ts';
import { selfSigned } from '../support/selfSigned.ts';
import { providerAt, wires } from '../support/wires.ts';

for (const wire of wires) {
  describe(`${wire.api}: certificates`, () => {
    it('sends nothing to a server with a certificate that is not trusted', async () => {
      const server = https.createServer(selfSigned());
      const { requests, port } = await listening(server);
      const { error } = await run(await providerAt(wire, `https://127.0.0.1:${port}`));
      server.close();
      assert.equal(error?.kind, 'certificate');
      assert.equal(error.facts.code, 'DEPTH_ZERO_SELF_SIGNED_CERT');
      assert.deepEqual(requests, []);
    });

    it('calls an https address that speaks http a network failure', async () => {
      const server = http.createServer();
      const { requests, port } = await listening(server);
      const { error } = await run(await providerAt(wire, `https://127.0.0.1:${port}`));
      server.close();
      assert.equal(error?.kind, 'network');
      assert.deepEqual(requests, []);
    });
  });
}

/** Starts a server on a free loopback port and notes the paths that are asked for. */
async function listening(
  server: http.Server,
): Promise<{ readonly requests: readonly string[]; readonly port: number }> {
  const requests: string[] = [];
  server.on('request', (request, response) => {
    requests.push(request.url ?? '');
    response.end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  return { requests, port: address.port };
}

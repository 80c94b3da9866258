// Messages: the provider's own count of a request's input.
import assert from 'node:assert/strict';
import type { ProviderRequest } from '../../src/core/chat/request.ts';
import { withRules } from '../../src/core/models/capabilities.ts';
import { wireStandards } from '../../src/core/models/wireStandards.ts';
import { ChaosServer, head, reply, type Step } from '../support/chaos.ts';
import { ask } from '../support/collect.ts';
import { canaryKey, providerAt, wireOf } from '../support/wires.ts';

const wire = wireOf('anthropic-messages');
const { signal } = new AbortController();

async function count(server: ChaosServer, changes: Partial<ProviderRequest> = {}, cancel: AbortSignal = signal) {
  const provider = await providerAt(wire, server.origin);
  assert.ok(provider.countTokens);
  return await provider.countTokens(ask({ capabilities: wireStandards[wire.api], ...changes }), cancel);
}

describe('anthropic-messages: counting', () => {
  it('sends the input of the request, and nothing that only shapes the answer', async () => {
    await using server = await ChaosServer.start(() => reply(200, '{"input_tokens":2095}'));
    const tokens = await count(server, {
      messages: [
        { role: 'system', text: 'Be brief.' },
        { role: 'user', parts: [{ type: 'text', text: 'Hello' }] },
      ],
      tools: [{ name: 'look', description: 'Looks.', parameters: { properties: {} } }],
      parameters: { max_tokens: 7, stop: ['x'], user: 'me', reasoning_effort: 'low', tool_choice: 'required' },
      capabilities: withRules(wireStandards[wire.api], { apiVersion: '2023-06-01' }),
    });
    assert.equal(tokens, 2_095);
    const [request] = server.requests;
    assert.deepEqual([request?.method, request?.path], ['POST', '/v1/messages/count_tokens']);
    assert.equal(request?.headers['anthropic-version'], '2023-06-01');
    assert.equal(request.headers.authorization, `Bearer ${canaryKey}`);
    assert.deepEqual(JSON.parse(request.body), {
      model: 'test-model',
      system: 'Be brief.',
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
      tools: [{ name: 'look', description: 'Looks.', input_schema: { type: 'object', properties: {} } }],
      tool_choice: { type: 'any' },
      output_config: { effort: 'low' },
    });
  });

  const failures: Readonly<Record<string, readonly [readonly Step[], string]>> = {
    'an error': [reply(429, wire.error('rate_limit_error', 'Slow down')), 'rateLimit'],
    'a server that has no counter': [reply(404, '{"detail":"Not Found"}'), 'notFound'],
    'a reply without a count': [reply(200, '{"tokens":5}'), 'protocol'],
    'a count that can not be': [reply(200, '{"input_tokens":-5}'), 'protocol'],
    'a web page': [reply(200, '<html><body>Log in</body></html>', { 'content-type': 'text/html' }), 'notAnApi'],
    'a redirect': [[head(307, { location: 'http://127.0.0.1:9/', 'content-length': '0' })], 'redirect'],
  };
  for (const [what, [steps, kind]] of Object.entries(failures)) {
    it(`calls ${what} ${kind}, after one request`, async () => {
      await using server = await ChaosServer.start(() => steps);
      await assert.rejects(count(server), { kind });
      assert.equal(server.requests.length, 1);
    });
  }

  it('is cancelled while it waits, and closes the connection', async () => {
    await using server = await ChaosServer.start(() => [{ wait: new Promise(() => {}) }]);
    const cancel = new AbortController();
    const arrived = server.nextRequest();
    const counting = count(server, {}, cancel.signal);
    const rejected = assert.rejects(counting, { kind: 'cancelled' });
    const request = await arrived;
    cancel.abort();
    await rejected;
    await request.closed;
  });
});

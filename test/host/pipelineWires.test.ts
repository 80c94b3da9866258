import assert from 'node:assert/strict';
import { ChaosServer, streamsOf } from '../support/chaos.ts';
import { framingOf, type Wire, wires } from '../support/wires.ts';
import { configure, forgetServers, freshChat } from './pipelineFlows.ts';
import { ui } from './ui.ts';

/** An answer with thinking, in two pieces. */
function frames(wire: Wire): readonly string[] {
  const usage = { input: 1_204, output: 340, cacheRead: 0 };
  return [wire.start, wire.thinking('Let me see.'), wire.text('Spoken as it should be.'), wire.finish('stop', usage)];
}

describe('a server of the user, in the panel', () => {
  beforeEach(freshChat);
  afterEach(forgetServers);

  for (const wire of wires) {
    it(`answers over ${wire.api}`, async () => {
      const { stream } = streamsOf(framingOf(wire).contentType);
      await using server = await ChaosServer.start(() => stream(...frames(wire), wire.terminal));
      const baseUrl = wire.api.startsWith('openai-') ? `${server.origin}/v1` : server.origin;
      const id = `wire-${wire.api}`;
      await configure({
        providers: { [id]: { baseUrl, wireApi: wire.api, key: 'optional' } },
        model: `${id}/test-model`,
        parameters: { max_tokens: 64 },
      });
      await ui('sendMessage', { text: 'Which language is this?' });
      const shown = await ui('panelText', { text: '1,204 → 340 tokens' });
      assert.match(shown, /test-model-1\s+Thought\s+Spoken as it should be\./);
      const [request, ...others] = server.requests;
      assert.ok(request);
      assert.deepEqual([request.method, request.path.split('?')[0], others.length], ['POST', wire.path, 0]);
      assert.match(request.body, /Which language is this\?/);
      assert.match(request.body, /\b64\b/);
    });
  }
});

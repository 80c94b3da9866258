// GenerateContent: the vendor's SDK, reading the same stream itself, sees what we see.
import assert from 'node:assert/strict';
import { GoogleGenAI, type Part } from '@google/genai/web';
import { ChaosServer, stream } from '../support/chaos.ts';
import { run } from '../support/collect.ts';
import { providerAt, wireOf } from '../support/wires.ts';

const wire = wireOf('google-genai');
const usage = { input: 10, output: 5, cacheRead: 2 };

const recordings: Readonly<Record<string, string>> = {
  text: wire.start + wire.text('Grüße, ') + wire.text('日本語 👋🏽') + wire.finish('stop', usage),
  thinking: wire.thinking('Let me ') + wire.thinking('see.') + wire.text('42') + wire.finish('stop', usage),
  'tool calls':
    wire.text('Looking.') +
    wire.toolCall(0, 'call_a', 'read', ['{"path":"é', '日.ts","deep":{"x":[1,null]}}']) +
    wire.toolCall(1, 'call_b', 'now', []) +
    wire.finish('tool_calls', usage),
  'an answer that was cut by a limit': wire.text('Half an ans') + wire.finish('length', usage),
};

/** What the SDK's own iteration comes to. */
async function bySdk(baseUrl: string) {
  const client = new GoogleGenAI({ apiKey: 'none', httpOptions: { baseUrl, apiVersion: 'v1beta' } });
  const parts: Part[] = [];
  let counts: object | undefined;
  for await (const chunk of await client.models.generateContentStream({ model: 'test-model', contents: 'Go.' })) {
    parts.push(...(chunk.candidates?.[0]?.content?.parts ?? []));
    const {
      promptTokenCount: input,
      candidatesTokenCount: output,
      cachedContentTokenCount,
    } = chunk.usageMetadata ?? {};
    counts = { input, output, cacheRead: cachedContentTokenCount };
  }
  const textOf = (which: 'thought' | 'said') =>
    parts.map(({ text, thought }) => ((thought ? 'thought' : 'said') === which ? (text ?? '') : '')).join('');
  const calls = parts.flatMap(({ functionCall: call }) => (call ? [[call.id, call.name, call.args]] : []));
  return { text: textOf('said'), thinking: textOf('thought'), calls, usage: counts };
}

async function byUs(origin: string) {
  const { text, thinking, events, usage: counts, error } = await run(await providerAt(wire, origin));
  assert.equal(error, undefined);
  const calls = events.flatMap((one) =>
    one.type === 'toolCall' ? [[one.id, one.name, JSON.parse(one.argumentsJson)]] : [],
  );
  return { text, thinking, calls, usage: counts };
}

describe('google-genai: the SDK as oracle', () => {
  for (const [what, frames] of Object.entries(recordings)) {
    it(`agrees about ${what}`, async () => {
      await using server = await ChaosServer.start(() => stream(frames));
      assert.deepEqual(await byUs(server.origin), await bySdk(server.origin));
    });
  }
});

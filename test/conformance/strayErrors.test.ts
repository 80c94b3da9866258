import assert from 'node:assert/strict';
import { ChaosServer, stream } from '../support/chaos.ts';
import { run } from '../support/collect.ts';
import { providerAt, wires } from '../support/wires.ts';

const error = JSON.stringify(
  { error: { code: 503, message: 'Overloaded: try later.', status: 'UNAVAILABLE' } },
  undefined,
  2,
);

describe('an error written as plain JSON in the middle of a stream', () => {
  for (const wire of wires.filter((one) => one.api !== 'ollama-chat')) {
    it(`is that error, not a cut: ${wire.api}`, async () => {
      await using server = await ChaosServer.start(() => stream(`${wire.start}${wire.text('Half')}${error}\n`));
      const { text, error: failure } = await run(await providerAt(wire, server.origin));
      assert.equal(text, 'Half');
      assert.equal(failure?.kind, 'overloaded');
    });

    it(`does not spoil an answer that came to its end: ${wire.api}`, async () => {
      const frames = wire.start + wire.text('Whole') + wire.finish('stop') + wire.terminal;
      await using server = await ChaosServer.start(() => stream(`${frames}\n{"note":1}\n`));
      const { text, error: failure } = await run(await providerAt(wire, server.origin));
      assert.deepEqual([text, failure], ['Whole', undefined]);
    });
  }
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ToHost } from '../../src/protocol/panel.ts';
import { readToHost, textLimit } from '../../src/protocol/readToHost.ts';

const good: readonly ToHost[] = [
  { type: 'ready' },
  { type: 'resync' },
  { type: 'draftChanged', text: '' },
  { type: 'send', text: 'Hi' },
  { type: 'stop' },
  { type: 'retry', turnId: 't' },
  { type: 'act', turnId: 't' },
  { type: 'edit', turnId: 't' },
  { type: 'showAnswer', turnId: 't', number: 2 },
  { type: 'offer', id: 'addKey' },
  { type: 'chooseModel' },
  { type: 'attachActiveFile' },
  { type: 'detach', chipId: 'c' },
  { type: 'openChip', chipId: 'c' },
  { type: 'insertCode', turnId: 't', code: 'x' },
  { type: 'copy', turnId: 't', text: 'x' },
  { type: 'openLink', url: 'https://example.com' },
];

describe('messages from the panel', () => {
  it('are read field by field, and nothing else comes along', () => {
    for (const message of good)
      assert.deepEqual(readToHost({ ...message, extra: 'x', __proto__: { admin: true } }), message);
  });

  it('are dropped when a field is missing, of the wrong type or too large', () => {
    for (const message of good) {
      for (const name of Object.keys(message)) {
        const { [name]: _, ...rest } = message as unknown as Record<string, unknown>;
        assert.equal(readToHost(rest), undefined, `${message.type} without ${name}`);
        for (const wrong of [null, 1.5, {}, [], true]) {
          assert.equal(
            readToHost({ ...rest, [name]: wrong }),
            undefined,
            `${message.type} with ${name} = ${JSON.stringify(wrong)}`,
          );
        }
      }
    }
    assert.equal(readToHost({ type: 'send', text: 'x'.repeat(textLimit + 1) }), undefined);
    assert.equal(readToHost({ type: 'retry', turnId: '' }), undefined);
    assert.equal(readToHost({ type: 'showAnswer', turnId: 't', number: 0 }), undefined);
  });

  it('never throw, whatever arrives', () => {
    const runs = process.env.PARLEY_LONG ? 1_000_000 : 10_000;
    const types = fc.constantFrom(...good.map((message) => message.type), '__proto__', 'constructor', 'toString');
    const hostile = fc.oneof(
      fc.anything({ withNullPrototype: true, withBigInt: true, withMap: true }),
      fc.record({ type: types, text: fc.anything(), turnId: fc.anything(), number: fc.anything(), id: fc.anything() }),
    );
    fc.assert(
      fc.property(hostile, (message) => {
        const read = readToHost(message);
        if (read) assert.ok(good.some((one) => one.type === read.type));
      }),
      { numRuns: runs },
    );
  });
});

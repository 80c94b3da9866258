// GenerateContent: tool calls as servers write them, honest and hostile.
import assert from 'node:assert/strict';
import { reading } from '../support/exchange.ts';
import { wireOf } from '../support/wires.ts';

const wire = wireOf('google-genai');

/** What comes of an answer with these calls, all in one piece. */
async function calling(calls: readonly unknown[], finishReason = 'STOP', responseId: unknown = 'r1') {
  const parts = calls.map((functionCall) => ({ functionCall }));
  const candidates = [{ content: { role: 'model', parts }, finishReason }];
  const { events, finishes, error } = await reading(
    wire,
    `data: ${JSON.stringify({ candidates, responseId, usageMetadata: {} })}\n\n`,
  );
  const raised = events.flatMap((one) => (one.type === 'toolCall' ? [[one.id, one.name, one.argumentsJson]] : []));
  return { raised, finishes, error };
}

describe('google-genai: tool calls', () => {
  it('keeps calls of one name apart, and gives them ids that no other answer has', async () => {
    const { raised, finishes } = await calling([
      { name: 'f', args: { x: 1 } },
      { name: 'f', args: {} },
      { name: 'f' },
      { name: 'f', args: null },
    ]);
    assert.deepEqual(raised, [
      ['call_r1_0', 'f', '{"x":1}'],
      ['call_r1_1', 'f', '{}'],
      ['call_r1_2', 'f', '{}'],
      ['call_r1_3', 'f', '{}'],
    ]);
    assert.deepEqual(finishes, ['tool_calls']);
  });

  it('numbers calls where the answer has no id either, or one that is too long to be one', async () => {
    for (const responseId of [null, 7, 'x'.repeat(1_000)]) {
      const { raised } = await calling([{ name: 'f' }, { name: 'g' }], 'STOP', responseId);
      assert.deepEqual(
        raised.map(([id]) => id),
        ['call_0', 'call_1'],
      );
    }
  });

  it('does not let two calls share an id', async () => {
    const { raised } = await calling([
      { id: 'a', name: 'f' },
      { id: 'a', name: 'f' },
    ]);
    assert.deepEqual(
      raised.map(([id]) => id),
      ['a', 'call_1'],
    );
  });

  it('keeps the calls of an answer that a limit or a filter ended, and what that was', async () => {
    for (const [reason, finish] of [
      ['MAX_TOKENS', 'length'],
      ['SAFETY', 'content_filter'],
    ] as const) {
      const { raised, finishes } = await calling([{ id: 'a', name: 'f', args: {} }], reason);
      assert.deepEqual([raised, finishes], [[['a', 'f', '{}']], [finish]]);
    }
  });

  const hostile: Readonly<Record<string, readonly unknown[]>> = {
    'without a name': [{ args: {} }],
    'with an empty name': [{ name: ' ', args: {} }],
    'named __proto__': [{ name: '__proto__', args: {} }],
    'named by a number': [{ name: 7, args: {} }],
    'with arguments that are a list': [{ name: 'f', args: [1] }],
    'with arguments that are a text': [{ name: 'f', args: '{"x":1}' }],
    'with arguments that are too long': [{ name: 'f', args: { x: 'y'.repeat(8_000_001) } }],
    'that has no end': [{ name: 'f', willContinue: true }],
    'whose arguments come in pieces': [{ name: 'f', partialArgs: [{ jsonPath: '$.x', stringValue: 'y' }] }],
    'a hundred times too often': Array.from({ length: 129 }, () => ({ name: 'f' })),
  };
  for (const [what, calls] of Object.entries(hostile)) {
    it(`refuses a call ${what}`, async () => {
      const { raised, finishes, error } = await calling(calls);
      assert.deepEqual([raised, finishes, error?.kind], [[], [], 'protocol']);
    });
  }
});

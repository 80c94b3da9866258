import assert from 'node:assert/strict';
import fc from 'fast-check';
import { HostileToolCall, type ToolCallDelta, ToolCalls } from '../../src/providers/toolCalls.ts';

function assembled(deltas: readonly ToolCallDelta[], ending: 'whole' | 'cut' = 'whole') {
  const calls = new ToolCalls();
  for (const delta of deltas) calls.append(delta);
  return calls.finish(ending).map(({ id, name, argumentsJson }) => [id, name, argumentsJson]);
}

describe('ToolCalls', () => {
  const shapes: Readonly<Record<string, readonly [readonly ToolCallDelta[], readonly (readonly string[])[]]>> = {
    'one call in pieces': [
      [
        { index: 0, id: 'a', name: 'f', arguments: '' },
        { index: 0, arguments: '{"x"' },
        { index: 0, arguments: ':1}' },
      ],
      [['a', 'f', '{"x":1}']],
    ],
    'calls interleaved by index': [
      [
        { index: 0, id: 'a', name: 'f' },
        { index: 1, id: 'b', name: 'g' },
        { index: 0, arguments: '{"x":' },
        { index: 1, arguments: '{"y":' },
        { index: 0, arguments: '1}' },
        { index: 1, arguments: '2}' },
      ],
      [
        ['a', 'f', '{"x":1}'],
        ['b', 'g', '{"y":2}'],
      ],
    ],
    'no index at all': [
      [{ id: 'a', name: 'f', arguments: '{"x":' }, { arguments: '1}' }, { id: 'b', name: 'g', arguments: '{}' }],
      [
        ['a', 'f', '{"x":1}'],
        ['b', 'g', '{}'],
      ],
    ],
    'every call at index 0 with its own id': [
      [
        { index: 0, id: 'a', name: 'f', arguments: '{"x":1}' },
        { index: 0, id: 'b', name: 'f', arguments: '{"x":2}' },
      ],
      [
        ['a', 'f', '{"x":1}'],
        ['b', 'f', '{"x":2}'],
      ],
    ],
    'every call at index 0 without ids': [
      [
        { index: 0, name: 'f', arguments: '{"x":1}' },
        { index: 0, name: 'g', arguments: '{}' },
        { index: 0, name: 'g', arguments: '{"x":3}' },
      ],
      [
        ['call_0', 'f', '{"x":1}'],
        ['call_1', 'g', '{}'],
        ['call_2', 'g', '{"x":3}'],
      ],
    ],
    'calls without arguments at index 0, without ids': [
      [
        { index: 0, name: 'now', arguments: '' },
        { index: 0, name: 'today', arguments: '' },
      ],
      [
        ['call_0', 'now', '{}'],
        ['call_1', 'today', '{}'],
      ],
    ],
    'a first call at index 1': [
      [
        { index: 1, id: 'a', name: 'f', arguments: '{' },
        { index: 1, arguments: '}' },
        { index: 2, id: 'b', name: 'g', arguments: '{}' },
      ],
      [
        ['a', 'f', '{}'],
        ['b', 'g', '{}'],
      ],
    ],
    'blank and null ids on continuations': [
      [
        { index: 0, id: 'a', name: 'f', arguments: '' },
        { index: 0, id: '', arguments: '{"x"' },
        { index: 0, id: null, arguments: ':' },
        { index: 0, id: '  ', arguments: '1}' },
      ],
      [['a', 'f', '{"x":1}']],
    ],
    'one id for two calls': [
      [
        { index: 0, id: 'a', name: 'f', arguments: '{"x":1}' },
        { index: 1, id: 'a', name: 'g', arguments: '{"y":' },
        { index: 1, id: 'a', arguments: '2}' },
      ],
      [
        ['a', 'f', '{"x":1}'],
        ['call_1', 'g', '{"y":2}'],
      ],
    ],
    'one id for two calls that begin before they have arguments': [
      [
        { index: 0, id: 'a', name: 'f' },
        { index: 1, id: 'a', name: 'g' },
        { index: 0, arguments: '{"x":1}' },
        { index: 1, arguments: '{"y":2}' },
      ],
      [
        ['a', 'f', '{"x":1}'],
        ['call_1', 'g', '{"y":2}'],
      ],
    ],
    'arguments before the name': [
      [
        { index: 0, id: 'a', arguments: '{"x":' },
        { index: 0, name: 'f' },
        { index: 0, arguments: '1}' },
      ],
      [['a', 'f', '{"x":1}']],
    ],
    'an id that comes late': [
      [
        { index: 0, name: 'f', arguments: '{"x":' },
        { index: 0, id: 'a', arguments: '1}' },
      ],
      [['a', 'f', '{"x":1}']],
    ],
    'the whole header on every piece': [
      [
        { index: 0, id: 'a', name: 'f', arguments: '{"x":' },
        { index: 0, id: 'a', name: 'f', arguments: '1}' },
        { index: 0, id: 'a', name: 'f', arguments: '' },
      ],
      [['a', 'f', '{"x":1}']],
    ],
    'a name in pieces': [
      [
        { index: 0, id: 'a', name: 'get_' },
        { index: 0, name: 'weather' },
        { index: 0, arguments: '{}' },
      ],
      [['a', 'get_weather', '{}']],
    ],
    'arguments that are an object already': [
      [{ index: 0, id: 'a', name: 'f', arguments: { x: 1 } }],
      [['a', 'f', '{"x":1}']],
    ],
    'arguments that are null, or nothing': [
      [
        { index: 0, id: 'a', name: 'f', arguments: null },
        { index: 1, id: 'b', name: 'g' },
      ],
      [
        ['a', 'f', '{}'],
        ['b', 'g', '{}'],
      ],
    ],
    'arguments that are no JSON': [[{ index: 0, id: 'a', name: 'f', arguments: '{"x":' }], [['a', 'f', '{"x":']]],
    nothing: [[], []],
  };
  for (const [what, [deltas, calls]] of Object.entries(shapes)) {
    it(`puts together ${what}`, () => assert.deepEqual(assembled(deltas), calls));
  }

  it('keeps of a cut answer only calls with complete arguments', () => {
    const deltas = [
      { index: 0, id: 'a', name: 'f', arguments: '{"x":1}' },
      { index: 1, id: 'b', name: 'g', arguments: '' },
      { index: 2, id: 'c', name: 'h', arguments: '{"x":' },
      { index: 3, id: 'd', arguments: '7' },
    ];
    assert.deepEqual(assembled(deltas, 'cut'), [['a', 'f', '{"x":1}']]);
  });

  it('gives made-up ids that no other call has', () => {
    const deltas = [
      { index: 0, id: 'call_1', name: 'f', arguments: '{}' },
      { index: 1, name: 'g', arguments: '{}' },
    ];
    assert.deepEqual(
      assembled(deltas).map(([id]) => id),
      ['call_1', 'call_1_'],
    );
  });

  const hostile: readonly ToolCallDelta[] = [
    ...[-1, 128, 1e9, 1.5, Number.NaN, '0', '__proto__', {}, []].map((index) => ({ index, id: 'a', name: 'f' })),
    ...['__proto__', 'constructor', 'prototype', 7, {}, 'x'.repeat(20_000)].map((id) => ({ index: 0, id, name: 'f' })),
    ...['__proto__', 'constructor', 7, []].map((name) => ({ index: 0, id: 'a', name })),
    ...[7, true, []].map((value) => ({ index: 0, id: 'a', name: 'f', arguments: value })),
  ];
  for (const delta of hostile) {
    it(`refuses ${JSON.stringify(delta).slice(0, 60)}`, () => assert.throws(() => assembled([delta]), HostileToolCall));
  }

  it('refuses more than 128 calls, and arguments without end', () => {
    const many = Array.from({ length: 129 }, (_, n) => ({ id: `c${n}`, name: 'f', arguments: '{}' }));
    assert.throws(() => assembled(many), HostileToolCall);
    const endless = Array.from({ length: 9 }, () => ({ index: 0, arguments: 'x'.repeat(1_000_000) }));
    assert.throws(() => assembled([{ index: 0, id: 'a', name: 'f' }, ...endless]), HostileToolCall);
  });

  it('puts any well-formed stream together, however it is cut and interleaved', () => {
    const call = fc.record({
      name: fc.stringMatching(/^[a-z]{1,8}$/),
      value: fc.jsonValue(),
      cuts: fc.array(fc.nat(40), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(call, { minLength: 1, maxLength: 5 }), fc.infiniteStream(fc.nat(4)), (calls, order) => {
        const queues = calls.map(({ name, value, cuts }, index): ToolCallDelta[] => {
          const json = JSON.stringify({ value });
          const edges = [0, ...cuts.map((cut) => Math.min(cut, json.length)).sort((a, b) => a - b), json.length];
          const pieces = edges.slice(1).map((edge, n) => ({ index, arguments: json.slice(edges[n], edge) }));
          return [{ index, id: `id${index}`, name, arguments: '' }, ...pieces];
        });
        // Headers come in order; the pieces behind them are shuffled among the calls.
        const deltas = queues.flatMap((queue) => queue.splice(0, 1));
        for (const pick of order) {
          const open = queues.filter((queue) => queue.length > 0);
          const next = open[pick % (open.length || 1)]?.shift();
          if (!next) break;
          deltas.push(next);
        }
        const expected = calls.map(({ name, value }, index) => [`id${index}`, name, JSON.stringify({ value })]);
        assert.deepEqual(assembled(deltas), expected);
      }),
    );
  });
});

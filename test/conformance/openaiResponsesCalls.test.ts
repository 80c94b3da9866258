// Responses: which pieces belong together, whatever a server numbers, names, repeats or leaves out.
import assert from 'node:assert/strict';
import type { Collected } from '../support/collect.ts';
import { reading } from '../support/exchange.ts';
import { responsesEvent as event, responseEvent } from '../support/wires/openaiResponses.ts';
import { wireOf } from '../support/wires.ts';

const wire = wireOf('openai-responses');
const done = responseEvent('completed', { status: 'completed' });
const cut = responseEvent('incomplete', { incomplete_details: { reason: 'max_output_tokens' } });
const doneWith = (...output: readonly unknown[]) => responseEvent('completed', { status: 'completed', output });

const added = (item: object, index: unknown = 0) => event('response.output_item.added', { output_index: index, item });
const closed = (item: object, index: unknown = 0) => event('response.output_item.done', { output_index: index, item });
const piece = (type: string, delta: string, index: unknown = 0, more: object = {}) =>
  event(`response.${type}.delta`, { output_index: index, delta, ...more });
const text = (delta: string, index: unknown = 0, more: object = {}) =>
  piece('output_text', delta, index, { content_index: 0, ...more });
const args = (delta: string, index: unknown = 0, more: object = {}) =>
  piece('function_call_arguments', delta, index, more);
const call = (id: string, name: string, json: unknown = '') => ({
  type: 'function_call',
  id: `fc_${id}`,
  call_id: id,
  name,
  arguments: json,
});
const message = (...texts: readonly string[]) => ({
  type: 'message',
  content: texts.map((one) => ({ type: 'output_text', text: one })),
});

/** Each call as `id name arguments`. */
function callsIn({ events }: Collected): readonly string[] {
  return events.flatMap((one) => (one.type === 'toolCall' ? [`${one.id} ${one.name} ${one.argumentsJson}`] : []));
}

describe('openai-responses: function calls', () => {
  const a = call('a', 'read');
  const b = call('b', 'write');
  const both = ['a read {"x":1}', 'b write {"y":2}'];
  const orders: Readonly<Record<string, readonly string[]>> = {
    'their pieces alternate': [added(a), added(b, 1), args('{"x"', 0), args('{"y"', 1), args(':1}', 0), args(':2}', 1)],
    'their pieces are repeated whole at the end': [
      added(a),
      args('{"x":1}'),
      event('response.function_call_arguments.done', { output_index: 0, arguments: '{"x":1}' }),
      closed(call('a', 'read', '{"x":1}')),
      added(b, 1),
      args('{"y":2}', 1),
      closed(call('b', 'write', '{"y":2}'), 1),
    ],
    'they come whole': [closed(call('a', 'read', '{"x":1}')), closed(call('b', 'write', '{"y":2}'), 1)],
    'their arguments are objects': [closed(call('a', 'read', { x: 1 })), closed(call('b', 'write', { y: 2 }), 1)],
    'every event comes twice': [added(a), added(a), args('{"x":1}'), added(b, 1), args('{"y":2}', 1)].concat(
      Array(2).fill(closed(call('a', 'read', '{"x":1}'))),
      Array(2).fill(closed(call('b', 'write', '{"y":2}'), 1)),
    ),
    'both have the index 0': [added(a), args('{"x":1}'), added(b), args('{"y":2}')],
    'both have the index 0, and the first ends last': [
      added(a),
      args('{"x":1}'),
      added(b),
      args('{"y":2}'),
      closed(call('a', 'read', '{"x":1}')),
      closed(call('b', 'write', '{"y":2}')),
    ],
    'they have no index': [
      added(a, null),
      added(b, null),
      args('{"x":1}', null, { item_id: 'fc_a' }),
      args('{"y":2}', null, { item_id: 'fc_b' }),
    ],
    'the pieces come before the names': [args('{"x":1}'), args('{"y":2}', 1), closed(a), closed(b, 1)],
    'every event of an item has another id': [
      added({ ...a, id: '1' }),
      args('{"x":', 0, { item_id: '2' }),
      args('1}', 0, { item_id: '3' }),
      closed({ ...a, id: '4' }),
      added({ ...b, id: '5' }, 1),
      args('{"y":2}', 1, { item_id: '6' }),
      closed({ ...b, id: '7' }, 1),
    ],
    'the second begins far away': [added(a), args('{"x":1}'), added(b, 9_999), args('{"y":2}', 9_999)],
    'a message has the same index': [added(a), text('Hm.'), args('{"x":1}'), text('Hm.'), added(b), args('{"y":2}')],
  };
  for (const [how, frames] of Object.entries(orders)) {
    it(`are two when ${how}`, async () => {
      const output = [call('a', 'read', '{"x":1}'), call('b', 'write', '{"y":2}')];
      for (const end of [done, doneWith(...output)]) {
        const collected = await reading(wire, ...frames, end);
        assert.equal(collected.error, undefined);
        assert.deepEqual(callsIn(collected), both);
        assert.deepEqual(collected.finishes, ['tool_calls']);
      }
    });
  }

  it('are taken from the end of the stream if they came nowhere else', async () => {
    const collected = await reading(wire, doneWith(message('Hm.'), call('a', 'read', '{"x":1}')));
    assert.equal(collected.text, 'Hm.');
    assert.deepEqual(callsIn(collected), ['a read {"x":1}']);
    const late = await reading(wire, added(call('a', 'read')), doneWith(a, call('b', 'write', '{"y":2}')));
    assert.deepEqual(callsIn(late), ['a read {}', 'b write {"y":2}']);
  });

  it('keep apart though a server gives both the same id', async () => {
    const same = call('a', 'read');
    const collected = await reading(wire, added(same), args('{"x":1}'), added(same, 1), args('{"x":2}', 1), done);
    assert.deepEqual(callsIn(collected), ['a read {"x":1}', 'call_1 read {"x":2}']);
  });

  it("have the item's id where they have none of their own", async () => {
    const { call_id: _, ...bare } = a;
    assert.deepEqual(callsIn(await reading(wire, added(bare), args('{}'), closed(bare), done)), ['fc_a read {}']);
    const { call_id: __, ...other } = b;
    const twice = [added(bare, null), closed(bare, null), added(other, null), closed(other, null)];
    assert.deepEqual(callsIn(await reading(wire, ...twice, done)), ['fc_a read {}', 'fc_b write {}']);
    const open = [added(bare, null), added(other, null)];
    assert.deepEqual(callsIn(await reading(wire, ...open, done)), ['fc_a read {}', 'fc_b write {}']);
  });

  it('are not run half of an answer that was cut', async () => {
    const halves = [added(a), args('{"x":1}'), added(b, 1), args('{"y"', 1)];
    assert.deepEqual(callsIn(await reading(wire, ...halves, cut)), ['a read {"x":1}']);
    const refusal = piece('refusal', 'No.', 2);
    assert.deepEqual(callsIn(await reading(wire, ...halves, refusal, done)), ['a read {"x":1}']);
    assert.deepEqual(callsIn(await reading(wire, ...halves)), []);
  });

  it('of other kinds are none of ours', async () => {
    const others = ['custom_tool_call', 'mcp_call', 'web_search_call', 'shell_call'];
    const frames = others.map((type, index) => added({ ...a, type }, index) + closed({ ...a, type }, index));
    const collected = await reading(wire, ...frames, doneWith(...others.map((type) => ({ ...a, type }))));
    assert.deepEqual([callsIn(collected), collected.finishes], [[], ['stop']]);
  });

  const hostile: Readonly<Record<string, string>> = {
    'an index of 1e9': text('x', 1e9),
    'an index of 10,000': added(a, 10_000),
    'a negative index': text('x', -1),
    'half an index': args('{}', 0.5),
    'an index that is a name': added(a, '__proto__'),
    'an id of __proto__': added(call('__proto__', 'read')),
    'a call named constructor': added(call('a', 'constructor')),
    'a call without a name': added({ type: 'function_call', call_id: 'a' }),
    'a call without anything': added({ type: 'function_call' }),
    'arguments without a call': args('{}'),
    'arguments that are a number': closed({ ...a, arguments: 7 }),
    'more calls than anybody makes': Array.from({ length: 129 }, (_, n) => added(call(`c${n}`, 'read'), n)).join(''),
  };
  for (const [what, frame] of Object.entries(hostile)) {
    it(`are refused with ${what}`, async () => {
      const { error, events, text: said } = await reading(wire, text('before', 3), frame, done);
      assert.equal(error?.kind, 'protocol');
      assert.equal(said, 'before');
      assert.equal(
        events.some(({ type }) => type === 'toolCall' || type === 'finish'),
        false,
      );
    });
  }
});

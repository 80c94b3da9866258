// Responses: reasoning is encrypted, comes with every answer, and must go back as it came.
import assert from 'node:assert/strict';
import type { ProviderEvent } from '../../src/core/chat/events.ts';
import { foldEvent, startAnswer } from '../../src/core/chat/fold.ts';
import type { AssistantPart, ProviderData, ThinkingPart } from '../../src/core/chat/message.ts';
import { lowering, reading } from '../support/exchange.ts';
import { responsesEvent as event, responseEvent } from '../support/wires/openaiResponses.ts';
import { wireOf } from '../support/wires.ts';

const wire = wireOf('openai-responses');

/** The input items for the parts of one answer. */
async function inputFor(parts: readonly AssistantPart[], model = 'test-model'): Promise<unknown> {
  return (await lowering(wire, { model, messages: [{ role: 'assistant', parts }] })).body.input;
}

/** The parts of the answer that these events make. */
function partsOf(events: readonly ProviderEvent[]): readonly AssistantPart[] {
  return events.reduce((answer, one) => foldEvent(answer, one, 0), startAnswer('test/test-model', 0)).parts;
}

describe('openai-responses: reasoning that goes back', () => {
  const item = (id: string, more: object = {}) => ({
    type: 'reasoning',
    id,
    summary: [],
    encrypted_content: id,
    ...more,
  });
  const thinking = (data: object): ThinkingPart => {
    const providerData: ProviderData = { 'openai-responses': { origin: 'test/test-model', callsBefore: 0, ...data } };
    return { type: 'thinking', text: 'Hm.', providerData };
  };
  const said: AssistantPart = { type: 'text', text: 'So.' };
  const message = { type: 'message', role: 'assistant', content: 'So.' };
  const call = (id: string): AssistantPart => ({ type: 'toolCall', id, name: 'look', argumentsJson: '{}' });
  const sentCall = (id: string) => ({ type: 'function_call', call_id: id, name: 'look', arguments: '{}' });

  it('goes in front of what it led to', async () => {
    const whole = item('rs_1', { summary: [{ type: 'summary_text', text: 'Hm.' }] });
    assert.deepEqual(await inputFor([thinking({ item: whole }), said]), [whole, message]);
    const open = { type: 'reasoning', id: 'rs_2', summary: [], content: [{ type: 'reasoning_text', text: 'Hm.' }] };
    assert.deepEqual(await inputFor([thinking({ item: open }), said]), [open, message]);
  });

  it('goes back to the model of the provider that wrote it, and to no other', async () => {
    assert.deepEqual(await inputFor([thinking({ item: item('rs_1') }), said], 'another-model'), [message]);
    assert.deepEqual(await inputFor([thinking({ item: item('rs_1'), origin: 'x/test-model' }), said]), [message]);
    const foreign = { 'openai-chat': { origin: 'test/test-model', item: item('rs_1') } };
    assert.deepEqual(await inputFor([{ type: 'thinking', text: 'Hm.', providerData: foreign }, said]), [message]);
    assert.deepEqual(await inputFor([{ type: 'thinking', text: 'Cut.' }, said]), [message]);
  });

  it('stays behind where it is only a name for what the provider did not keep', async () => {
    const useless = [item('rs_1', { encrypted_content: null }), item('rs_1', { encrypted_content: '' }), item(''), 7];
    for (const one of useless) assert.deepEqual(await inputFor([thinking({ item: one }), said]), [message]);
  });

  it('stays behind where nothing follows it', async () => {
    assert.deepEqual(await inputFor([thinking({ item: item('rs_1') })]), []);
    const parts = [thinking({ item: item('rs_1') }), said, thinking({ item: item('rs_2') })];
    assert.deepEqual(await inputFor(parts), [item('rs_1'), message]);
  });

  it('stands where it stood between tool calls', async () => {
    const parts = [
      thinking({ item: item('rs_1') }),
      thinking({ item: item('rs_2'), callsBefore: 1 }),
      thinking({ item: item('rs_3'), callsBefore: 1 }),
      call('c1'),
      call('c2'),
    ];
    const order = [item('rs_1'), sentCall('c1'), item('rs_2'), item('rs_3'), sentCall('c2')];
    assert.deepEqual(await inputFor(parts), order);
  });

  it('goes back as the end of the stream had it', async () => {
    const parts = [
      thinking({ item: item('rs_1', { encrypted_content: 'early' }) }),
      said,
      thinking({ item: item('rs_1', { encrypted_content: 'late' }), replaces: 'rs_1' }),
    ];
    assert.deepEqual(await inputFor(parts), [item('rs_1', { encrypted_content: 'late' }), message]);
  });

  it('sends the mark of a message back', async () => {
    const marked = (phase: string): AssistantPart => ({ ...said, providerData: { 'openai-responses': { phase } } });
    assert.deepEqual(await inputFor([marked('commentary'), marked('final_answer'), marked('unknown')]), [
      { ...message, phase: 'commentary' },
      { ...message, phase: 'final_answer' },
      message,
    ]);
  });
});

describe('openai-responses: two turns', () => {
  const summary = [{ type: 'summary_text', text: 'First.' }];
  const first = { type: 'reasoning', id: 'rs_1', summary, encrypted_content: 'early' };
  const second = { type: 'reasoning', id: 'rs_2', summary: [], encrypted_content: 'as it was' };
  const calls = ['a', 'b'].map((name) => ({
    type: 'function_call',
    id: `fc_${name}`,
    call_id: `call_${name}`,
    name,
    arguments: `{"of":"${name}"}`,
  }));
  const message = (text: string, phase: string) => ({
    type: 'message',
    id: `msg_${text}`,
    role: 'assistant',
    phase,
    content: [{ type: 'output_text', text, annotations: [] }],
  });
  const output = [first, message('Looking.', 'commentary'), calls[0], second, calls[1]];
  const frames = output.map((item, index) => {
    const place = { output_index: index };
    const args = item && 'arguments' in item ? { arguments: '' } : {};
    const opening = { ...item, summary: [], content: [], encrypted_content: 'opening', ...args };
    const piece = { ...place, item_id: item && 'id' in item ? item.id : '', content_index: 0 };
    return [
      event('response.output_item.added', { ...place, item: opening }),
      item === first
        ? event('response.reasoning_summary_text.delta', { ...piece, summary_index: 0, delta: 'First.' })
        : '',
      index === 1 ? event('response.output_text.delta', { ...piece, delta: 'Looking.' }) : '',
      event('response.output_item.done', { ...place, item }),
    ].join('');
  });
  const late = output.with(0, { ...first, encrypted_content: 'late' });

  it('sends the items back in their order, with the encrypted reasoning that the end of the stream had', async () => {
    const { events, error } = await reading(
      wire,
      wire.start,
      ...frames,
      responseEvent('completed', { status: 'completed', output: late }),
    );
    assert.equal(error, undefined);
    const stripped = calls.map(({ id: _, ...call }) => call);
    assert.deepEqual(await inputFor(partsOf(events)), [
      late[0],
      { type: 'message', role: 'assistant', content: 'Looking.', phase: 'commentary' },
      stripped[0],
      second,
      stripped[1],
    ]);
  });

  it('knows an item by its id where the end of the stream numbers it otherwise', async () => {
    const changed = { ...second, encrypted_content: 'late' };
    const completed = responseEvent('completed', { status: 'completed', output: [changed] });
    const { events } = await reading(wire, wire.start, ...frames, completed);
    const input = await inputFor(partsOf(events));
    assert.deepEqual(Array.isArray(input) && [input[0], input[3]], [first, changed]);
  });

  it('keeps what it had where the end of the stream changes nothing', async () => {
    const ends = [output, [], undefined, null, [null, 7, {}], [{ ...first, encrypted_content: undefined }]];
    for (const end of ends) {
      const completed = responseEvent('completed', { status: 'completed', output: end });
      const { events } = await reading(wire, wire.start, ...frames, completed);
      const kept = events.filter((one) => one.type === 'thinking' && one.providerData);
      assert.equal(kept.length, 2, JSON.stringify(end));
      const input = await inputFor(partsOf(events));
      assert.deepEqual(Array.isArray(input) && input[0], first);
    }
  });

  it('shows reasoning once, and ends its part before the text', async () => {
    const completed = responseEvent('completed', { status: 'completed', output: late });
    const { events, thinking } = await reading(wire, wire.start, ...frames, completed);
    assert.equal(thinking, 'First.');
    assert.deepEqual(
      partsOf(events).map(({ type }) => type),
      ['thinking', 'text', 'thinking', 'thinking', 'toolCall', 'toolCall'],
    );
  });
});

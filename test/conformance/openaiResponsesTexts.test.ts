// Responses: text, refusals, thinking and likelihoods, however a server delivers them.
import assert from 'node:assert/strict';
import type { ProviderEvent } from '../../src/core/chat/events.ts';
import { reading } from '../support/exchange.ts';
import { responsesEvent as event, responseEvent } from '../support/wires/openaiResponses.ts';
import { wireOf } from '../support/wires.ts';

const wire = wireOf('openai-responses');
const done = responseEvent('completed', { status: 'completed' });
const doneWith = (...output: readonly unknown[]) => responseEvent('completed', { status: 'completed', output });
const at = (index: number, part = 0) => ({ output_index: index, content_index: part, item_id: `i${index}` });
const text = (delta: string, index = 0, part = 0) => event('response.output_text.delta', { ...at(index, part), delta });
const whole = (said: string, index = 0, part = 0) =>
  event('response.output_text.done', { ...at(index, part), text: said });
const added = (item: object, index = 0) => event('response.output_item.added', { output_index: index, item });
const closed = (item: object, index = 0) => event('response.output_item.done', { output_index: index, item });
const message = (...texts: readonly string[]) => ({
  type: 'message',
  id: `msg_${texts.join('')}`,
  content: texts.map((one) => ({ type: 'output_text', text: one })),
});

describe('openai-responses: text', () => {
  const ways: Readonly<Record<string, readonly string[]>> = {
    'pieces alone': [text('Hel'), text('lo')],
    'pieces that are repeated whole': [
      added(message()),
      text('Hel'),
      text('lo'),
      whole('Hello'),
      closed(message('Hello')),
      doneWith(message('Hello')),
    ],
    'whole parts alone': [added(message()), whole('Hello'), closed(message('Hello'))],
    'a whole message alone': [closed(message('Hello'))],
    'the same whole message twice': [closed(message('Hello')), closed(message('Hello'))],
    'the end of the stream alone': [doneWith(message('Hello'))],
    'the end of the stream, after a message without text': [added(message()), doneWith(message('Hello'))],
    'two parts, of which only one in pieces': [text('Hel'), closed(message('Hel', 'lo'))],
    'two messages': [text('Hel'), closed(message('Hel')), text('lo', 1), closed(message('lo'), 1)],
    'two messages that are both number 0': [
      added(message()),
      text('Hel'),
      closed(message('Hel')),
      added(message('2')),
      text('lo'),
      closed(message('lo')),
    ],
    'two whole messages that are both number 0': [closed(message('Hel')), closed(message('lo'))],
    'two messages that nobody announced or told apart': [text('Hel'), closed(message('Hel')), text('lo')],
    'pieces under another number than at the end': [text('Hel', 7), text('lo', 7), doneWith(message('Hello'))],
    'pieces between which nothing is said': [
      text('Hel'),
      text(''),
      event('response.output_text.delta', at(0)),
      text('lo'),
    ],
  };
  for (const [how, frames] of Object.entries(ways)) {
    it(`is said once when it comes as ${how}`, async () => {
      const collected = await reading(wire, ...frames, done);
      assert.equal(collected.error, undefined);
      assert.equal(collected.text, 'Hello');
      assert.deepEqual(collected.finishes, ['stop']);
    });
  }

  it('ends a part where a message has a mark that must go back, and nowhere else', async () => {
    const marked = (said: string, phase: string) => ({ ...message(said), phase });
    const { events } = await reading(
      wire,
      text('a'),
      closed(marked('a', 'commentary')),
      text('b', 1),
      closed(marked('b', 'final_answer'), 1),
      text('c', 2),
      closed(message('c'), 2),
      closed(marked('', 'final_answer'), 3),
      done,
    );
    const texts = events.flatMap((one) => (one.type === 'text' ? [[one.text, one.providerData]] : []));
    assert.deepEqual(texts, [
      ['a', undefined],
      ['', { 'openai-responses': { phase: 'commentary' } }],
      ['b', undefined],
      ['', { 'openai-responses': { phase: 'final_answer' } }],
      ['c', undefined],
    ]);
  });

  const refusal = { type: 'message', content: [{ type: 'refusal', refusal: "I can't." }] };
  const refusals: Readonly<Record<string, readonly string[]>> = {
    'in pieces': ['I ', "can't."].map((delta) => event('response.refusal.delta', { ...at(0), delta })),
    whole: [event('response.refusal.done', { ...at(0), refusal: "I can't." })],
    'in pieces and whole': [
      event('response.refusal.delta', { ...at(0), delta: "I can't." }),
      event('response.refusal.done', { ...at(0), refusal: "I can't." }),
      closed(refusal),
    ],
    'in a message': [closed(refusal)],
    'at the end of the stream': [doneWith(refusal)],
  };
  for (const [how, frames] of Object.entries(refusals)) {
    it(`shows a refusal that comes ${how}, and says so at the end`, async () => {
      const collected = await reading(wire, ...frames, done);
      assert.equal(collected.text, "I can't.");
      assert.deepEqual(collected.finishes, ['refusal']);
    });
  }

  it('tells how likely tokens were, after their text', async () => {
    const likely = (token: string, logprob: unknown) => ({ token, logprob, bytes: [1] });
    const logprobs = [
      { ...likely('a', -0.5), top_logprobs: [likely('b', -1), likely('c', 'x'), null] },
      7,
      { token: 'd' },
    ];
    const { events } = await reading(
      wire,
      event('response.output_text.delta', { ...at(0), delta: 'a', logprobs }),
      event('response.output_text.done', { ...at(0), text: 'a', logprobs }),
      done,
    );
    const tokens = [{ token: 'a', logprob: -0.5, top: [{ token: 'b', logprob: -1 }] }];
    assert.deepEqual(events.slice(1, -2), [
      { type: 'text', choice: 0, text: 'a' },
      { type: 'logprobs', choice: 0, tokens },
    ]);
  });

  it('names the model once, as the response first does', async () => {
    const named = (model: unknown) => responseEvent('in_progress', { model });
    const { events } = await reading(wire, named(null), named(''), named('gpt-x-2026-11-01'), done);
    assert.deepEqual(
      events.flatMap((event) => (event.type === 'response' ? [event.model] : [])),
      ['gpt-x-2026-11-01'],
    );
  });
});

describe('openai-responses: thinking', () => {
  const summary = (delta: string, part = 0, index = 0) =>
    event('response.reasoning_summary_text.delta', { output_index: index, summary_index: part, delta });
  const raw = (delta: string) => event('response.reasoning_text.delta', { ...at(0), delta });
  const item = (texts: readonly string[], more: object = {}) => ({
    type: 'reasoning',
    id: 'rs_1',
    summary: texts.map((one) => ({ type: 'summary_text', text: one })),
    encrypted_content: 'e',
    ...more,
  });
  const keptIn = (events: readonly ProviderEvent[]) =>
    events.filter((one) => one.type === 'thinking' && one.providerData !== undefined).length;

  const content = [{ type: 'reasoning_text', text: 'Hm. So.' }];
  const ways: Readonly<Record<string, readonly [string, readonly string[]]>> = {
    'a summary in pieces': ['Hm. So.', [summary('Hm. '), summary('So.'), closed(item(['Hm. So.']))]],
    'a summary of two parts': ['Hm.\n\nSo.', [summary('Hm.'), summary('So.', 1), closed(item(['Hm.', 'So.']))]],
    'a whole summary alone': ['Hm.\n\nSo.', [closed(item(['Hm.', 'So.']))]],
    'the reasoning itself': ['Hm. So.', [raw('Hm. '), raw('So.'), closed(item([], { content }))]],
    'the whole reasoning alone': ['Hm. So.', [closed(item([], { content }))]],
    'both, of which the summary is shown': ['Hm.', [closed(item(['Hm.'], { content }))]],
    'an item without a word': ['', [added(item([])), closed(item([]))]],
    'the end of the stream alone': ['Hm.', [doneWith(item(['Hm.']))]],
    'an item that ends with the stream': ['Hm.', [summary('Hm.'), doneWith(item(['Hm.']))]],
    'an item that ends twice': ['Hm.', [summary('Hm.'), closed(item(['Hm.'])), closed(item(['Hm.']))]],
  };
  for (const [how, [shown, frames]] of Object.entries(ways)) {
    it(`is shown and kept once when it comes as ${how}`, async () => {
      const { thinking, events, error } = await reading(wire, ...frames, done);
      assert.equal(error, undefined);
      assert.equal(thinking, shown);
      assert.equal(keptIn(events), 1);
    });
  }

  it('is kept item by item, also where all are number 0', async () => {
    const second = item(['So.'], { id: 'rs_2' });
    for (const index of [0, 1]) {
      const frames = [added(item([])), summary('Hm.'), closed(item(['Hm.'])), added(second, index)];
      const { thinking, events } = await reading(
        wire,
        ...frames,
        summary('So.', 0, index),
        closed(second, index),
        done,
      );
      assert.deepEqual([thinking, keptIn(events)], ['Hm.So.', 2]);
    }
  });

  it('is not kept where it was cut', async () => {
    const { thinking, events, error } = await reading(wire, added(item([])), summary('Hm.'));
    assert.deepEqual([thinking, keptIn(events), error?.kind], ['Hm.', 0, 'incomplete']);
  });
});

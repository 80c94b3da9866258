import assert from 'node:assert/strict';
import { joinMs, PanelChannel } from '../../../src/host/panel/channel.ts';
import type { ToWebview } from '../../../src/protocol/panel.ts';
import { ManualClock } from '../../support/manualClock.ts';

const delta = (text: string, kind: 'text' | 'thinking' = 'text') =>
  ({ type: 'appended', turnId: 't', kind, text }) as const;

function setUp() {
  const clock = new ManualClock();
  const channel = new PanelChannel(clock);
  const sent: ToWebview[] = [];
  channel.attach((message) => sent.push(message));
  const texts = () => sent.map((message) => (message.type === 'appended' ? message.text : message.type));
  return { clock, channel, sent, texts };
}

describe('the channel to the panel', () => {
  it('sends the first delta at once and joins what follows', () => {
    const { clock, channel, texts } = setUp();
    for (const word of ['a', 'b', 'c']) channel.send(delta(word));
    assert.deepEqual(texts(), ['a']);
    clock.advance(joinMs);
    assert.deepEqual(texts(), ['a', 'bc']);
    clock.advance(10 * joinMs);
    channel.send(delta('d'));
    assert.deepEqual(texts(), ['a', 'bc', 'd']);
  });

  it('keeps the order: whatever comes after a delta arrives after it', () => {
    const { channel, texts } = setUp();
    channel.send(delta('a'));
    channel.send(delta('b'));
    channel.send(delta('hm', 'thinking'));
    channel.send({ type: 'inputFocused' });
    assert.deepEqual(texts(), ['a', 'b', 'hm', 'inputFocused']);
  });

  it('numbers without gaps', () => {
    const { clock, channel, sent } = setUp();
    for (let at = 0; at < 20; at += 1) {
      channel.send(delta(String(at)));
      if (at % 3 === 0) clock.advance(joinMs);
    }
    clock.advance(joinMs);
    assert.deepEqual(
      sent.map((message) => message.seq),
      sent.map((_, at) => at + 1),
    );
  });

  it('never sends a delta that a snapshot already holds, nor anything to a view that is gone', () => {
    const { clock, channel, texts } = setUp();
    channel.send(delta('a'));
    channel.send(delta('b'));
    const state = {
      turns: [],
      composer: { chips: [], attachable: '', model: '', warning: '', busy: 'idle', sheet: { fields: [], summary: '' } },
      welcome: { type: 'start', starters: [] },
      draft: '',
      sendKey: 'enter',
      language: 'en',
    } as const;
    channel.send({ type: 'snapshot', state });
    clock.advance(joinMs * 2);
    assert.deepEqual(texts(), ['a', 'snapshot']);
    channel.send(delta('c'));
    channel.detach();
    clock.advance(joinMs * 2);
    channel.send(delta('d'));
    assert.deepEqual(texts(), ['a', 'snapshot', 'c']);
    assert.equal(clock.pending, 0);
  });
});

import { PanelChannel } from '../../../src/host/panel/channel.ts';
import type { AnswerStateView, AnswerView, ToWebview } from '../../../src/protocol/panel.ts';
import { ManualClock } from '../../support/manualClock.ts';
import { answer, answering, idleComposer, panelState, turn } from '../../support/panelPage/states.ts';

/** A message of the host to the panel, and when it is sent: milliseconds from the first delta on. */
export interface Sent {
  readonly at: number;
  readonly message: ToWebview;
}

/** An answer on its way to the panel. */
export interface Feed {
  /** What makes the panel wait for the answer. */
  readonly before: readonly ToWebview[];
  readonly sent: readonly Sent[];
  readonly deltas: number;
}

const turnId = 't1';

/** Lengths of a model's tokens, in characters; 5 on average. */
const tokenLengths = [5, 3, 7, 4, 6, 2, 8, 5];

/** Passes a text through the host's channel as a model would write it, one token a millisecond. */
export function feedOf(text: string): Feed {
  const clock = new ManualClock();
  const channel = new PanelChannel(clock);
  const start = clock.now();
  const all: Sent[] = [];
  channel.attach((message) => all.push({ at: clock.now() - start, message }));
  channel.send({ type: 'snapshot', state: panelState([]) });
  channel.send({ type: 'turnAdded', turn: turn(turnId, 'Why is it slow?', answer('', { type: 'waiting' })) });
  channel.send({ type: 'composerChanged', composer: answering });
  const before = all.length;
  channel.send({ type: 'answerChanged', turnId, answer: answerView({ type: 'streaming' }) });
  let deltas = 0;
  for (let from = 0; from < text.length; deltas += 1) {
    const length = tokenLengths[deltas % tokenLengths.length] ?? 5;
    channel.send({ type: 'appended', turnId, kind: 'text', text: text.slice(from, from + length) });
    from += length;
    clock.advance(1);
  }
  channel.send({ type: 'answerChanged', turnId, answer: answerView({ type: 'complete', note: '' }) });
  channel.send({ type: 'composerChanged', composer: idleComposer });
  return { before: all.slice(0, before).map(({ message }) => message), sent: all.slice(before), deltas };
}

function answerView(state: AnswerStateView): AnswerView {
  const { text: _text, thinking: _thinking, ...view } = answer('', state);
  return view;
}

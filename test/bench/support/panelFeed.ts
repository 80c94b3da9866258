import { PanelChannel } from '../../../src/host/panel/channel.ts';
import type { AnswerStateView, ToWebview } from '../../../src/protocol/panel.ts';
import { ManualClock } from '../../support/manualClock.ts';
import { answer, answering, idleComposer, panelState, turn } from '../../support/panelPage/states.ts';

/** What the host sends to the panel, and when: milliseconds from the first. */
export interface Sent {
  readonly at: number;
  readonly message: ToWebview;
}

/** An answer on its way to the panel: what it shows before, and what follows. */
export interface Feed {
  readonly before: readonly ToWebview[];
  readonly sent: readonly Sent[];
  readonly deltas: number;
}

/** Lengths of a model's tokens, in characters; 5 on average. */
const tokenLengths = [5, 3, 7, 4, 6, 2, 8, 5];

/** Passes a text, one token a millisecond, through the host's channel, with its clock. */
export function feedOf(text: string): Feed {
  const clock = new ManualClock();
  const channel = new PanelChannel(clock);
  const before: ToWebview[] = [];
  const sent: Sent[] = [];
  const turnId = 't1';
  const state = (type: AnswerStateView) => ({ ...answer('', type), text: undefined, thinking: undefined });
  channel.attach((message) => before.push(message));
  channel.send({ type: 'snapshot', state: panelState([]) });
  channel.send({ type: 'turnAdded', turn: turn(turnId, 'Why is it slow?', answer('', { type: 'waiting' })) });
  channel.send({ type: 'composerChanged', composer: answering });
  const start = clock.now();
  const numbered = before.length;
  channel.attach((message) => sent.push({ at: clock.now() - start, message }));
  channel.send({ type: 'answerChanged', turnId, answer: state({ type: 'streaming' }) });
  let deltas = 0;
  for (let from = 0; from < text.length; deltas += 1) {
    const length = tokenLengths[deltas % tokenLengths.length] ?? 5;
    channel.send({ type: 'appended', turnId, kind: 'text', text: text.slice(from, from + length) });
    from += length;
    clock.advance(1);
  }
  channel.send({ type: 'answerChanged', turnId, answer: state({ type: 'complete', note: '' }) });
  channel.send({ type: 'composerChanged', composer: idleComposer });
  return { before: before.slice(0, numbered), sent, deltas };
}

import type { PanelState } from '../../../src/protocol/panel.ts';
import {
  answer,
  answering,
  chip,
  connect,
  cutOff,
  facts,
  idleComposer,
  panelState,
  problem,
  richText,
  secondChip,
  turn,
} from './states.ts';

const question = 'Why does this loop never end?';
const thinking =
  'The counter is declared inside the loop body. So each pass starts again at zero, and the condition can never become true.';

const long = panelState(
  [
    turn(
      't0',
      `${'Here is the whole log of the run.\n'.repeat(14)}What went wrong?`,
      answer(
        'The fourth request was refused.',
        { type: 'stopped' },
        { facts: '2,310 → 9 tokens · 0.3 s to first · 0.6 s' },
      ),
    ),
    turn(
      't1',
      question,
      answer(richText, undefined, {
        thinking,
        facts,
        number: 2,
        count: 3,
        notices: ['temperature was left out: the model does not accept it.'],
      }),
      { chips: [chip, secondChip] },
    ),
  ],
  {
    composer: { ...idleComposer, chips: [secondChip] },
    draft: 'And how would I test that the waiting time doubles?\nWith fake timers, or by passing the clock in?',
  },
);

/** The states the panel is looked at in. */
export const scenes: Readonly<Record<string, PanelState>> = {
  emptyConnect: panelState([], { welcome: connect, composer: { ...idleComposer, attachable: '', model: '' } }),
  emptyStart: panelState([]),
  waiting: panelState([turn('t1', question, answer('', { type: 'waiting' }), { chips: [chip] })], {
    composer: answering,
  }),
  thinking: panelState([turn('t1', question, answer('', { type: 'streaming' }, { thinking }), { chips: [chip] })], {
    composer: answering,
  }),
  streaming: panelState(
    [turn('t1', question, answer(richText.slice(0, 620), { type: 'streaming' }, { thinking }), { chips: [chip] })],
    { composer: answering },
  ),
  long,
  longTop: long,
  longEnd: panelState([
    turn(
      't1',
      question,
      answer(`${richText}\n${richText}`, { type: 'complete', note: 'The answer reached its length limit.' }, { facts }),
    ),
  ]),
  error: panelState([turn('t1', question, answer('', { type: 'failed', problem }), { chips: [chip] })], {
    composer: {
      ...idleComposer,
      warning: 'parley.model names "anthropic/claude-sonet"; did you mean anthropic/claude-sonnet-5-5?',
    },
  }),
  interrupted: panelState([
    turn(
      't1',
      question,
      answer(
        `${richText.slice(0, 420)}`,
        { type: 'interrupted', problem: cutOff },
        { facts: '1,204 → unknown tokens · 0.4 s to first · 31 s' },
      ),
    ),
  ]),
};

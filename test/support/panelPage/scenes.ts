import type { NoticeView, PanelState, WaitingView } from '../../../src/protocol/panel.ts';
import type { PanelPage } from './panelPage.ts';
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
  sheetWith,
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
        notices: [{ rank: 'said', text: 'temperature was left out: the model does not accept it.' }],
      }),
      { chips: [chip, secondChip] },
    ),
  ],
  {
    composer: { ...idleComposer, chips: [secondChip] },
    draft: 'And how would I test that the waiting time doubles?\nWith fake timers, or by passing the clock in?',
  },
);

const limited: WaitingView = { sentence: 'OpenAI is limiting requests. Trying again (2 of 3)', ms: 14_000 };

const manyAdjustments: readonly NoticeView[] = [
  { rank: 'said', text: 'temperature was left out: the model takes it only without reasoning.' },
  { rank: 'said', text: 'stop was cut to 4 sequences.' },
  { rank: 'said', text: 'n was asked for by 3 requests: the provider gives one answer each.' },
  { rank: 'said', text: 'max_tokens was raised to 9,096, so that reasoning leaves room for the answer.' },
  { rank: 'detail', text: 'max_tokens was sent as max_completion_tokens.' },
];

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
        { facts: '1,204 → unknown tokens · cost unknown · 0.4 s to first · 31 s', continuable: 'yes' },
      ),
    ),
  ]),
  countdown: panelState(
    [
      turn('t1', question, answer('', { type: 'waiting' }, { waiting: limited, model: 'openai/gpt-6-luna' }), {
        chips: [chip],
      }),
    ],
    { composer: answering },
  ),
  fallback: panelState([
    turn(
      't1',
      question,
      answer(richText.slice(0, 380), undefined, {
        facts,
        model: 'gpt-6-luna',
        notices: [
          { rank: 'told', text: 'Anthropic is overloaded. openai/gpt-6-luna was asked instead.' },
          { rank: 'detail', text: 'max_tokens was sent as max_completion_tokens.' },
        ],
      }),
    ),
  ]),
  adjusted: panelState([
    turn('t1', question, answer(richText.slice(0, 380), undefined, { facts, notices: manyAdjustments, count: 3 })),
  ]),
  short: panelState([
    turn(
      't1',
      question,
      answer(
        richText.slice(0, 470),
        { type: 'complete', note: 'The answer reached its length limit.' },
        { facts, continuable: 'yes' },
      ),
    ),
  ]),
  seam: panelState([
    turn(
      't1',
      question,
      answer(richText.slice(0, 820), undefined, {
        facts: '2,408 → 512 tokens · ≈$0.0073 · 9.1 s',
        seams: [
          { at: 60, label: 'Continued' },
          { at: 560, label: 'Continued by gpt-6-luna' },
        ],
      }),
    ),
  ]),
  sheet: panelState([turn('t1', question, answer(richText, undefined, { facts }))], {
    composer: {
      ...idleComposer,
      sheet: sheetWith('3 set', {
        temperature: { off: 'The model does not take it.', value: '0.2' },
        max_tokens: { value: '-5', problem: 'max_tokens is -5; it must be a whole number from 1 to 10,000,000.' },
        response_format: { value: 'json_object' },
      }),
    },
  }),
  sheetEmpty: panelState([], { composer: { ...idleComposer, sheet: sheetWith('', {}) } }),
};

/** The states that are looked at with the parameter sheet open. */
const withSheet: ReadonlySet<string> = new Set(['sheet', 'sheetEmpty']);

/** Shows a state in a page that is fresh: nothing is remembered of the one before. */
export async function showScene(panel: PanelPage, name: string): Promise<void> {
  const state = scenes[name];
  if (!state) throw new Error(`There is no scene ${name}.`);
  await panel.page.evaluate(() => sessionStorage.clear());
  await panel.page.reload();
  await panel.snapshot(state);
  if (withSheet.has(name)) await panel.page.locator('#parameters-button').click();
  await panel.shown();
}

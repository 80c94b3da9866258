import assert from 'node:assert/strict';
import type { AnswerView, PanelState, ToWebview } from '../../../src/protocol/panel.ts';
import { type Effect, type PanelModel, reduce } from '../../../src/webview/reduce.ts';
import {
  answer,
  answering,
  idleComposer,
  panelState,
  problem,
  sheetWith,
  start,
  turn,
} from '../../support/panelPage/states.ts';

const blank: PanelModel = { type: 'blank' };
const one = panelState([turn('t', 'q', answer('a', { type: 'streaming' }))], { draft: 'mine' });

describe('webview: messages from the host', () => {
  it('shows a snapshot, and takes its draft the first time only', () => {
    const first = reduce(blank, { type: 'snapshot', seq: 7, state: one });
    assert.deepEqual(first.model, { type: 'current', seq: 7, state: one });
    assert.deepEqual(first.effects, [{ type: 'startDraft', text: 'mine' }]);
    const second = reduce(first.model, { type: 'snapshot', seq: 2, state: panelState([]) });
    assert.deepEqual(second.model, { type: 'current', seq: 2, state: panelState([]) });
    assert.deepEqual(second.effects, []);
  });

  it('drops everything before the first snapshot', () => {
    const reduced = reduce(blank, { type: 'inputFocused', seq: 1 });
    assert.deepEqual(reduced, { model: blank, effects: [] });
  });

  it('takes deltas in sequence', () => {
    const { state } = played(
      { type: 'appended', seq: 2, turnId: 't', kind: 'text', text: 'b' },
      { type: 'appended', seq: 3, turnId: 't', kind: 'thinking', text: 'c' },
      { type: 'turnAdded', seq: 4, turn: turn('u', 'next', answer('')) },
      { type: 'composerChanged', seq: 5, composer: answering },
      { type: 'welcomeChanged', seq: 6, welcome: start },
      { type: 'answerReplaced', seq: 7, turnId: 'u', answer: answer('whole') },
    );
    assert.deepEqual(
      state.turns.map(({ id, answer: { text, thinking } }) => [id, text, thinking]),
      [
        ['t', 'ab', 'c'],
        ['u', 'whole', ''],
      ],
    );
    assert.equal(state.composer, answering);
    assert.equal(state.welcome, start);
  });

  it('keeps the text of an answer whose state changes', () => {
    const { text: _, thinking: __, ...view } = answer('', { type: 'stopped' }, { facts: '1 s' });
    const { state } = played({ type: 'answerChanged', seq: 2, turnId: 't', answer: view });
    assert.deepEqual(state.turns[0]?.answer, answer('a', { type: 'stopped' }, { facts: '1 s' }));
  });

  for (const [what, message] of [
    ['a gap', { type: 'composerChanged', seq: 3, composer: answering }],
    ['a repetition', { type: 'composerChanged', seq: 1, composer: answering }],
    ['an unknown turn', { type: 'appended', seq: 2, turnId: 'x', kind: 'text', text: '' }],
  ] satisfies [string, ToWebview][]) {
    it(`asks for a snapshot once after ${what}, and keeps showing what it had`, () => {
      const outdated = reduce({ type: 'current', seq: 1, state: one }, message);
      assert.deepEqual(outdated, { model: { type: 'outdated', state: one }, effects: [{ type: 'resync' }] });
      const dropped = reduce(outdated.model, { type: 'inputFocused', seq: 2 });
      assert.deepEqual(dropped, { model: outdated.model, effects: [] });
      const { model } = reduce(dropped.model, { type: 'snapshot', seq: 9, state: one });
      assert.deepEqual(model, { type: 'current', seq: 9, state: one });
    });
  }

  it('fills the input and focuses it when the host says so', () => {
    const { effects } = played({ type: 'draftFilled', seq: 2, text: 'x' }, { type: 'inputFocused', seq: 3 });
    assert.deepEqual(effects, [{ type: 'fillDraft', text: 'x' }, { type: 'focusInput' }]);
  });

  it('announces a wait once, and again only when it is another one', () => {
    const waiting = (sentence: string, ms: number) => ({
      type: 'answerChanged' as const,
      turnId: 't',
      answer: answer('', { type: 'streaming' }, { waiting: { sentence, ms } }),
    });
    const { effects } = played(
      { ...waiting('Overloaded. Trying again (2 of 3)', 4000), seq: 2 },
      { ...waiting('Overloaded. Trying again (2 of 3)', 2500), seq: 3 },
      { ...waiting('Overloaded. Trying again (3 of 3)', 8000), seq: 4 },
    );
    assert.deepEqual(effects, [
      { type: 'announce', text: 'Overloaded. Trying again (2 of 3) in 4\u00a0s' },
      { type: 'announce', text: 'Overloaded. Trying again (3 of 3) in 8\u00a0s' },
    ]);
  });

  it('announces what is wrong with a parameter when it turns wrong', () => {
    const wrong = sheetWith('1 set', { seed: { value: '-1', problem: 'seed must be more.' } });
    const composer = { ...idleComposer, sheet: wrong };
    const { effects } = played(
      { type: 'composerChanged', seq: 2, composer },
      { type: 'composerChanged', seq: 3, composer },
    );
    assert.deepEqual(effects, [{ type: 'announce', text: 'Seed: seed must be more.' }]);
  });

  for (const [state, said] of [
    [{ type: 'complete', note: '' }, 'Answer complete.'],
    [{ type: 'complete', note: 'It reached its limit.' }, 'Answer complete. It reached its limit.'],
    [{ type: 'stopped' }, 'Answer stopped.'],
    [{ type: 'interrupted', problem }, `Answer interrupted. ${problem.sentence}`],
    [{ type: 'failed', problem }, `No answer. ${problem.sentence}`],
  ] satisfies [AnswerView['state'], string][]) {
    it(`announces once: ${said}`, () => {
      const ended = { turnId: 't', answer: answer('', state) };
      const { effects } = played(
        { type: 'answerChanged', seq: 2, turnId: 't', answer: answer('', { type: 'streaming' }) },
        { type: 'answerChanged', seq: 3, ...ended },
        { type: 'answerChanged', seq: 4, ...ended },
      );
      assert.deepEqual(effects, [{ type: 'announce', text: said }]);
    });
  }
});

/** The state and all effects after some messages on top of `one`, which has the sequence number 1. */
function played(...messages: readonly ToWebview[]): {
  readonly state: PanelState;
  readonly effects: readonly Effect[];
} {
  let model: PanelModel = { type: 'current', seq: 1, state: one };
  const effects: Effect[] = [];
  for (const message of messages) {
    const reduced = reduce(model, message);
    model = reduced.model;
    effects.push(...reduced.effects);
  }
  assert(model.type === 'current');
  return { state: model.state, effects };
}

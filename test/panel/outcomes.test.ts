// What became of an answer: what was changed in its request, how it ended, how it goes on, which of several is shown.
import assert from 'node:assert/strict';
import type { NoticeView } from '../../src/protocol/panel.ts';
import { closeBrowser } from '../support/panelPage/browser.ts';
import { PanelPage } from '../support/panelPage/panelPage.ts';
import { answer, answering, cutOff, idleComposer, panelState, turn } from '../support/panelPage/states.ts';

const told: NoticeView = { rank: 'told', text: 'OpenAI is overloaded. mistral/large was asked instead.' };
const renamed: NoticeView = { rank: 'detail', text: 'max_tokens was sent as max_completion_tokens.' };
const said = (count: number): NoticeView[] =>
  Array.from({ length: count }, (_, place) => ({ rank: 'said', text: `Adjustment ${place}.` }));

describe('panel: outcomes', function () {
  this.timeout(60_000);
  let panel: PanelPage;

  beforeEach(async () => {
    panel = await PanelPage.open();
  });

  afterEach(async () => {
    assert.deepEqual([panel.errors, panel.violations], [[], []]);
    await panel.close();
  });

  after(closeBrowser);

  it('says up to three adjustments, and renames only to who asks', async () => {
    await showNotices([told, ...said(3), renamed]);
    assert.deepEqual(await lines(), [told.text, 'Adjustment 0.', 'Adjustment 1.', 'Adjustment 2.']);
    await open('Adjusted for anthropic/claude-sonnet-5-5');
    assert.deepEqual(await listed(), [renamed.text]);
  });

  it('folds more than three into one line that opens and closes, and never what happened', async () => {
    await showNotices([...said(4), renamed, told]);
    assert.deepEqual(await lines(), [told.text]);
    assert.deepEqual(await listed(), []);
    const line = panel.page.getByRole('button', { name: '5 adjustments' });
    assert.equal(await line.getAttribute('aria-expanded'), 'false');
    await line.press('Enter');
    assert.equal(await line.getAttribute('aria-expanded'), 'true');
    const controlled = await line.getAttribute('aria-controls');
    assert.equal(await panel.page.locator(`[id="${controlled}"]`).isVisible(), true);
    assert.deepEqual(await listed(), [
      'Adjustment 0.',
      'Adjustment 1.',
      'Adjustment 2.',
      'Adjustment 3.',
      renamed.text,
    ]);
    await line.press('Space');
    assert.deepEqual(await listed(), []);
  });

  it('shows nothing where nothing was changed, and the same sentence twice where it was said twice', async () => {
    await showNotices([]);
    assert.equal(await panel.page.locator('.quiet-line, .folded-notices').count(), 0);
    await showNotices([told, told]);
    assert.deepEqual(await lines(), [told.text, told.text]);
  });

  it('goes on with an answer that was interrupted, or asks again', async () => {
    const reply = answer('Part', { type: 'interrupted', problem: cutOff }, { continuable: 'yes' });
    await start(reply);
    assert.deepEqual(await buttons(), ['Continue', 'Try Again', 'Details']);
    await panel.page.getByRole('button', { name: 'Continue' }).click();
    await panel.page.getByRole('button', { name: 'Try Again' }).click();
    assert.deepEqual(await panel.posts(), [
      { type: 'continue', turnId: 't' },
      { type: 'retry', turnId: 't' },
    ]);
    await panel.page.waitForFunction(() => document.activeElement?.className === 'input');
  });

  it('offers Continue only where the answer can go on, whatever the host suggests', async () => {
    const problem = { ...cutOff, action: 'Continue' };
    await start(answer('Part', { type: 'interrupted', problem }));
    assert.deepEqual(await buttons(), ['Try Again', 'Details']);
    await start(answer('Part', { type: 'interrupted', problem }, { continuable: 'yes' }));
    assert.deepEqual(await buttons(), ['Continue', 'Try Again', 'Details']);
    const billing = { ...cutOff, action: 'Open Billing' };
    await start(answer('Part', { type: 'interrupted', problem: billing }, { continuable: 'yes' }));
    assert.deepEqual(await buttons(), ['Continue', 'Open Billing', 'Try Again', 'Details']);
    await panel.page.getByRole('button', { name: 'Open Billing' }).click();
    assert.deepEqual(await panel.posts(), [{ type: 'act', turnId: 't' }]);
  });

  it('offers it for an answer that reached its limit, in one place', async () => {
    const state = { type: 'complete', note: 'The answer reached its length limit.' } as const;
    await start(answer('Part', state, { continuable: 'yes' }));
    assert.deepEqual(await buttons(), ['Continue', 'Try Again']);
    assert.equal(await panel.page.getByRole('button', { name: 'Try Again' }).count(), 1);
    await start(answer('Part', state));
    assert.equal(await panel.page.locator('.problem').count(), 0);
    assert.deepEqual(await lines(), [state.note]);
  });

  it('does not go on while another answer is written', async () => {
    const cut = answer('Part', { type: 'interrupted', problem: cutOff }, { continuable: 'yes' });
    const turns = [turn('t', 'q', cut), turn('u', 'r', answer('', { type: 'waiting' }))];
    await panel.snapshot(panelState(turns, { composer: answering }));
    await panel.posts();
    const button = panel.page.getByRole('button', { name: 'Continue' });
    await button.click({ force: true });
    assert.deepEqual(await panel.posts(), []);
    await panel.play({ type: 'composerChanged', composer: idleComposer });
    await button.click();
    assert.deepEqual(await panel.posts(), [{ type: 'continue', turnId: 't' }]);
  });

  it('pages through the answers of one question while they are written', async () => {
    const streaming = (count: number, number = 1) => answer('', { type: 'streaming' }, { count, number });
    await panel.snapshot(panelState([turn('t', 'q', streaming(1))], { composer: answering }));
    await panel.play({ type: 'appended', turnId: 't', kind: 'text', text: 'First one' });
    assert.equal(await panel.page.locator('.pager').count(), 0);
    await panel.play({ type: 'answerChanged', turnId: 't', answer: streaming(2) });
    await panel.posts();
    await panel.page.getByRole('button', { name: 'Next Answer' }).click();
    assert.deepEqual(await panel.posts(), [{ type: 'showAnswer', turnId: 't', number: 2 }]);
    const second = { ...streaming(2, 2), text: 'Second' };
    await panel.play(
      { type: 'answerReplaced', turnId: 't', answer: second },
      { type: 'appended', turnId: 't', kind: 'text', text: ' one' },
    );
    assert.equal(await panel.page.locator('.markdown').innerText(), 'Second one');
    assert.equal(await panel.page.getByRole('group', { name: 'Answer 2 of 2' }).count(), 1);
  });

  it('breaks the facts only between them', async () => {
    await start(answer('Text', undefined, { facts: '1,204 → 340 tokens · ≈$0.0041 · 0.4 s to first · 5.2 s · 61/s' }));
    const text = await panel.page.locator('.facts').innerText();
    assert.equal(text.replaceAll('\u00a0', ' '), '1,204 → 340 tokens · ≈$0.0041 · 0.4 s to first · 5.2 s · 61/s');
    assert.deepEqual(text.match(/ /g)?.length, 4);
  });

  async function start(reply: ReturnType<typeof answer>): Promise<void> {
    await panel.snapshot(panelState([turn('t', 'q', reply)]));
    await panel.posts();
  }

  async function showNotices(notices: readonly NoticeView[]): Promise<void> {
    await panel.page.reload();
    await start(answer('Text', undefined, { notices }));
  }

  function lines(): Promise<string[]> {
    return panel.page.locator('.answer .quiet-line').allInnerTexts();
  }

  async function listed(): Promise<string[]> {
    const all = panel.page.locator('.folded-notices li');
    const visible = await all.evaluateAll((items) => items.filter((item) => item.checkVisibility()).length);
    return visible === 0 ? [] : all.allInnerTexts();
  }

  async function open(name: string): Promise<void> {
    await panel.page.getByRole('button', { name }).click();
  }

  function buttons(): Promise<string[]> {
    return panel.page.locator('.problem button').allInnerTexts();
  }
});

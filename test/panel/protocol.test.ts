// The panel as a projection of the host: what it says, what it shows, and what it does when it has missed something.
import assert from 'node:assert/strict';
import { closeBrowser } from '../support/panelPage/browser.ts';
import { PanelPage } from '../support/panelPage/panelPage.ts';
import {
  answer,
  answering,
  chip,
  connect,
  cutOff,
  idleComposer,
  panelState,
  problem,
  richText,
  secondChip,
  turn,
} from '../support/panelPage/states.ts';

describe('panel: protocol', function () {
  this.timeout(60_000);
  let panel: PanelPage;

  beforeEach(async () => {
    panel = await PanelPage.open();
  });

  afterEach(async () => {
    assert.deepEqual([panel.errors, panel.violations, panel.foreignRequests], [[], [], []]);
    await panel.close();
  });

  after(closeBrowser);

  it('says that it is ready and shows nothing until the host answers', async () => {
    assert.deepEqual(await panel.posts(), [{ type: 'ready' }]);
    assert.equal(await panel.html(), '');
  });

  it('asks for a snapshot once after a gap, drops what comes before it, and shows it', async () => {
    await panel.snapshot(panelState([turn('t', 'q', answer('one', { type: 'streaming' }))]));
    await panel.posts();
    const appended = { type: 'appended', turnId: 't', kind: 'text' } as const;
    await panel.post({ ...appended, seq: 2, text: ' two' });
    await panel.post({ ...appended, seq: 4, text: ' four' }, { ...appended, seq: 5, text: ' five' });
    await panel.shown();
    assert.deepEqual(await panel.posts(), [{ type: 'resync' }]);
    assert.equal(await panel.page.locator('.markdown').innerText(), 'one two');
    await panel.post({
      type: 'snapshot',
      seq: 9,
      state: panelState([turn('t', 'q', answer('one two three', { type: 'streaming' }))]),
    });
    await panel.post({ ...appended, seq: 10, text: ' four' });
    await panel.shown();
    assert.equal(await panel.page.locator('.markdown').innerText(), 'one two three four');
    assert.deepEqual(await panel.posts(), []);
  });

  it('asks for a snapshot when a message is about a turn it does not know', async () => {
    await panel.snapshot(panelState([]));
    await panel.posts();
    await panel.play({ type: 'appended', turnId: 'unknown', kind: 'text', text: 'x' });
    assert.deepEqual(await panel.posts(), [{ type: 'resync' }]);
  });

  it('shows the same after it was closed and opened, in the middle of an answer and at its end', async () => {
    const reply = answer('', { type: 'streaming' }, { thinking: 'Hm.', number: 2, count: 2 });
    await panel.snapshot(panelState([turn('t', 'q', reply, { chips: [chip] })], { composer: answering }));
    const pieces = richText.match(/[\s\S]{1,11}/g) ?? [];
    for (const [place, text] of pieces.entries()) {
      await panel.play({ type: 'appended', turnId: 't', kind: 'text', text });
      if (place % 25 === 7)
        await assertSameWhenReopened(
          turn('t', 'q', { ...reply, text: pieces.slice(0, place + 1).join('') }, { chips: [chip] }),
        );
    }
    const complete = answer(richText, undefined, { thinking: 'Hm.', facts: '1 → 2 tokens', number: 2, count: 2 });
    await panel.play(
      { type: 'answerChanged', turnId: 't', answer: complete },
      { type: 'composerChanged', composer: idleComposer },
    );
    const shown = await comparable();
    await panel.page.reload();
    await panel.snapshot(panelState([turn('t', 'q', complete, { chips: [chip] })]));
    assert.equal(await comparable(), shown);
  });

  it('goes on with an answer after a snapshot', async () => {
    await panel.snapshot(
      panelState([turn('t', 'q', answer('# Title\n\nSome **te', { type: 'streaming' }))], { composer: answering }),
    );
    await panel.play({ type: 'appended', turnId: 't', kind: 'text', text: 'xt** and more' });
    assert.equal(await panel.page.locator('.markdown strong').innerText(), 'text');
    assert.equal(await panel.page.locator('.part > *').count(), 2);
  });

  it('replaces an answer, and pages through answers', async () => {
    await panel.snapshot(panelState([turn('t', 'q', answer('first', undefined, { number: 2, count: 3 }))]));
    await panel.posts();
    await panel.page.getByRole('button', { name: 'Previous Answer' }).click();
    await panel.page.getByRole('button', { name: 'Next Answer' }).click();
    assert.deepEqual(await panel.posts(), [
      { type: 'showAnswer', turnId: 't', number: 1 },
      { type: 'showAnswer', turnId: 't', number: 3 },
    ]);
    await panel.play({
      type: 'answerReplaced',
      turnId: 't',
      answer: answer('*third*', undefined, { number: 3, count: 3, model: 'other/model' }),
    });
    assert.equal(await panel.page.locator('.answer .author').innerText(), 'other/model');
    assert.equal(await panel.page.locator('.part').innerHTML(), '<p><em>third</em></p>');
    await panel.page.getByRole('button', { name: 'Next Answer' }).click({ force: true });
    assert.deepEqual(await panel.posts(), []);
  });

  it('names what its buttons are about by ids alone', async () => {
    const code = '```ts\nconst a = 1;\n```\n';
    const turns = [
      turn('a', 'first', answer(code), { chips: [chip] }),
      turn('b', 'second', answer('', { type: 'failed', problem })),
      turn('c', 'third', answer('part', { type: 'interrupted', problem: cutOff })),
    ];
    await panel.snapshot(panelState(turns, { composer: { ...idleComposer, chips: [secondChip] } }));
    await panel.posts();
    const press = async (scope: string, name: string) =>
      panel.page.locator(scope).getByRole('button', { name, exact: true }).first().click();
    await press('[data-turn=a] .user', 'src/retry/backoff.ts 12–20');
    await press('[data-turn=a] .user', 'Copy Message');
    await press('[data-turn=a] .user', 'Edit Message');
    await press('[data-turn=a] .code-block', 'Copy');
    await press('[data-turn=a] .code-block', 'Insert at Cursor');
    await press('[data-turn=a] .message-footer', 'Copy');
    await press('[data-turn=a] .message-footer', 'Try Again');
    await press('[data-turn=b]', 'Set Key');
    await press('[data-turn=b]', 'Try Again');
    await press('[data-turn=c]', 'Try Again');
    await press('.composer', 'Remove package.json');
    await press('.composer', 'Attach src/retry/backoff.ts');
    await press('.composer', 'Model: claude-sonnet-5-5');
    assert.deepEqual(await panel.posts(), [
      { type: 'openChip', chipId: 'c1' },
      { type: 'copy', turnId: 'a', text: 'first' },
      { type: 'edit', turnId: 'a' },
      { type: 'copy', turnId: 'a', text: 'const a = 1;' },
      { type: 'insertCode', turnId: 'a', code: 'const a = 1;' },
      { type: 'copy', turnId: 'a', text: code },
      { type: 'retry', turnId: 'a' },
      { type: 'act', turnId: 'b' },
      { type: 'retry', turnId: 'b' },
      { type: 'retry', turnId: 'c' },
      { type: 'detach', chipId: 'c2' },
      { type: 'attachActiveFile' },
      { type: 'chooseModel' },
    ]);
  });

  it('shows the raw facts of an error on demand', async () => {
    await panel.snapshot(panelState([turn('t', 'q', answer('', { type: 'failed', problem }))]));
    const details = panel.page.locator('.problem-details');
    assert.equal(await details.isVisible(), false);
    await panel.page.getByRole('button', { name: 'Details' }).click();
    assert.equal(await details.innerText(), problem.details);
  });

  it('offers ways in while nothing is connected, and prompts afterwards', async () => {
    await panel.snapshot(panelState([], { welcome: connect }));
    await panel.posts();
    await panel.page.getByRole('button', { name: 'Use a local model' }).click();
    assert.deepEqual(await panel.posts(), [{ type: 'offer', id: 'local' }]);
    await panel.play({ type: 'welcomeChanged', welcome: panelState([]).welcome });
    await panel.page.getByRole('button', { name: 'Write tests' }).click();
    assert.deepEqual(await panel.posts(), [{ type: 'offer', id: 'tests' }]);
  });

  it('opens what the model thought while it thinks, and closes it when the answer starts', async () => {
    await panel.snapshot(panelState([turn('t', 'q', answer('', { type: 'waiting' }))], { composer: answering }));
    await panel.play({ type: 'appended', turnId: 't', kind: 'thinking', text: 'First **this**.' });
    assert.equal(await panel.page.locator('.thinking-text').innerText(), 'First this.');
    await panel.play({ type: 'appended', turnId: 't', kind: 'text', text: 'Answer' });
    assert.equal(await panel.page.locator('.thinking-text').count(), 0);
    await panel.page.getByRole('button', { name: 'Thought' }).click();
    await panel.play({ type: 'appended', turnId: 't', kind: 'text', text: ' goes on' });
    assert.equal(await panel.page.locator('.thinking-text').innerText(), 'First this.');
  });

  it('shows long code without gaps, and copies what is selected of it as it is', async () => {
    const lines = Array.from({ length: 200 }, (_, line) => (line % 7 === 0 ? '' : `const a${line} = ${line};`));
    await panel.snapshot(panelState([turn('t', 'q', answer(`\`\`\`js\n${lines.join('\n')}\n\`\`\``))]));
    const code = panel.page.locator('pre code');
    const measured = await code.evaluate((element) => {
      getSelection()?.selectAllChildren(element);
      const lineHeight = Number.parseFloat(getComputedStyle(element).lineHeight);
      return { lines: element.getBoundingClientRect().height / lineHeight, selected: String(getSelection()) };
    });
    assert.equal(Math.round(measured.lines), 200);
    assert.equal(measured.selected, lines.join('\n'));
  });

  it('takes the language of VS Code', async () => {
    await panel.snapshot(panelState([], { language: 'pt-br' }));
    assert.equal(await panel.page.evaluate(() => document.documentElement.lang), 'pt-br');
  });

  it('says the end of an answer once, and nothing while it streams', async () => {
    await panel.snapshot(panelState([turn('t', 'q', answer('', { type: 'waiting' }))], { composer: answering }));
    const status = panel.page.getByRole('status');
    await panel.play({ type: 'appended', turnId: 't', kind: 'text', text: 'Hello' });
    assert.equal(await status.textContent(), '');
    await panel.play({ type: 'answerChanged', turnId: 't', answer: answer('', { type: 'streaming' }) });
    assert.equal(await status.textContent(), '');
    await panel.play({ type: 'answerChanged', turnId: 't', answer: answer('') });
    assert.equal(await status.textContent(), 'Answer complete.');
    const log = panel.page.getByRole('log');
    assert.equal(await log.getAttribute('aria-live'), 'off');
  });

  async function assertSameWhenReopened(shown: ReturnType<typeof turn>): Promise<void> {
    const before = await comparable();
    const other = await PanelPage.open();
    await other.snapshot(panelState([shown], { composer: answering }));
    assert.equal(await comparable(other), before);
    await other.close();
  }

  /**
   * The page's content, without what was said to a screen reader. While a fence is open, a line end at its end may or may
   * not be shown yet.
   */
  async function comparable(of = panel): Promise<string> {
    const html = await of.html();
    return html.replace(/(role="status"><span>)[^<]*/, '$1').replaceAll(/\n(?=<\/span><\/code>)/g, '');
  }
});

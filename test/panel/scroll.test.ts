// The view follows an answer while the reader is at its end, and never moves one who is not.
import assert from 'node:assert/strict';
import { closeBrowser } from '../support/panelPage/browser.ts';
import { PanelPage } from '../support/panelPage/panelPage.ts';
import { answer, answering, idleComposer, panelState, richText, turn } from '../support/panelPage/states.ts';

const pill = 'Jump to Latest';

describe('panel: scrolling', function () {
  this.timeout(60_000);
  let panel: PanelPage;

  beforeEach(async () => {
    panel = await PanelPage.open();
    const earlier = Array.from({ length: 6 }, (_, place) => turn(`t${place}`, `question ${place}`, answer(richText)));
    await panel.snapshot(
      panelState([...earlier, turn('last', 'q', answer('', { type: 'streaming' }))], { composer: answering }),
    );
  });

  afterEach(async () => {
    assert.deepEqual([panel.errors, panel.violations], [[], []]);
    await panel.close();
  });

  after(closeBrowser);

  it('starts at the end', async () => {
    assert.equal(await distance(), 0);
    assert.equal(await pillCount(), 0);
  });

  it('stays at the end while text comes', async () => {
    for (let count = 0; count < 10; count += 1) {
      await append(`Paragraph ${count} with some words.\n\n`);
      assert.equal(await distance(), 0);
    }
  });

  it('does not move a reader who went up, even a little, and shows the pill', async () => {
    await append('text\n\n'.repeat(30));
    await wheel(-40);
    const before = await top();
    await append('more text\n\n'.repeat(30));
    assert.equal(await top(), before);
    assert.equal(await pillCount(), 1);
    await panel.play(
      { type: 'answerChanged', turnId: 'last', answer: answer('') },
      { type: 'composerChanged', composer: idleComposer },
    );
    assert.equal(await top(), before);
  });

  it('does not move a reader who went up when a message is sent', async () => {
    await wheel(-300);
    const before = await top();
    await panel.play({ type: 'turnAdded', turn: turn('new', 'next', answer('', { type: 'waiting' })) });
    assert.equal(await top(), before);
    assert.equal(await pillCount(), 1);
  });

  it('jumps to the end with the pill, follows again, and puts the focus into the input', async () => {
    await wheel(-300);
    await panel.page.getByRole('button', { name: pill }).click();
    await panel.shown();
    assert.equal(await distance(), 0);
    assert.equal(await pillCount(), 0);
    assert.equal(await panel.page.evaluate(() => document.activeElement?.className), 'input');
    await append('text\n\n'.repeat(10));
    assert.equal(await distance(), 0);
  });

  it('follows again when the reader returns to the end', async () => {
    await wheel(-300);
    await wheel(2000);
    assert.equal(await pillCount(), 0);
    await append('text\n\n'.repeat(10));
    assert.equal(await distance(), 0);
  });

  it('stays at the end when the view gets smaller', async () => {
    await append('text\n\n'.repeat(10));
    await panel.page.setViewportSize({ width: 300, height: 400 });
    await panel.shown();
    assert.equal(await distance(), 0);
    await panel.page.getByRole('textbox', { name: 'Message' }).fill('a\n'.repeat(30));
    await panel.shown();
    assert.equal(await distance(), 0);
  });

  it('returns to the place the reader was at when it is opened again', async () => {
    await wheel(-1200);
    const before = await topTurn();
    await panel.page.waitForFunction(() => sessionStorage.getItem('state')?.includes('turnId'));
    const earlier = Array.from({ length: 6 }, (_, place) => turn(`t${place}`, `question ${place}`, answer(richText)));
    await panel.page.reload();
    await panel.snapshot(panelState([...earlier, turn('last', 'q', answer('some text'))]));
    assert.deepEqual((await topTurn()).id, before.id);
    assert(Math.abs((await topTurn()).above - before.above) < 40, 'the same part of the turn is at the top');
    assert.equal(await pillCount(), 1);
  });

  it('keeps a selection while text streams, in what is finished and in what is not', async () => {
    await append('First paragraph.\n\nSecond paragraph grows');
    for (const [words, place] of [
      ['First', 0],
      ['Second', 1],
    ] as const) {
      await panel.page.evaluate((index) => {
        const text = document.querySelectorAll('[data-turn=last] .markdown p')[index]?.firstChild as Text;
        getSelection()?.setBaseAndExtent(text, 0, text, index === 0 ? 5 : 6);
      }, place);
      await append(' and grows');
      assert.equal(await panel.page.evaluate(() => String(getSelection())), words);
    }
    await append('.\n\n```js\nlet a\n```\n\nThird.');
    await panel.play({ type: 'answerChanged', turnId: 'last', answer: answer('') });
    assert.equal(await panel.page.evaluate(() => String(getSelection())), 'Second');
  });

  async function append(text: string): Promise<void> {
    await panel.play({ type: 'appended', turnId: 'last', kind: 'text', text });
  }

  async function wheel(pixels: number): Promise<void> {
    await panel.page.mouse.move(150, 200);
    const before = await top();
    await panel.page.mouse.wheel(0, pixels);
    await panel.page.waitForFunction((old) => document.querySelector('.transcript')?.scrollTop !== old, before);
    await panel.shown();
  }

  function top(): Promise<number> {
    return panel.page.locator('.transcript').evaluate((element) => element.scrollTop);
  }

  /** How far the end is below the view. Browsers round heights and places each for itself, so one pixel is none. */
  async function distance(): Promise<number> {
    const pixels = await panel.page
      .locator('.transcript')
      .evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight);
    return Math.abs(pixels) < 2 ? 0 : pixels;
  }

  function pillCount(): Promise<number> {
    return panel.page.getByRole('button', { name: pill }).count();
  }

  function topTurn(): Promise<{ readonly id: string; readonly above: number }> {
    return panel.page.locator('.transcript').evaluate((element) => {
      const edge = element.getBoundingClientRect().top;
      const turns = [...element.querySelectorAll<HTMLElement>('.turn')];
      const at = turns.findLast((one) => one.getBoundingClientRect().top <= edge);
      return { id: at?.getAttribute('data-turn') ?? '', above: edge - (at?.getBoundingClientRect().top ?? 0) };
    });
  }
});

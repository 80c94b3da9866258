// Writing and sending: keys, input methods, drafts, Stop.
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { closeBrowser } from '../support/panelPage/browser.ts';
import { PanelPage } from '../support/panelPage/panelPage.ts';
import { answer, answering, idleComposer, panelState, turn } from '../support/panelPage/states.ts';

describe('panel: composer', function () {
  this.timeout(60_000);
  let panel: PanelPage;
  let input: Locator;

  beforeEach(async () => {
    panel = await PanelPage.open();
    input = panel.page.getByRole('textbox', { name: 'Message' });
  });

  afterEach(async () => {
    assert.deepEqual([panel.errors, panel.violations], [[], []]);
    await panel.close();
  });

  after(closeBrowser);

  it('sends with Enter and stays in the input; Shift+Enter makes a line', async () => {
    await start();
    await input.click();
    await panel.page.keyboard.type('one');
    await panel.page.keyboard.press('Shift+Enter');
    await panel.page.keyboard.type('two');
    await panel.page.keyboard.press('Enter');
    assert.deepEqual(await sent(), ['one\ntwo']);
    assert.equal(await input.inputValue(), '');
    assert.equal(await isFocused(input), true);
  });

  it('sends with Ctrl+Enter where the setting says so; Enter makes a line', async () => {
    await start({ sendKey: 'ctrlEnter' });
    await input.click();
    await panel.page.keyboard.type('one');
    await panel.page.keyboard.press('Enter');
    await panel.page.keyboard.type('two');
    assert.deepEqual(await sent(), []);
    await panel.page.keyboard.press('Control+Enter');
    await input.fill('three');
    await panel.page.keyboard.press('Meta+Enter');
    assert.deepEqual(await sent(), ['one\ntwo', 'three']);
  });

  it('never sends the Enter of an input method', async () => {
    await start();
    await input.click();
    const cdp = await panel.page.context().newCDPSession(panel.page);
    await cdp.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 });
    await panel.page.keyboard.press('Enter');
    assert.deepEqual(await sent(), [], 'while a character is composed');
    await cdp.send('Input.insertText', { text: '日本' });
    await input.evaluate((element) => {
      const enter = { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true };
      element.dispatchEvent(new CompositionEvent('compositionend', { data: '日本', bubbles: true }));
      element.dispatchEvent(new KeyboardEvent('keydown', enter));
    });
    assert.deepEqual(await sent(), [], 'the Enter that ends the composition');
    assert.match(await input.inputValue(), /日本/);
    await input.fill('日本');
    await panel.page.keyboard.press('Enter');
    assert.deepEqual(await sent(), ['日本']);
  });

  it('never stops with the Escape of an input method', async () => {
    await start({ composer: answering });
    await input.click();
    await input.evaluate((element) => {
      element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', keyCode: 229, bubbles: true }));
    });
    assert.deepEqual(await typesOf(), []);
    await panel.page.keyboard.press('Escape');
    assert.deepEqual(await typesOf(), ['stop']);
  });

  it('sends nothing that is nothing', async () => {
    await start();
    await input.fill('  \n ');
    await panel.page.keyboard.press('Enter');
    await panel.page.getByRole('button', { name: 'Send' }).click({ force: true });
    assert.deepEqual(await sent(), []);
  });

  it('turns Send into Stop while it answers, and keeps what is typed meanwhile', async () => {
    await start({ composer: answering });
    await input.fill('next question');
    await panel.page.keyboard.press('Enter');
    assert.equal(await panel.page.getByRole('button', { name: 'Send' }).count(), 0);
    await panel.page.getByRole('button', { name: 'Stop' }).click();
    assert.deepEqual(await typesOf(), ['stop']);
    assert.equal(await input.inputValue(), 'next question');
    await panel.play({ type: 'composerChanged', composer: idleComposer });
    await panel.page.getByRole('button', { name: 'Send' }).click();
    assert.deepEqual(await sent(), ['next question']);
    assert.equal(await isFocused(input), true);
  });

  it('does not take the second click of a double click on Send for Stop', async () => {
    await start();
    await input.fill('hello');
    const box = await panel.page.getByRole('button', { name: 'Send' }).boundingBox();
    assert(box);
    await panel.page.mouse.click(box.x + 5, box.y + 5);
    await panel.play({ type: 'composerChanged', composer: answering });
    await panel.page.mouse.down({ clickCount: 2 });
    await panel.page.mouse.up({ clickCount: 2 });
    assert.deepEqual(await typesOf(), ['send']);
  });

  it('asks to edit the last turn with Up in an empty input, and only then', async () => {
    await start({ turns: [turn('a', 'first', answer('x')), turn('b', 'second', answer('y'))] });
    await input.click();
    await panel.page.keyboard.type('x');
    await panel.page.keyboard.press('ArrowUp');
    await input.fill('');
    await panel.page.keyboard.press('ArrowUp');
    const edits = (await panel.posts()).filter(({ type }) => type === 'edit');
    assert.deepEqual(edits, [{ type: 'edit', turnId: 'b' }]);
    await panel.play({ type: 'draftFilled', text: 'second' });
    assert.equal(await input.inputValue(), 'second');
    assert.equal(await isFocused(input), true);
  });

  it('appends what the host fills in on a new line', async () => {
    await start({ draft: 'mine' });
    await panel.play({ type: 'draftFilled', text: 'theirs' });
    assert.equal(await input.inputValue(), 'mine\ntheirs');
    assert.equal(await input.evaluate((element) => (element as HTMLTextAreaElement).selectionStart), 11);
  });

  it('gives the host a copy of the draft when the typing rests, and takes it back when it is opened again', async () => {
    await start();
    await input.click();
    await panel.page.keyboard.type('half a thou');
    await panel.page.waitForFunction(() => {
      const last = window.posted.at(-1);
      return last?.type === 'draftChanged' && last.text === 'half a thou';
    });
    await panel.page.reload();
    await start({ draft: 'half a thou' });
    assert.equal(await input.inputValue(), 'half a thou');
  });

  it('gives the host the last copy before it is closed', async () => {
    await start();
    await input.click();
    await panel.page.keyboard.type('x');
    await panel.page.evaluate(() => window.dispatchEvent(new Event('pagehide')));
    assert.deepEqual((await panel.posts()).at(-1), { type: 'draftChanged', text: 'x' });
  });

  it('does not bring a sent text back as a draft', async () => {
    await start();
    await input.click();
    await panel.page.keyboard.type('hello');
    await panel.page.keyboard.press('Enter');
    await panel.page.evaluate(() => window.dispatchEvent(new Event('blur')));
    assert.deepEqual((await panel.posts()).at(-1), { type: 'send', text: 'hello' });
  });

  it('keeps what was typed when a later snapshot comes', async () => {
    await start({ draft: 'old' });
    await input.fill('new');
    await panel.snapshot(panelState([], { draft: 'old' }));
    assert.equal(await input.inputValue(), 'new');
  });

  it('grows with its content up to two fifths of the view', async () => {
    await start();
    const heights: number[] = [];
    for (const lines of [1, 4, 200]) {
      await input.fill(Array.from({ length: lines }, (_, line) => `line ${line}`).join('\n'));
      heights.push((await input.boundingBox())?.height ?? 0);
    }
    const [one = 0, four = 0, many = 0] = heights;
    assert(one > 15 && one < 30, `one line is ${one} px high`);
    assert(Math.abs(four - 4 * one) < 4, `four lines are ${four} px high`);
    assert(Math.abs(many - 0.4 * 640) < 4, `many lines are ${many} px high`);
  });

  it('puts the focus into the input when the host asks', async () => {
    await start();
    await panel.play({ type: 'inputFocused' });
    assert.equal(await isFocused(input), true);
  });

  it('leaves the focus where it is while an answer streams', async () => {
    await start({
      turns: [turn('t', 'q', answer('```js\na\n```\n\ntext', { type: 'streaming' }))],
      composer: answering,
    });
    const copy = panel.page.locator('[data-act="copyCode"]');
    await copy.focus();
    for (let count = 0; count < 5; count += 1)
      await panel.play({ type: 'appended', turnId: 't', kind: 'text', text: ' more' });
    await panel.play(
      { type: 'answerChanged', turnId: 't', answer: answer('') },
      { type: 'composerChanged', composer: idleComposer },
    );
    assert.equal(await isFocused(copy), true);
  });

  async function start(state: Partial<ReturnType<typeof panelState>> = {}): Promise<void> {
    await panel.snapshot({ ...panelState([]), ...state });
    await panel.posts();
  }

  async function sent(): Promise<string[]> {
    return (await panel.posts()).flatMap((message) => (message.type === 'send' ? [message.text] : []));
  }

  async function typesOf(): Promise<string[]> {
    return (await panel.posts()).map(({ type }) => type).filter((type) => type !== 'draftChanged');
  }

  function isFocused(element: Locator): Promise<boolean> {
    return element.evaluate((one) => one === document.activeElement);
  }
});

// The parameter sheet: from the keyboard, while the host answers, with fields that are off or wrong.
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { SheetView, ToHost } from '../../src/protocol/panel.ts';
import { closeBrowser } from '../support/panelPage/browser.ts';
import { PanelPage } from '../support/panelPage/panelPage.ts';
import { answer, answering, idleComposer, panelState, sheet, sheetWith, turn } from '../support/panelPage/states.ts';

describe('panel: parameters', function () {
  this.timeout(60_000);
  let panel: PanelPage;
  let gear: Locator;

  beforeEach(async () => {
    panel = await PanelPage.open();
    gear = panel.page.getByRole('button', { name: /^Parameters/ });
  });

  afterEach(async () => {
    assert.deepEqual([panel.errors, panel.violations], [[], []]);
    await panel.close();
  });

  after(closeBrowser);

  it('opens into the first field and closes with Escape, back on its button', async () => {
    await start();
    assert.equal(await gear.getAttribute('aria-expanded'), 'false');
    await gear.press('Enter');
    assert.equal(await isFocused(field('Preset')), true);
    assert.equal(await gear.getAttribute('aria-expanded'), 'true');
    await panel.page.keyboard.press('Tab');
    assert.equal(await isFocused(field('Temperature')), true);
    await panel.page.keyboard.press('Escape');
    assert.equal(await panel.page.locator('.sheet').count(), 0);
    assert.equal(await isFocused(gear), true);
    await gear.press('Enter');
    await panel.page.getByRole('button', { name: 'Close' }).click();
    assert.equal(await isFocused(gear), true);
    await gear.click();
    await gear.press('Escape');
    assert.equal(await panel.page.locator('.sheet').count(), 0);
    assert.deepEqual(await panel.posts(), []);
  });

  it('does not stop the answer with the Escape that closes it', async () => {
    await start({ busy: 'answering' });
    await gear.click();
    await panel.page.keyboard.press('Escape');
    assert.deepEqual(await panel.posts(), []);
    await panel.page.keyboard.press('Escape');
    assert.deepEqual(await panel.posts(), [{ type: 'stop' }]);
  });

  it('stays open over a reload, and then leaves the focus alone', async () => {
    await start();
    await gear.click();
    await panel.page.reload();
    await start();
    assert.equal(await field('Temperature').isVisible(), true);
    assert.equal(await panel.page.locator('.sheet :focus').count(), 0);
    await panel.page.getByRole('button', { name: 'Close' }).click();
    await panel.page.reload();
    await start();
    assert.equal(await panel.page.locator('.sheet').count(), 0);
  });

  it('does not forget the place in the conversation over it', async () => {
    const turns = Array.from({ length: 8 }, (_, at) => turn(`t${at}`, 'q', answer('Text.\n\n'.repeat(12))));
    await panel.snapshot(panelState(turns));
    await panel.page.locator('.transcript').evaluate((element) => element.scrollTo({ top: 300 }));
    await panel.page.waitForFunction(() => sessionStorage.getItem('state')?.includes('turnId'));
    await gear.click();
    const state = await panel.page.evaluate(() => JSON.parse(sessionStorage.getItem('state') ?? '{}'));
    assert.deepEqual([state.sheet, typeof state.reading.turnId], ['open', 'string']);
  });

  it('tells of a choice at once, of typing when it rests or the field is left', async () => {
    await start();
    await gear.click();
    await field('Preset').selectOption('factual');
    assert.deepEqual(await panel.posts(), [set('preset', 'factual')]);
    await field('Temperature').pressSequentially('0.7');
    await panel.page.waitForFunction(() => window.posted.length > 0);
    assert.deepEqual(await panel.posts(), [set('temperature', '0.7')]);
    await field('Max tokens').pressSequentially('512');
    await panel.page.keyboard.press('Tab');
    assert.deepEqual(await panel.posts(), [set('max_tokens', '512')]);
    await panel.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 250)));
    assert.deepEqual(await panel.posts(), [], 'and never twice');
  });

  it('tells what was typed before the question that follows', async () => {
    await start();
    await gear.click();
    await field('Seed').pressSequentially('7');
    await panel.page.getByRole('textbox', { name: 'Message' }).fill('Go');
    await panel.page.keyboard.press('Enter');
    const told = (await panel.posts()).filter(({ type }) => type !== 'draftChanged');
    assert.deepEqual(told, [set('seed', '7'), { type: 'send', text: 'Go' }]);
  });

  it('tells what was typed before the page goes away', async () => {
    await start();
    await gear.click();
    await field('Seed').pressSequentially('7');
    await panel.page.evaluate(() => window.dispatchEvent(new Event('pagehide')));
    assert.deepEqual(await panel.posts(), [set('seed', '7')]);
  });

  it('never overwrites what is typed with what the host says of it', async () => {
    await start();
    await gear.click();
    const temperature = field('Temperature');
    await temperature.pressSequentially('0');
    await hostSays(sheetWith('1 set', { temperature: { value: '0' } }));
    await temperature.pressSequentially('.');
    await hostSays(sheetWith('1 set', { temperature: { value: '0' } }));
    await temperature.pressSequentially('25');
    await hostSays(sheetWith('1 set', { temperature: { value: '0' } }));
    assert.equal(await temperature.inputValue(), '0.25');
    await temperature.blur();
    assert.deepEqual((await panel.posts()).at(-1), set('temperature', '0.25'));
    await hostSays(sheetWith('1 set', { temperature: { value: '0' } }));
    assert.equal(await temperature.inputValue(), '0.25', 'an echo that is late');
    await hostSays(sheetWith('1 set', { temperature: { value: '0.25' } }));
    await hostSays(sheetWith('1 set', { temperature: { value: '1' } }));
    assert.equal(await temperature.inputValue(), '1', 'once confirmed, the host holds it');
  });

  it('says what is wrong at the field, on the button and to a screen reader', async () => {
    await start();
    await gear.click();
    const problem = 'max_tokens is -5; it must be a whole number from 1 to 10,000,000.';
    await hostSays(sheetWith('1 set', { max_tokens: { value: '-5', problem } }));
    const wrong = field('Max tokens');
    assert.equal(await wrong.getAttribute('aria-invalid'), 'true');
    assert.equal(await described(wrong), problem);
    assert.equal(await field('Seed').getAttribute('aria-invalid'), 'false');
    assert.equal(await gear.getAttribute('aria-label'), 'Parameters: 1 set, 1 not valid');
    assert.equal(await panel.page.getByRole('status').textContent(), `Max tokens: ${problem}`);
  });

  it('says that what was typed is no number, and has nothing of it sent', async () => {
    await start();
    await gear.click();
    await field('Seed').pressSequentially('1e');
    await field('Seed').blur();
    assert.deepEqual((await panel.posts()).at(-1), set('seed', ''));
    assert.equal(await described(field('Seed')), 'This is not a number. Nothing is sent.');
    await field('Seed').pressSequentially('3');
    assert.equal(await described(field('Seed')), undefined);
  });

  it('takes a comma for a point where a fraction is meant', async () => {
    await start();
    await gear.click();
    await field('Temperature').pressSequentially('0,1');
    await field('Temperature').blur();
    assert.deepEqual((await panel.posts()).at(-1), set('temperature', '0.1'));
  });

  it('turns off what the model does not take, with the reason, and takes back what was set', async () => {
    const off = 'The model does not take it.';
    await start({ sheet: sheetWith('1 set', { temperature: { off, value: '0.2' }, seed: { off } }) });
    await gear.click();
    assert.equal(await field('Temperature').isDisabled(), true);
    assert.match((await described(field('Temperature'))) ?? '', /^The model does not take it\./);
    assert.equal(await panel.page.getByRole('button', { name: /^Take back/ }).count(), 1);
    await panel.page.getByRole('button', { name: 'Take back Temperature' }).click();
    assert.deepEqual(await panel.posts(), [set('temperature', '')]);
  });

  it('takes everything back, also what is no number', async () => {
    const held = sheetWith('2 set', { temperature: { value: '0.2' }, preset: { value: 'creative' } });
    await start({ sheet: held });
    await gear.click();
    await field('Seed').pressSequentially('1e');
    await panel.page.getByRole('button', { name: 'Reset' }).click();
    assert.deepEqual((await panel.posts()).at(-1), { type: 'resetParameters' });
    await hostSays(held);
    const values = () =>
      panel.page.locator('.field-input').evaluateAll((all) => all.map((one) => 'value' in one && one.value));
    assert.deepEqual(await values(), ['', '', '', '', '', '', ''], 'before the host has answered');
    await hostSays(sheet);
    assert.deepEqual(await values(), ['', '', '', '', '', '', '']);
    assert.equal(await panel.page.locator('.field-note').count(), 0);
    await panel.page.getByRole('button', { name: 'Reset' }).click({ force: true });
    assert.deepEqual(await panel.posts(), []);
    await hostSays(held);
    assert.equal(await field('Temperature').inputValue(), '0.2');
  });

  it('shows what holds otherwise: first among choices, in an empty field', async () => {
    await start();
    await gear.click();
    const first = (name: string) => field(name).locator('option').first().innerText();
    assert.deepEqual([await first('Preset'), await first('Answer as')], ['none', 'text']);
    assert.equal(await field('Temperature').getAttribute('placeholder'), '0.7 (settings)');
    assert.equal(await field('Stop at').getAttribute('placeholder'), 'none; one a line');
  });

  it('takes stop sequences one a line, and sends nothing with Enter', async () => {
    await start();
    await gear.click();
    await field('Stop at').click();
    await panel.page.keyboard.type('END');
    await panel.page.keyboard.press('Enter');
    await panel.page.keyboard.type('STOP');
    await field('Stop at').blur();
    assert.deepEqual((await panel.posts()).at(-1), set('stop', 'END\nSTOP'));
    await field('Seed').press('Enter');
    assert.deepEqual(await panel.posts(), []);
  });

  it('shows a choice that is no longer offered', async () => {
    await start({ sheet: sheetWith('1 set', { reasoning_effort: { value: 'xhigh' } }) });
    await gear.click();
    assert.equal(await field('Reasoning effort').inputValue(), 'xhigh');
  });

  it('cuts nothing at 300 px, and scrolls where there is no room', async () => {
    await panel.page.setViewportSize({ width: 300, height: 420 });
    await start({
      sheet: sheetWith('1 set', { seed: { value: '1', problem: 'seed must be something else. '.repeat(4) } }),
    });
    await gear.click();
    const measured = await panel.page.evaluate(() => ({
      sideways: [...document.querySelectorAll('.sheet, .sheet *')]
        .filter((one) => one.localName !== 'option' && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
        .map((one) => one.outerHTML.slice(0, 80)),
      page: document.documentElement.scrollWidth,
      sheet: document.querySelector('.sheet')?.clientHeight ?? 0,
    }));
    assert.deepEqual(measured.sideways, []);
    assert.equal(measured.page, 300);
    assert(measured.sheet < 240, `${measured.sheet} px`);
    await field('Answer as').focus();
    assert.equal(await field('Answer as').evaluate((one) => one.getBoundingClientRect().bottom < innerHeight), true);
  });

  async function start(composer: Partial<typeof idleComposer> = {}): Promise<void> {
    const reply = composer.busy === 'answering' ? answer('', { type: 'waiting' }) : answer('Text');
    await panel.snapshot(
      panelState([turn('t', 'q', reply)], { composer: { ...(composer.busy ? answering : idleComposer), ...composer } }),
    );
    await panel.posts();
  }

  function field(label: string): Locator {
    return panel.page.locator('.sheet').getByLabel(label, { exact: true });
  }

  function hostSays(now: SheetView): Promise<void> {
    return panel.play({ type: 'composerChanged', composer: { ...idleComposer, sheet: now } });
  }

  function set(name: string, value: string): ToHost {
    return { type: 'setParameter', name, value };
  }

  function isFocused(element: Locator): Promise<boolean> {
    return element.evaluate((one) => one === document.activeElement);
  }

  function described(element: Locator): Promise<string | undefined> {
    return element.evaluate(
      (one) => document.getElementById(one.getAttribute('aria-describedby') ?? '')?.textContent ?? undefined,
    );
  }
});

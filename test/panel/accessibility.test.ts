// The panel for the keyboard, for a screen reader, in every theme.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { closeBrowser } from '../support/panelPage/browser.ts';
import { PanelPage } from '../support/panelPage/panelPage.ts';
import { scenes, showScene } from '../support/panelPage/scenes.ts';
import { themes } from '../support/panelPage/themes.ts';

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[];
}

interface Axe {
  run(context: Document, options: object): Promise<{ readonly violations: readonly Violation[] }>;
}

describe('panel: accessibility', function () {
  this.timeout(120_000);
  let axeSource: string;

  before(async () => {
    axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  });

  after(closeBrowser);

  for (const theme of themes) {
    it(`has nothing axe objects to in ${theme}, in any state`, async () => {
      const panel = await PanelPage.open({ theme });
      const found: string[] = [];
      for (const name of Object.keys(scenes)) {
        await showScene(panel, name);
        const closed = panel.page.locator('.disclosure[aria-expanded=false]');
        while ((await closed.count()) > 0) await closed.first().click();
        await panel.shown();
        await panel.page.evaluate(axeSource);
        const violations = await panel.page.evaluate(async () => {
          const { axe } = window as unknown as { readonly axe: Axe };
          return (await axe.run(document, { resultTypes: ['violations'] })).violations.map(({ id, nodes }) => ({
            id,
            nodes: nodes.map(({ target, failureSummary }) => ({ target, failureSummary: failureSummary ?? '' })),
          }));
        });
        for (const { id, nodes } of violations) {
          for (const { target, failureSummary } of nodes)
            found.push(`${name}: ${id} at ${target.join(' ')}: ${failureSummary}`);
        }
      }
      await panel.close();
      assert.deepEqual(found, []);
    });
  }

  for (const name of Object.keys(scenes)) {
    it(`reaches every control of "${name}" with Tab, in reading order, visibly`, async () => {
      const panel = await PanelPage.open({ width: 480 });
      await showScene(panel, name);
      await panel.settled();
      const controls = await panel.page.evaluate(() => {
        const all = [
          ...document.querySelectorAll<HTMLElement>(
            'button, a[href], textarea, input:enabled, select:enabled, [tabindex="0"]',
          ),
        ];
        for (const [place, element] of all.entries()) element.setAttribute('data-place', String(place));
        return all.length;
      });
      // The input has the focus at first. Past the last control comes the page itself, and then the first control.
      const isAtStart = () => panel.page.evaluate(() => document.activeElement === document.body);
      while (!(await isAtStart())) await panel.page.keyboard.press('Tab');
      const reached: number[] = [];
      const invisible: string[] = [];
      for (let count = 0; count < controls + 2 && reached.length < controls; count += 1) {
        await panel.page.keyboard.press('Tab');
        await panel.shown();
        const focus = await panel.page.evaluate(() => {
          const element = document.activeElement as HTMLElement;
          let opacity = 1;
          for (let at: Element | null = element; at; at = at.parentElement)
            opacity *= Number(getComputedStyle(at).opacity);
          const style = getComputedStyle(element);
          const box = element.closest('.composer-box');
          const boxHasFocusColour = box !== null && getComputedStyle(box).borderColor === 'rgba(57, 148, 188, 0.7)';
          const hasOutline = style.outlineStyle === 'solid' && style.outlineWidth !== '0px';
          const dimmed = element.getAttribute('aria-disabled') === 'true';
          const isVisible =
            (hasOutline || (element.localName === 'textarea' && boxHasFocusColour)) && (opacity === 1 || dimmed);
          return {
            place: Number(element.getAttribute('data-place') ?? -1),
            isVisible,
            html: element.outerHTML.slice(0, 150),
          };
        });
        // Tabbing may scroll, and then there is one control more: the way back to the end.
        if (focus.place >= 0) reached.push(focus.place);
        if (!focus.isVisible) invisible.push(focus.html);
      }
      await panel.close();
      assert.deepEqual(
        reached,
        Array.from({ length: controls }, (_, place) => place),
      );
      assert.deepEqual(invisible, []);
    });
  }

  it('keeps still for who asks for it', async () => {
    const panel = await PanelPage.open();
    await showScene(panel, 'waiting');
    const animations = () => panel.page.evaluate(() => document.getAnimations().length);
    assert.notEqual(await animations(), 0);
    await panel.page.evaluate(() => document.body.classList.add('vscode-reduce-motion'));
    assert.equal(await animations(), 0);
    await panel.page.evaluate(() => document.body.classList.remove('vscode-reduce-motion'));
    await panel.page.emulateMedia({ reducedMotion: 'reduce' });
    assert.equal(await animations(), 0);
    await panel.page.emulateMedia({ reducedMotion: 'no-preference' });
    await showScene(panel, 'countdown');
    assert.equal(await animations(), 0, 'a countdown moves nothing but its number');
    await panel.close();
  });

  it('names its parts', async () => {
    const panel = await PanelPage.open();
    await showScene(panel, 'long');
    assert.equal(await panel.page.getByRole('article', { name: 'You' }).count(), 2);
    assert.equal(await panel.page.getByRole('article', { name: 'Answer from anthropic/claude-sonnet-5-5' }).count(), 2);
    assert.equal(await panel.page.getByRole('group', { name: 'Answer 2 of 3' }).count(), 1);
    assert.equal(await panel.page.getByRole('log', { name: 'Conversation' }).count(), 1);
    const levels = await panel.page
      .locator('h1, h2, h3, h4, h5, h6')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-level') ?? one.localName));
    assert.deepEqual(levels, ['h1', 'h2', 'h3', 'h2', 'h3', '4']);
    await panel.close();
  });

  for (const width of [300, 220]) {
    it(`fits into ${width} px, and into twice the font size`, async () => {
      const panel = await PanelPage.open({ width });
      for (const name of Object.keys(scenes)) {
        await showScene(panel, name);
        for (const size of ['13px', '26px']) {
          await panel.page.evaluate(
            (value) => document.documentElement.style.setProperty('--vscode-font-size', value),
            size,
          );
          const overflow = await panel.page.evaluate(() => {
            const isCutOff = (element: Element) => element.getBoundingClientRect().right > innerWidth + 0.5;
            const scrolls = (element: Element) => element.closest('pre, .table-box, .visually-hidden') !== null;
            return [...document.querySelectorAll('#panel *')]
              .filter((one) => isCutOff(one) && !scrolls(one))
              .map((one) => one.outerHTML.slice(0, 100));
          });
          assert.deepEqual(overflow, [], `${name} at ${size}`);
        }
      }
      await panel.close();
    });
  }
});

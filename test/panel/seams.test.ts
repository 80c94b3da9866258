// Where an answer was continued: marked between its blocks, whatever it was cut in, and nothing is rendered anew for it.
import assert from 'node:assert/strict';
import type { SeamView } from '../../src/protocol/panel.ts';
import { closeBrowser } from '../support/panelPage/browser.ts';
import { PanelPage } from '../support/panelPage/panelPage.ts';
import { answer, answering, cutOff, idleComposer, panelState, richText, turn } from '../support/panelPage/states.ts';

const seam = (at: number, label = 'Continued by b'): SeamView => ({ at, label });

describe('panel: seams', function () {
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

  const fence = 'Run:\n\n```js\nlet a = 1;\nlet b = 2;\n```\n\nDone.';
  const list = 'Steps:\n\n1. one\n2. two\n3. three\n\nDone.';
  const cases: readonly (readonly [what: string, text: string, at: number, blocks: readonly string[]])[] = [
    ['between two paragraphs, at the end of the first', 'One.\n\nTwo.', 4, ['p', '—', 'p']],
    ['between two paragraphs, after the blank line', 'One.\n\nTwo.', 6, ['p', '—', 'p']],
    ['within a sentence', 'One long sentence.\n\nTwo.', 8, ['p', '—', 'p']],
    ['within the last sentence', 'One.\n\nTwo long sentence.', 12, ['p', 'p', '—']],
    ['within a fence', fence, 20, ['p', 'div', '—', 'p']],
    ["within a fence's first line", fence, 9, ['p', 'div', '—', 'p']],
    ['right after a fence', fence, fence.indexOf('\n\nDone'), ['p', 'div', '—', 'p']],
    ['between the items of a list', list, list.indexOf('2.'), ['p', 'ol', '—', 'p']],
    ['within an item', list, list.indexOf('wo'), ['p', 'ol', '—', 'p']],
    ['within a table', 'a | b\n--|--\n1 | 2\n3 | 4\n\nDone.', 20, ['div', '—', 'p']],
    ['after a heading', '# Title\n\nText.', 8, ['h1', '—', 'p']],
    ['behind a definition that shows nothing', '[d]: https://a.example\n\nSee [d].', 24, ['p']],
    ['with Windows line ends', 'One.\r\n\r\nTwo.\r\n\r\nThree.', 12, ['p', 'p', '—', 'p']],
    ['within JSON that has no fence', '{"a": "one", "b": "two"}', 12, ['div', '—']],
    ['where there is no text yet', 'One.', 4, ['p', '—']],
  ];

  for (const [what, text, at, blocks] of cases) {
    it(`marks a place ${what}`, async () => {
      await panel.snapshot(panelState([turn('t', 'q', answer(text, undefined, { seams: [seam(at)] }))]));
      assert.deepEqual(await shape(), blocks);
    });

    it(`marks a place ${what}, while the rest streams`, async () => {
      const begun = answer(text.slice(0, at), { type: 'streaming' }, { seams: [seam(at)] });
      await panel.snapshot(panelState([turn('t', 'q', begun)], { composer: answering }));
      for (const piece of text.slice(at).match(/[\s\S]{1,3}/g) ?? [])
        await panel.play({ type: 'appended', turnId: 't', kind: 'text', text: piece });
      await shows(text.match(/\w+/g)?.at(-1) ?? '');
      assert.deepEqual(await shape(), blocks, 'while it streams');
      await panel.play({ type: 'answerChanged', turnId: 't', answer: answer('', undefined, { seams: [seam(at)] }) });
      assert.deepEqual(await shape(), blocks, 'at its end');
    });
  }

  it('leaves the code of a fence that was cut whole', async () => {
    await panel.snapshot(panelState([turn('t', 'q', answer(fence, undefined, { seams: [seam(20)] }))]));
    assert.equal(await panel.page.locator('.code-block code').textContent(), 'let a = 1;\nlet b = 2;');
  });

  it('keeps every block that stands there when an answer goes on, and its selection', async () => {
    const cut = richText.indexOf('await sleep');
    await panel.snapshot(
      panelState([
        turn(
          't',
          'q',
          answer(richText.slice(0, cut), { type: 'interrupted', problem: cutOff }, { continuable: 'yes' }),
        ),
      ]),
    );
    const standing = await panel.page.evaluateHandle(() => {
      const blocks = [...document.querySelectorAll('.part > *')].slice(0, -1);
      getSelection()?.selectAllChildren(blocks[0] as Node);
      return blocks;
    });
    const going = answer('', { type: 'waiting' }, { seams: [seam(cut, 'Continued')] });
    await panel.play(
      { type: 'answerChanged', turnId: 't', answer: going },
      { type: 'composerChanged', composer: answering },
    );
    assert.equal((await shape()).at(-1), '—', 'before anything has come');
    const labels = () => panel.page.locator('.seam').allInnerTexts();
    assert.deepEqual(await labels(), ['Continued']);
    const named = answer('', { type: 'streaming' }, { seams: [seam(cut)] });
    await panel.play({ type: 'answerChanged', turnId: 't', answer: named });
    assert.deepEqual(await labels(), ['Continued by b']);
    for (const piece of richText.slice(cut).match(/[\s\S]{1,40}/g) ?? [])
      await panel.play({ type: 'appended', turnId: 't', kind: 'text', text: piece });
    await panel.play(
      { type: 'answerChanged', turnId: 't', answer: answer('', undefined, { seams: [seam(cut)] }) },
      { type: 'composerChanged', composer: idleComposer },
    );
    assert.deepEqual(await shape(), ['p', 'h3', 'ol', 'div', '—', 'div', 'blockquote', 'ul']);
    assert(await standing.evaluate((blocks) => blocks.every((block) => block.isConnected)));
    assert.match(await panel.page.evaluate(() => String(getSelection())), /^The loop never ends/);
  });

  it('shows the same while it streams, at its end, and opened anew, wherever it was cut', async () => {
    const long = Array.from({ length: 60 }, (_, place) => `Paragraph ${place} says a word.`).join('\n\n');
    for (const [text, end] of [
      [richText, 'Retry-After'],
      [long, 'Paragraph 59 says a word.'],
    ] as const) {
      for (let at = 9; at < text.length; at += Math.ceil(text.length / 7)) {
        const seams = [seam(at, 'One'), seam(Math.min(at + 150, text.length - 1), 'Two')];
        const begun = answer(text.slice(0, at), { type: 'streaming' }, { seams: seams.slice(0, 1) });
        await panel.snapshot(panelState([turn(`t${at}`, 'q', begun)], { composer: answering }));
        const turnId = `t${at}`;
        for (const piece of text.slice(at).match(/[\s\S]{1,170}/g) ?? []) {
          await panel.play({ type: 'appended', turnId, kind: 'text', text: piece });
          await panel.play({ type: 'answerChanged', turnId, answer: answer('', { type: 'streaming' }, { seams }) });
        }
        await shows(end);
        const streamed = await shape();
        await panel.play({ type: 'answerChanged', turnId, answer: answer('', undefined, { seams }) });
        const ended = await shape();
        await panel.snapshot(panelState([turn(`again${at}`, 'q', answer(text, undefined, { seams }))]));
        assert.equal(streamed.filter((one) => one === '—').length, 2, `two at ${at}`);
        assert.deepEqual([ended, await shape()], [streamed, streamed], `at ${at}`);
      }
    }
  });

  it('shows two in one paragraph one below the other, and none of another answer', async () => {
    const text = 'One long sentence of many words.\n\nTwo.';
    const seams = [seam(5, 'Continued by b'), seam(12, 'Continued by c')];
    await panel.snapshot(panelState([turn('t', 'q', answer(text, undefined, { seams, number: 2, count: 2 }))]));
    assert.deepEqual(await shape(), ['p', '—', '—', 'p']);
    assert.deepEqual(await panel.page.locator('.seam').allInnerTexts(), ['Continued by b', 'Continued by c']);
    await panel.play({ type: 'answerReplaced', turnId: 't', answer: answer('Other.\n\nText.') });
    assert.deepEqual(await shape(), ['p', 'p']);
  });

  it('is a separator for a screen reader, and not part of what is copied', async () => {
    await panel.snapshot(panelState([turn('t', 'q', answer('One.\n\nTwo.', undefined, { seams: [seam(4)] }))]));
    assert.equal(await panel.page.getByRole('separator', { name: 'Continued by b' }).count(), 1);
    const selected = await panel.page.locator('.markdown').evaluate((markdown) => {
      getSelection()?.selectAllChildren(markdown);
      return String(getSelection());
    });
    assert.equal(selected.replace(/\n+/g, ' '), 'One. Two.');
  });

  /** Waits for the end of a text: a page that is busy shows what streams a little later. */
  async function shows(end: string): Promise<void> {
    await panel.page.waitForFunction((text) => document.querySelector('.markdown')?.textContent?.includes(text), end);
  }

  /** The answer's blocks by their names, seams as dashes. */
  function shape(): Promise<string[]> {
    return panel.page
      .locator('.answer .part > *')
      .evaluateAll((all) => all.map((one) => (one.className === 'seam' ? '—' : one.localName)));
  }
});

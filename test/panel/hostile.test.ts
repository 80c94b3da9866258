// Hostile text through the whole panel, under its real policy: nothing runs, nothing is fetched, nothing foreign stands in the page.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { closeBrowser } from '../support/panelPage/browser.ts';
import { hostileLinks, hostileMarkup } from '../support/panelPage/hostileCorpus.ts';
import { PanelPage } from '../support/panelPage/panelPage.ts';
import { answer, answering, idleComposer, panelState, turn } from '../support/panelPage/states.ts';

const allowed = new Set(
  'p br strong em del code pre a span div hr blockquote button h1 h2 h3 h4 h5 h6 ul ol li table thead tbody tr th td'.split(
    ' ',
  ),
);

describe('panel: hostile text', function () {
  this.timeout(60_000);
  let panel: PanelPage;

  beforeEach(async () => {
    panel = await PanelPage.open({ width: 480 });
  });

  afterEach(async () => {
    await panel.close();
  });

  after(closeBrowser);

  it('is harmless in an answer that is complete', async () => {
    const turns = hostileMarkup.map((text, index) => turn(`t${index}`, 'q', answer(text)));
    await panel.snapshot(panelState(turns));
    await assertHarmless();
  });

  it('is harmless while it streams', async () => {
    await panel.snapshot(panelState([], { composer: answering }));
    const streams = hostileMarkup.map((text, index) => ({
      turnId: `t${index}`,
      pieces: text.match(/[\s\S]{1,9}/g) ?? [],
    }));
    for (const { turnId } of streams) {
      await panel.play({ type: 'turnAdded', turn: turn(turnId, 'q', answer('', { type: 'streaming' })) });
    }
    for (let place = 0; streams.some(({ pieces }) => pieces.length > place); place += 1) {
      const growing = streams.filter(({ pieces }) => pieces.length > place);
      await panel.play(
        ...growing.map(({ turnId, pieces }) => ({
          type: 'appended' as const,
          turnId,
          kind: 'text' as const,
          text: pieces[place] ?? '',
        })),
      );
    }
    await assertHarmless();
  });

  it('is harmless in thinking, names, labels and sentences', async () => {
    for (const text of hostileMarkup.slice(0, 30)) {
      const offer = { id: 'o', label: text, detail: text, icon: text.slice(0, 40) };
      const chip = { id: 'c', label: text, detail: text };
      const problem = { sentence: text, action: text, details: text };
      const seams = [{ at: Math.floor(text.length / 2), label: text }];
      const notices = (['told', 'said', 'detail'] as const).map((rank) => ({ rank, text }));
      const reply = answer(
        text,
        { type: 'failed', problem },
        { model: text, notices, facts: text, thinking: text, seams },
      );
      const waiting = answer('', { type: 'waiting' }, { waiting: { sentence: text, ms: 5000 } });
      const field = { name: text, label: text, value: text, otherwise: text, off: '', problem: text };
      const inputs = [
        { type: 'number', min: 0, max: 1, step: 0.1 },
        { type: 'choice', options: [{ value: text, label: text }] },
        { type: 'text', placeholder: text },
      ] as const;
      const fields = [...inputs.map((input) => ({ ...field, input })), { ...field, input: inputs[0], off: text }];
      await panel.snapshot(panelState([], { welcome: { type: 'connect', offers: [offer] } }));
      await assertHarmless();
      const sheet = { fields, summary: text };
      const composer = { ...idleComposer, chips: [chip], attachable: text, model: text, warning: text, sheet };
      const turns = [turn(text, text, reply, { chips: [chip] }), turn('waiting', 'q', waiting)];
      await panel.snapshot(panelState(turns, { composer, draft: text }));
      const closed = panel.page.locator('.disclosure[aria-expanded=false], #parameters-button[aria-expanded=false]');
      while ((await closed.count()) > 0) await closed.first().click();
      await panel.shown();
      await assertHarmless();
      await assertShownAsText(text);
    }
  });

  it('opens only web and mail addresses, and only through the host', async () => {
    const text = hostileLinks
      .map(({ written }, index) => `[link ${index}](<${written}>) and [again](${written})`)
      .join('\n\n');
    await panel.snapshot(panelState([turn('t', 'q', answer(text))]));
    const expected = hostileLinks.flatMap(({ opens }) => (opens === undefined ? [] : [opens]));
    const links = panel.page.locator('.markdown a');
    const targets = await links.evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
    assert.deepEqual([...new Set(targets)].sort(), [...new Set(expected)].sort());
    await panel.posts();
    for (const link of await links.all()) await link.click();
    const opened = (await panel.posts()).filter(({ type }) => type === 'openLink');
    assert.deepEqual(
      opened.map((message) => message.type === 'openLink' && message.url),
      targets,
    );
    await assertHarmless();
  });

  it('is harmless in any mixture', async () => {
    const pieces = hostileMarkup.flatMap((text) => text.split(/(?<=[>\s)"])/));
    const texts = fc.sample(fc.array(fc.constantFrom(...pieces), { minLength: 3, maxLength: 20 }), {
      numRuns: 400,
      seed: 7,
    });
    const turns = texts.map((parts, index) => turn(`t${index}`, 'q', answer(parts.join(''))));
    await panel.snapshot(panelState(turns));
    await assertHarmless();
  });

  it('shows characters one would not see in code', async () => {
    await panel.snapshot(panelState([turn('t', 'q', answer('```js\nif (admin\u202E) {}\n```\n\n`a\u200Bb`'))]));
    const names = await panel.page
      .locator('.hidden-character')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-name')));
    assert.deepEqual(names, ['U+202E', 'U+200B']);
    await panel.page.locator('[data-act="copyCode"]').click();
    assert.deepEqual(await panel.posts(), [
      { type: 'ready' },
      { type: 'copy', turnId: 't', text: 'if (admin\u202E) {}' },
    ]);
  });

  /** In the new places as in all others it stands there letter by letter. */
  async function assertShownAsText(text: string): Promise<void> {
    const places = [
      '.waiting bdi',
      '.quiet-line',
      '.folded-notices li',
      '.seam',
      '.field-label',
      '.field-note',
      'option',
    ];
    const shown = await panel.page.evaluate(
      (all) => all.map((one) => document.querySelector(one)?.textContent ?? ''),
      places,
    );
    const words = text.replaceAll(/\s+/g, ' ').trim();
    for (const [index, place] of shown.entries())
      assert(place.replaceAll(/\s+/g, ' ').includes(words), `${places[index]}: ${place}`);
  }

  async function assertHarmless(): Promise<void> {
    await panel.shown();
    const found = await panel.page.evaluate(() => {
      const rendered = [...document.querySelectorAll('.markdown *')];
      const everything = [...document.querySelectorAll('#panel *')];
      return {
        tags: [...new Set(rendered.map((element) => element.localName))],
        handlers: everything.flatMap((element) =>
          element.getAttributeNames().filter((name) => name.startsWith('on') || name === 'style'),
        ),
        addresses: everything.flatMap((element) =>
          ['href', 'src', 'srcset', 'action', 'formaction'].flatMap((name) => element.getAttribute(name) ?? []),
        ),
        ran: 'pwned' in window,
        frames: window.frames.length,
        at: location.href,
      };
    });
    assert.deepEqual(
      found.tags.filter((tag) => !allowed.has(tag)),
      [],
    );
    assert.deepEqual(found.handlers, []);
    assert.deepEqual(
      found.addresses.filter((address) => !/^(?:https?|mailto):/.test(address)),
      [],
    );
    assert.deepEqual([found.ran, found.frames, found.at], [false, 0, 'https://panel.invalid/']);
    assert.deepEqual([panel.foreignRequests, panel.violations, panel.errors, panel.dialogs], [[], [], [], []]);
  }
});

// The panel's Markdown in a real browser: however a text arrives, the same elements stand there at the end.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { closeBrowser } from '../support/panelPage/browser.ts';
import { longSamples, type MarkdownSample, shortSamples } from '../support/panelPage/markdownCorpus.ts';
import { PanelPage } from '../support/panelPage/panelPage.ts';

const seed = 20_261_121;

describe('panel: Markdown', function () {
  this.timeout(60_000);
  let panel: PanelPage;

  before(async () => {
    panel = await PanelPage.open({ script: 'probe' });
  });

  after(async () => {
    await panel.close();
    await closeBrowser();
  });

  afterEach(() => {
    assert.deepEqual(panel.errors, []);
    assert.deepEqual(panel.violations, []);
  });

  for (const sample of shortSamples) {
    it(`renders every prefix of "${sample.name}" as it renders it at once, one character at a time`, async () => {
      assert.deepEqual(await everyPrefix(sample), []);
    });
  }

  for (const sample of shortSamples) {
    it(`goes on with "${sample.name}" wherever it was cut, and leaves what stands there`, async () => {
      assert.deepEqual(await everyCut(sample), []);
    });
  }

  for (const { name, text } of longSamples) {
    it(`renders "${name}" as it renders it at once, in pieces of random length`, async () => {
      for (const [index, cuts] of randomCuts(text.length, 5).entries()) {
        const seen = await panel.page.evaluate(
          (given) => ({
            streamed: window.probe.stream(given.text, given.cuts),
            batch: window.probe.batch(given.text),
          }),
          { text, cuts },
        );
        assert.equal(seen.streamed.open.visible, seen.batch.visible, `while it is open, cut ${index}`);
        assert.equal(seen.streamed.complete.html, seen.batch.html, `at its end, cut ${index}`);
      }
    });
  }

  it('renders any mixture of Markdown as it renders it at once', async () => {
    const pieces = shortSamples.flatMap(({ text }) => text.split(/(?<=\n\n)|(?<=[.|:`*>])/));
    const texts = fc.sample(fc.array(fc.constantFrom(...pieces), { maxLength: 25 }), { numRuns: 300, seed });
    const differing = await panel.page.evaluate(
      (all) =>
        all.filter((text) => {
          const cuts = Array.from({ length: Math.floor(text.length / 7) }, (_, place) => place * 7 + 3);
          return window.probe.stream(text, cuts).complete.html !== window.probe.batch(text).html;
        }),
      texts.map((parts) => parts.join('')),
    );
    assert.deepEqual(differing, []);
  });

  it('gives up on nothing a model may repeat endlessly, and stays fast', async () => {
    const slow = await panel.page.evaluate((texts) => {
      const found: string[] = [];
      for (const [name, text] of texts) {
        const start = performance.now();
        const { html } = window.probe.batch(text);
        const took = performance.now() - start;
        if (took > 3000 || (html === '') !== (text.trim() === '')) found.push(`${name}: ${took} ms`);
      }
      return found;
    }, Object.entries(endless));
    assert.deepEqual(slow, []);
  });

  for (const { name, text } of longSamples) {
    it(`takes no longer for a step at the end of a long "${name}" than at the end of a short one`, async () => {
      const short = text.slice(0, Math.ceil(text.length / 2));
      const [atShort, atLong] = await panel.page.evaluate(
        (given) => given.map((one) => Math.min(...[1, 2, 3].map(() => window.probe.stepTime(one, 60)))),
        [short, text.repeat(5)],
      );
      assert(atShort !== undefined && atLong !== undefined);
      // Ten times the text. The block itself is looked through, which is cheap; were it rendered anew, this would be tenfold.
      assert(atLong <= 5 * atShort + 0.5, `${atLong} ms at ten times the length, ${atShort} ms before`);
    });
  }

  /** Compares each prefix; within the page, because there are thousands. */
  function everyPrefix(sample: MarkdownSample): Promise<string[]> {
    return panel.page.evaluate(({ text, whileOpen }) => {
      const source = text.replaceAll('\r\n', '\n');
      const differing: string[] = [];
      for (let end = 1; end <= source.length; end += 1) {
        const prefix = source.slice(0, end);
        const batch = window.probe.batch(prefix);
        const cuts = Array.from({ length: end - 1 }, (_, place) => place + 1);
        const { open, complete, starts } = window.probe.stream(prefix, cuts);
        if (complete.html !== batch.html)
          differing.push(`${JSON.stringify(prefix)}\nat its end ${complete.html}\nat once ${batch.html}`);
        if (whileOpen === 'exact' && String(starts.open) !== String(starts.complete))
          differing.push(`${JSON.stringify(prefix)}\nblocks at ${starts.open}\nat once ${starts.complete}`);
        const healed = window.probe.batch(window.probe.healed(prefix));
        if (whileOpen === 'exact' && open.visible !== healed.visible) {
          differing.push(`${JSON.stringify(prefix)}\nwhile open ${open.visible}\nat once ${healed.visible}`);
        }
      }
      return differing.slice(0, 2);
    }, sample);
  }

  function everyCut({ text, whileOpen }: MarkdownSample): Promise<string[]> {
    return panel.page.evaluate(
      (given) => {
        const source = given.text.replaceAll('\r\n', '\n');
        const batch = window.probe.batch(source);
        const differing: string[] = [];
        for (let cut = 1; cut < source.length; cut += 1) {
          const { complete, kept } = window.probe.resume(source, cut);
          if (complete.html !== batch.html) differing.push(`cut at ${cut}: ${complete.html}\nat once ${batch.html}`);
          if (given.whileOpen === 'exact' && !kept) differing.push(`cut at ${cut}: a block was made anew`);
        }
        return differing.slice(0, 2);
      },
      { text, whileOpen },
    );
  }
});

/** Ascending offsets into a text of some length, several times, always the same. */
function randomCuts(length: number, times: number): number[][] {
  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: length - 1 }), { minLength: 40, maxLength: 80 });
  return fc.sample(cuts, { numRuns: times, seed }).map((one) => [...one].sort((a, b) => a - b));
}

const endless: Readonly<Record<string, string>> = {
  stars: '*'.repeat(70_000),
  pairedStars: '**a '.repeat(20_000),
  underscores: '_a '.repeat(20_000),
  backticks: '`'.repeat(50_000),
  backtickPairs: '`a` `` '.repeat(10_000),
  brackets: '['.repeat(50_000),
  linkStarts: '[a]('.repeat(15_000),
  imageStarts: '![['.repeat(15_000),
  nestedLinks: `${'['.repeat(5000)}a${'](b)'.repeat(5000)}`,
  angles: '<'.repeat(50_000),
  comments: '<!--'.repeat(10_000),
  quotes: '>'.repeat(20_000),
  quotedLines: '> '.repeat(300).concat('a\n').repeat(20),
  nestedLists: Array.from({ length: 400 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n'),
  dashes: '- '.repeat(10_000),
  pipes: `${'|'.repeat(20_000)}\n${'|-'.repeat(10_000)}`,
  table: '| a | b |\n|---|---|\n'.concat('| 1 | 2 |\n'.repeat(3000)),
  hashes: '# '.repeat(30_000),
  definitions: '[a]: /u\n"'.repeat(5000),
  references: '[a][b]'.repeat(8000).concat('\n\n[b]: https://example.com\n'),
  addresses: 'a@'.repeat(20_000),
  hosts: 'www.'.repeat(10_000),
  entities: '&amp;'.repeat(20_000),
  escapes: '\\'.repeat(50_000),
  tildes: '~'.repeat(50_000),
  longLine: 'x'.repeat(300_000),
  blankLines: '\n'.repeat(50_000),
  setext: 'a\n=\n'.repeat(5000),
  surrogates: '\ud83d'.repeat(20_000),
};

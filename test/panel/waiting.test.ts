// A wait before the next try: counted down in the page, said once, ended by the host or by Cancel.
import assert from 'node:assert/strict';
import { closeBrowser } from '../support/panelPage/browser.ts';
import { PanelPage } from '../support/panelPage/panelPage.ts';
import { answer, answering, panelState, turn } from '../support/panelPage/states.ts';

const sentence = 'OpenAI is limiting requests. Trying again (2 of 3)';
const waitingFor = (ms: number) => answer('', { type: 'waiting' }, { waiting: { sentence, ms } });

describe('panel: waiting', function () {
  this.timeout(60_000);
  let panel: PanelPage;
  let seq = 1;

  beforeEach(async () => {
    panel = await PanelPage.open();
    await panel.page.clock.install({ time: 0 });
    await panel.page.reload();
    await panel.snapshot(panelState([turn('t', 'q', answer('', { type: 'waiting' }))], { composer: answering }));
    await panel.page.clock.pauseAt(600_000);
    seq = 1;
  });

  afterEach(async () => {
    assert.deepEqual([panel.errors, panel.violations], [[], []]);
    await panel.close();
  });

  after(closeBrowser);

  it('counts down by itself, second by second, to the end', async () => {
    await change(waitingFor(3000));
    const seen: string[] = [await line()];
    for (let second = 0; second < 4; second += 1) {
      await pass(1000);
      seen.push(await line());
    }
    assert.deepEqual(
      seen,
      [3, 2, 1, 0, 0].map((left) => `${sentence} in ${left} s · Cancel`),
    );
  });

  it('begins anew when the host says how long it still takes, and goes away when the try begins', async () => {
    await change(waitingFor(9000));
    await pass(2500);
    assert.match(await line(), / in 7 s /);
    await change(waitingFor(30_000));
    assert.match(await line(), / in 30 s /);
    await change(answer('', { type: 'waiting' }));
    assert.equal(await panel.page.locator('.waiting').count(), 0);
    assert.equal(await panel.page.locator('.under-way').count(), 1);
  });

  it('moves nothing while it counts', async () => {
    await change(waitingFor(100_000));
    const place = () => panel.page.getByRole('button', { name: 'Cancel' }).boundingBox();
    const before = await place();
    for (const ms of [1000, 85_000, 10_000]) {
      await pass(ms);
      assert.deepEqual(await place(), before);
    }
  });

  it('names long waits in minutes', async () => {
    await change(waitingFor(20 * 60_000));
    assert.match(await line(), / in 20 min /);
    await pass(19 * 60_000);
    assert.match(await line(), / in 60 s /);
  });

  it('tells a screen reader once', async () => {
    const status = panel.page.getByRole('status');
    await change(waitingFor(14_000));
    const said = (await status.textContent())?.replaceAll('\u00a0', ' ');
    assert.equal(said, `${sentence} in 14 s`);
    const changes = await panel.page.evaluateHandle(() => {
      const seen = { count: 0 };
      const region = document.querySelector('[role=status]') as Node;
      new MutationObserver((records) => (seen.count += records.length)).observe(region, {
        subtree: true,
        childList: true,
        characterData: true,
      });
      return seen;
    });
    await pass(5000);
    await change(waitingFor(9000));
    await pass(3000);
    assert.equal(await changes.evaluate(({ count }) => count), 0);
    assert.match(await line(), / in 6 s /);
    assert.equal(await panel.page.locator('.transcript').getAttribute('aria-live'), 'off');
  });

  it('stops on Cancel, and leaves the focus in the input when it is gone', async () => {
    await change(waitingFor(5000));
    await panel.posts();
    await panel.page.getByRole('button', { name: 'Cancel' }).focus();
    await panel.page.keyboard.press('Enter');
    assert.deepEqual(await panel.posts(), [{ type: 'stop' }]);
    await change(answer('', { type: 'stopped' }));
    await pass(100);
    assert.equal(await panel.page.evaluate(() => document.activeElement?.className), 'input');
  });

  it('is shown in an answer that has begun, and in a view that was opened meanwhile', async () => {
    const reply = answer('Part', { type: 'streaming' }, { waiting: { sentence, ms: 8000 } });
    await panel.post({
      type: 'snapshot',
      seq: 9,
      state: panelState([turn('t', 'q', reply)], { composer: answering }),
    });
    seq = 9;
    await pass(100);
    assert.match(await line(), / in 8 s /);
  });

  async function change(to: ReturnType<typeof answer>): Promise<void> {
    seq += 1;
    await panel.post({ type: 'answerChanged', seq, turnId: 't', answer: to });
    // Two frames, in which it is shown.
    await pass(40);
  }

  async function pass(ms: number): Promise<void> {
    await panel.page.clock.runFor(ms);
  }

  async function line(): Promise<string> {
    const text = await panel.page.locator('.waiting').textContent();
    return (text ?? '').replaceAll(/[\u00a0\u2007]/g, ' ').replaceAll(/ +/g, ' ');
  }
});

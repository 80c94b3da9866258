// The policy of the panel's page, should something hostile ever get as far as running or writing markup.
import assert from 'node:assert/strict';
import { closeBrowser } from '../support/panelPage/browser.ts';
import { PanelPage } from '../support/panelPage/panelPage.ts';

describe('panel: policy', function () {
  this.timeout(60_000);
  let panel: PanelPage;

  beforeEach(async () => {
    panel = await PanelPage.open({ script: 'policyProbe' });
  });

  afterEach(async () => {
    await panel.close();
  });

  after(closeBrowser);

  it('lets nothing run that is not the panel, and nothing leave the page', async () => {
    const names = await panel.page.evaluate(() => window.policyProbe.names);
    assert(names.length >= 20);
    for (const name of names) {
      const before = panel.violations.length;
      await panel.page.evaluate((one) => window.policyProbe.attempt(one), name);
      await panel.shown();
      const ran = await panel.page.evaluate(() => 'pwned' in window);
      assert.deepEqual([ran, panel.foreignRequests, panel.page.url()], [false, [], 'https://panel.invalid/'], name);
      assert(panel.violations.length > before, `${name} was not refused by the policy`);
    }
  });

  it("loads the panel's own chunks when they are needed", async () => {
    assert.equal(await panel.page.evaluate(() => window.policyProbe.loadChunk()), 'a chunk that was loaded lazily');
    assert.deepEqual(panel.violations, []);
  });
});

// Takes pictures of the panel in its states, widths and themes. Run by Node 24.
// usage: node test/support/panelPage/screenshots.ts [NAME…]     into out/screenshots/
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { closeBrowser } from './browser.ts';
import { PanelPage } from './panelPage.ts';
import { scenes, showScene } from './scenes.ts';
import { themes } from './themes.ts';

const folder = path.resolve(import.meta.dirname, '../../../out/screenshots');
const wanted = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

for (const theme of themes) {
  for (const width of [300, 480]) {
    const panel = await PanelPage.open({ theme, width, height: 720 });
    for (const name of Object.keys(scenes)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      await showScene(panel, name);
      if (name === 'longTop') await scrollToTop(panel);
      await panel.page.screenshot({ path: path.join(folder, `${name}-${width}-${theme}.png`), animations: 'disabled' });
    }
    await panel.close();
  }
}
await closeBrowser();

async function scrollToTop(panel: PanelPage): Promise<void> {
  await panel.page.locator('.transcript').evaluate((transcript) => transcript.scrollTo({ top: 0 }));
  await panel.shown();
}

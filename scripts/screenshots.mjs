// Takes the pictures of the panel (out/screenshots: states, widths, themes) and the one in README.md (media/panel.png).
// usage: node scripts/screenshots.mjs
import { ensureBrowser } from './setup/browser.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { ensureNode24 } from './setup/node.mjs';
import { run } from './setup/shell.mjs';
import { ensureCurrentVSCode, toolEnvironment } from './setup.mjs';

await ensureDependencies();
await ensureCurrentVSCode();
const node24 = await ensureNode24();
const env = { ...toolEnvironment(node24), CHROME_PATH: await ensureBrowser() };
for (const program of ['test/support/panelPage/screenshots.ts', 'test/support/readmePicture.ts'])
  await run(node24, [program], { env });

// Takes the picture in README.md: VS Code as `npm start` opens it, with an answer of the demo provider about the selection.
// Run by Node 24. usage: node test/support/readmePicture.ts     into media/panel.png
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Frame, type Page } from 'playwright-core';
import { addressOf, launchStart, root } from '../start/launch.ts';

const panelWidth = 420;

/** The frame that holds the panel, once VS Code has made it. */
async function panelFrame(page: Page): Promise<Frame> {
  for (let tries = 0; tries < 600; tries += 1) {
    for (const frame of page.frames()) if (await frame.$('#panel textarea').catch(() => null)) return frame;
    await page.waitForTimeout(100);
  }
  throw new Error('the panel did not appear');
}

async function widenPanel(page: Page): Promise<void> {
  const places = await page
    .locator('.monaco-sash.vertical')
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().x));
  const x = places.find((place) => place > 250 && place < 420);
  if (x === undefined) throw new Error(`no edge of the side bar at ${places.join(', ')}`);
  await page.mouse.move(x + 2, 300);
  await page.mouse.down();
  await page.mouse.move(panelWidth, 300, { steps: 8 });
  await page.mouse.up();
  await page.mouse.move(900, 600);
}

async function explainFunction(page: Page): Promise<void> {
  await page.locator('.view-line', { hasText: 'export function findByTitle' }).click();
  await page.keyboard.press('Home');
  for (let line = 0; line < 15; line += 1) await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').fill('>Parley: Explain Selection');
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'Explain Selection' }).waitFor();
  await page.keyboard.press('Enter');
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-picture-'));
const start = launchStart(folder);
const browser = await chromium.launch({
  executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1180, height: 780 }, deviceScaleFactor: 1.5 });
  await page.goto(String(await addressOf(start)));
  const frame = await panelFrame(page);
  await page.locator('.view-line', { hasText: 'export function findByTitle' }).waitFor({ timeout: 30_000 });
  await widenPanel(page);
  await explainFunction(page);
  await frame.getByText('tokens').first().waitFor({ timeout: 60_000 });
  await page.locator('.statusbar', { hasText: 'Initializing' }).waitFor({ state: 'hidden', timeout: 60_000 });
  await page.screenshot({ path: path.join(root, 'media/panel.png') });
} finally {
  await browser.close();
  process.kill(start.pid, 'SIGINT');
  await start.ended;
  rmSync(folder, { recursive: true, force: true });
}

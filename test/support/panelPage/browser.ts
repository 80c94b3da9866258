import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';

let launched: Promise<Browser> | undefined;

/** The browser these tests share. */
export function browser(): Promise<Browser> {
  launched ??= launch();
  return launched;
}

async function launch(): Promise<Browser> {
  const setup = path.resolve(import.meta.dirname, '../../../scripts/setup/browser.mjs');
  const { ensureBrowser } = (await import(setup)) as { ensureBrowser: () => Promise<string> };
  const executablePath = await ensureBrowser();
  if (!existsSync(executablePath)) throw new Error(`${executablePath} does not exist.`);
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb'] });
}

/** Closes the browser, so that the run can end. */
export async function closeBrowser(): Promise<void> {
  const closing = launched;
  launched = undefined;
  await (await closing)?.close();
}

import { chromium, type Page } from 'playwright-core';

/** How long the window may take to show the workbench, in milliseconds. */
const timeLimit = 60_000;

/**
 * The window of a desktop VS Code that was started with `--remote-debugging-port`.
 * Rejects when it does not show a workbench in time.
 */
export async function findWorkbench(debuggingPort: number): Promise<Page> {
  const end = Date.now() + timeLimit;
  for (;;) {
    const page = await workbenchPage(debuggingPort).catch((error: unknown) => {
      if (Date.now() > end) throw error;
    });
    if (page) return page;
    if (Date.now() > end) throw new Error('VS Code shows no workbench');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function workbenchPage(debuggingPort: number): Promise<Page | undefined> {
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${debuggingPort}`);
  for (const page of browser.contexts().flatMap((context) => context.pages())) {
    if (await page.$('.monaco-workbench')) return page;
  }
  await browser.close(); // Closes our connection, not VS Code.
  return undefined;
}

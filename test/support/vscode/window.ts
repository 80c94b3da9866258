import { type Browser, chromium, type Page } from 'playwright-core';
import type { RunOptions } from './options.ts';

/** VS Code's window in a browser. */
export interface TestWindow {
  readonly page: Page;
  /** What VS Code logs as an error, escapes from a script, or breaks a content security policy; oldest first. */
  readonly errors: readonly string[];
  /** Resolves with VS Code's exit code when the tests' `run()` has ended; rejects when the page crashes. */
  readonly finished: Promise<number>;
  close(): Promise<void>;
}

const browserArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Opens an empty page that is ready to show VS Code. Close it, whatever happens. */
export async function openWindow(options: RunOptions): Promise<TestWindow> {
  const browser = await chromium.launch({
    executablePath: options.browser,
    headless: !options.headed,
    args: browserArguments,
  });
  try {
    return await preparePage(browser, options);
  } catch (error) {
    await browser.close();
    throw error;
  }
}

async function preparePage(browser: Browser, options: RunOptions): Promise<TestWindow> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  const errors: string[] = [];
  const { promise: finished, resolve, reject } = Promise.withResolvers<number>();
  finished.catch(() => {}); // Whoever waits for it later sees the rejection; until then it is not "unhandled".
  page.on('crash', () => reject(new Error('the page crashed')));
  page.on('console', (message) => {
    const isViolation = message.type() === 'error' && message.text().includes('Content Security Policy');
    if (isViolation) errors.push(`${message.text()}\nat ${message.location().url}:${message.location().lineNumber}`);
  });
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
  await page.exposeFunction('codeAutomationExit', (code: number) => resolve(code));
  await page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) => {
    const text = args.map(String).join(' ');
    if (type === 'error') errors.push(text);
    if (options.verbose) console.log(`[window ${type}] ${text.slice(0, 500)}`);
  });
  return { page, errors, finished, close: () => browser.close() };
}

/** Loads VS Code with the extension under development and its tests; returns when the workbench is drawn. */
export async function loadVSCode(
  page: Page,
  authority: string,
  folders: { extension: string; tests: string; workspace: string },
): Promise<void> {
  const remote = (file: string) => `vscode-remote://${authority}${file}`;
  const payload = [
    ['extensionDevelopmentPath', remote(folders.extension)],
    ['extensionTestsPath', remote(folders.tests)],
    ['skipWelcome', 'true'],
    ['logLevel', 'info'],
  ];
  const query = new URLSearchParams({ folder: folders.workspace, payload: JSON.stringify(payload) });
  await page.goto(`http://${authority}/?${query}`);
  await page.waitForSelector('.monaco-workbench', { timeout: 60_000 });
}

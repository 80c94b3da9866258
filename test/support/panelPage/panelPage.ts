import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserContext, Page, Route } from 'playwright-core';
import { panelHtml } from '../../../src/host/panel/html.ts';
import type { PanelState, ToHost, ToWebview } from '../../../src/protocol/panel.ts';
import { browser } from './browser.ts';
import { builtPanel } from './bundle.ts';
import { bodyClass, type Theme, themeVariables } from './themes.ts';

/** The panel's only origin. Nothing listens there: requests are answered here. */
const origin = 'https://panel.invalid';

const contentTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.ttf': 'font/ttf',
};

type WithoutSeq<T> = T extends unknown ? Omit<T, 'seq'> : never;

/** A message as a test writes it; the page numbers it. */
export type Played = WithoutSeq<ToWebview>;

export interface PanelOptions {
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  /** The bundle to load: the panel itself, the Markdown rendering alone, or attempts to get around the policy. */
  readonly script: 'main' | 'probe' | 'policyProbe';
  readonly locale: string;
}

const defaults: PanelOptions = { theme: 'dark', width: 300, height: 640, script: 'main', locale: 'en' };

/** The panel in a browser, under its real policy, with a stand-in for VS Code around it. */
export class PanelPage {
  readonly page: Page;
  /** Requests for anything but the panel's own files. */
  readonly foreignRequests: string[] = [];
  /** What the page's policy refused, what its scripts threw, which dialogs it opened. */
  readonly violations: string[] = [];
  readonly errors: string[] = [];
  readonly dialogs: string[] = [];
  readonly #context: BrowserContext;
  #seq = 0;

  private constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.page = page;
  }

  static async open(given: Partial<PanelOptions> = {}): Promise<PanelPage> {
    const options = { ...defaults, ...given };
    const folder = await builtPanel();
    const context = await (await browser()).newContext({
      viewport: { width: options.width, height: options.height },
      locale: options.locale,
    });
    const panel = new PanelPage(context, await context.newPage());
    await panel.#prepare(folder, options);
    await panel.page.goto(`${origin}/`);
    return panel;
  }

  async #prepare(folder: string, options: PanelOptions): Promise<void> {
    const { page } = this;
    await this.#context.route('**', (route) => this.#answer(route, folder, options));
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('dialog', (dialog) => {
      this.dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await page.exposeFunction('reportViolation', (text: string) => this.violations.push(text));
    await page.addInitScript(standInForVsCode, {
      variables: themeVariables(options.theme),
      bodyClass: bodyClass[options.theme],
    });
  }

  async #answer(route: Route, folder: string, options: PanelOptions): Promise<void> {
    const url = new URL(route.request().url());
    if (url.origin !== origin) {
      this.foreignRequests.push(url.href);
      return route.abort();
    }
    if (url.pathname === '/') return route.fulfill({ contentType: 'text/html', body: html(options) });
    try {
      const body = await readFile(path.join(folder, path.posix.normalize(url.pathname)));
      return await route.fulfill({ contentType: contentTypes[path.extname(url.pathname)] ?? 'text/plain', body });
    } catch {
      this.foreignRequests.push(url.href);
      return route.fulfill({ status: 404, body: '' });
    }
  }

  /** Plays messages of the host in one go, numbered on from the last, and waits until they are shown. */
  async play(...messages: readonly Played[]): Promise<void> {
    await this.post(...messages.map((message) => ({ ...message, seq: ++this.#seq }) as ToWebview));
    await this.shown();
  }

  /** Plays messages as they are, without waiting. */
  async post(...messages: readonly ToWebview[]): Promise<void> {
    this.#seq = messages.at(-1)?.seq ?? this.#seq;
    await this.page.evaluate((all) => {
      for (const data of all) window.dispatchEvent(new MessageEvent('message', { data }));
    }, messages);
  }

  snapshot(state: PanelState): Promise<void> {
    return this.play({ type: 'snapshot', state });
  }

  /** Waits until everything received is rendered and painted. */
  async shown(): Promise<void> {
    await this.page.evaluate(async () => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      do {
        await frame();
        await frame();
      } while (document.querySelector('.markdown[aria-busy]'));
    });
  }

  /** Waits until long answers, which are rendered in slices, are there too: nothing changes for ten frames. */
  async settled(): Promise<void> {
    await this.page.evaluate(async () => {
      let changes = 0;
      const observer = new MutationObserver((records) => {
        changes += records.length;
      });
      observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
      for (let quiet = 0, before = 0; quiet < 10; quiet = changes === before ? quiet + 1 : 0) {
        before = changes;
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      observer.disconnect();
    });
  }

  /** What the panel has told the host, and forgets it. */
  async posts(): Promise<ToHost[]> {
    return this.page.evaluate(() => window.posted.splice(0));
  }

  /** The content of the page as HTML, attributes in alphabetical order: their order means nothing. */
  html(): Promise<string> {
    return this.page.evaluate(() => {
      const copy = document.getElementById('panel')?.cloneNode(true) as HTMLElement;
      for (const element of copy.querySelectorAll('*')) {
        const sorted = [...element.attributes].sort((a, b) => a.name.localeCompare(b.name));
        for (const { name } of sorted) element.removeAttribute(name);
        for (const { name, value } of sorted) element.setAttribute(name, value);
      }
      return copy.innerHTML;
    });
  }

  async close(): Promise<void> {
    await this.#context.close();
  }
}

function html(options: PanelOptions): string {
  return panelHtml({
    script: `${origin}/${options.script}.js`,
    style: `${origin}/main.css`,
    nonce: 'bm9uY2U=',
    cspSource: origin,
    language: 'en',
  });
}

interface Surroundings {
  readonly variables: Readonly<Record<string, string>>;
  readonly bodyClass: string;
}

declare global {
  interface Window {
    posted: ToHost[];
    reportViolation: (text: string) => Promise<void>;
  }
}

/** Runs in the page before its scripts: what VS Code puts into every webview. State outlives a reload, as in VS Code. */
function standInForVsCode({ variables, bodyClass }: Surroundings): void {
  window.posted = [];
  const api = {
    postMessage: (message: ToHost) => void window.posted.push(structuredClone(message)),
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: (state: unknown) => sessionStorage.setItem('state', JSON.stringify(state)),
  };
  Object.assign(window, { acquireVsCodeApi: () => api });
  document.addEventListener('securitypolicyviolation', (event) => {
    void window.reportViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
  });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`@layer vscode-default {
    html { background-color: var(--vscode-sideBar-background); scrollbar-color: red lime; }
    body { padding: 0 20px; background-color: transparent; color: var(--vscode-editor-foreground); font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); }
    a, a code { color: var(--vscode-textLink-foreground); }
    textarea:focus, a:focus { outline: 1px solid red; }
    code { color: var(--vscode-textPreformat-foreground); background-color: var(--vscode-textPreformat-background); padding: 1px 3px; border-radius: 4px; }
    blockquote { background: var(--vscode-textBlockQuote-background); }
  }`);
  document.addEventListener('DOMContentLoaded', () => {
    document.adoptedStyleSheets.push(sheet);
    for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(name, value);
    document.body.className = bodyClass;
    document.body.setAttribute('role', 'document');
  });
}

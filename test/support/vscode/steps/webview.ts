import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, Page } from 'playwright-core';
import type { StepContext } from './step.ts';

/** Names an element that exists only in the webview that is meant; frames have no other stable mark. */
export interface Marked {
  readonly marker: string;
  /** Milliseconds to wait for the frame; 15,000 unless told. */
  readonly timeout?: number;
}

/**
 * Finds the frame of a webview by an element in it. VS Code nests a webview in two frames whose addresses say nothing.
 * Throws, naming the frames there are, when none has the element in time.
 */
export async function findWebviewFrame(page: Page, { marker, timeout = 15_000 }: Marked): Promise<Frame> {
  const end = Date.now() + timeout;
  for (;;) {
    for (const frame of page.frames()) {
      if (await frame.$(marker).catch(() => null)) return frame;
    }
    if (Date.now() > end) break;
    await page.waitForTimeout(50);
  }
  const addresses = page.frames().map((frame) => frame.url().slice(0, 100));
  throw new Error(`no webview frame has ${marker}; frames: ${addresses.join(' | ')}`);
}

/** Waits until a webview shows the element. */
export async function waitForWebview({ page }: StepContext, marked: Marked): Promise<void> {
  await findWebviewFrame(page, marked);
}

/** A violation of the accessibility rules, with the first element that has it. */
export interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly count: number;
  readonly html: string;
  /** What axe-core says about that element: measured and required contrast and the like. */
  readonly reason: string;
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Runs axe-core (WCAG 2.0 to 2.2, A and AA) in the webview. The frame's own CSP does not bind code that Playwright evaluates. */
export async function axe({ page }: StepContext, marked: Marked): Promise<readonly Violation[]> {
  const frame = await findWebviewFrame(page, marked);
  await frame.evaluate(axeSource);
  return frame.evaluate(async () => {
    // A webview is transparent; what shines through is the side bar, which axe-core can't see and takes for white.
    document.body.style.backgroundColor = 'var(--vscode-sideBar-background)';
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const result = await axe.run(document.body, { runOnly: tags });
    document.body.style.backgroundColor = '';
    return result.violations.map((violation) => ({
      id: violation.id,
      impact: violation.impact ?? 'unknown',
      count: violation.nodes.length,
      html: violation.nodes[0]?.html.slice(0, 200) ?? '',
      reason: violation.nodes[0]?.failureSummary ?? '',
    }));
  });
}

/** The classes VS Code put on the webview's body: theme kind, reduced motion, screen reader. */
export async function webviewBodyClasses({ page }: StepContext, marked: Marked): Promise<readonly string[]> {
  const frame = await findWebviewFrame(page, marked);
  return frame.evaluate(() => [...document.body.classList]);
}

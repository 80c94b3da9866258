import type { Frame } from 'playwright-core';
import type { StepContext } from './step.ts';
import { findWebviewFrame } from './webview.ts';

/** Present in Parley's panel whatever it shows. */
const marker = '#panel';
const log = '[role="log"]';
/** Where the next message is written; the parameter sheet has text fields too. */
const input = 'textarea.input';

/**
 * Does something in the panel's frame. VS Code replaces the frame when the view is hidden, moved or reloaded; what was
 * under way in the old one is done again in the new one.
 */
export async function inPanel<T>({ page }: StepContext, action: (frame: Frame) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    const frame = await findWebviewFrame(page, { marker });
    try {
      return await action(frame);
    } catch (error) {
      if (tries === 5 || !/detached/.test(String(error))) throw error;
    }
  }
}

async function waitForText(frame: Frame, text: string): Promise<void> {
  await frame
    .getByText(text)
    .first()
    .waitFor({ timeout: 10_000 })
    .catch(async (error: Error) => {
      if (/detached/.test(error.message)) throw error;
      throw new Error(`the panel does not show "${text}" but:\n${await frame.innerText('body')}`, { cause: error });
    });
}

/** Waits until the panel shows the text, and resolves with all it shows. */
export function panelText(context: StepContext, { text }: { readonly text: string }): Promise<string> {
  return inPanel(context, async (frame) => {
    await waitForText(frame, text);
    return frame.innerText('body');
  });
}

/** What the transcript shows now, without waiting for anything. */
export function transcript(context: StepContext): Promise<string> {
  return inPanel(context, (frame) => frame.innerText(log));
}

/** Types a message into the input and sends it with Enter. */
export function sendMessage(context: StepContext, { text }: { readonly text: string }): Promise<void> {
  return inPanel(context, async (frame) => {
    await frame.locator(input).fill(text);
    await frame.locator(input).press('Enter');
  });
}

/** Types into the input without sending. */
export function typeDraft(context: StepContext, { text }: { readonly text: string }): Promise<void> {
  return inPanel(context, (frame) => frame.locator(input).fill(text));
}

/** What stands in the input. */
export function draft(context: StepContext): Promise<string> {
  return inPanel(context, (frame) => frame.locator(input).inputValue());
}

/** Presses a button of the panel by its accessible name; the last one of that name, for the newest turn is the one meant. */
export function panelButton(context: StepContext, { name }: { readonly name: string }): Promise<void> {
  return inPanel(context, async (frame) => {
    const button = frame.getByRole('button', { name, exact: false }).last();
    await button.waitFor({ timeout: 10_000, state: 'attached' });
    await button.click({ timeout: 10_000 });
  });
}

/** Presses a key while the panel's input has the focus. */
export function pressInPanel(context: StepContext, { key }: { readonly key: string }): Promise<void> {
  return inPanel(context, (frame) => frame.locator(input).press(key));
}

/** Where the panel is shown now. */
export async function panelPlace({ page }: StepContext): Promise<'sideBar' | 'secondarySideBar' | 'elsewhere'> {
  const inside = async (part: string) => (await page.locator(`.part.${part}`, { hasText: 'Chat' }).count()) > 0;
  if (await inside('auxiliarybar')) return 'secondarySideBar';
  return (await inside('sidebar')) ? 'sideBar' : 'elsewhere';
}

/** Waits until the panel wears a theme, by the id VS Code gives it. */
export function panelTheme(context: StepContext, { theme }: { readonly theme: string }): Promise<void> {
  return inPanel(context, async (frame) => {
    await frame.locator(`body[data-vscode-theme-id="${theme}"]`).waitFor({ timeout: 10_000 });
  });
}

/** Starts keeping a copy of every message the host sends to the panel's page as it is now. */
export function recordMessages(context: StepContext): Promise<void> {
  return inPanel(context, (frame) =>
    frame.evaluate(() => {
      const kept: string[] = [];
      Object.assign(globalThis, { keptMessages: kept });
      addEventListener('message', (event) => kept.push(JSON.stringify(event.data)));
    }),
  );
}

/** The messages kept since `recordMessages`, as JSON. */
export function recordedMessages(context: StepContext): Promise<readonly string[]> {
  return inPanel(context, (frame) =>
    frame.evaluate(() => (globalThis as unknown as { keptMessages: string[] }).keptMessages),
  );
}

/** Waits until the panel's input has the keyboard. */
export function inputFocused(context: StepContext): Promise<void> {
  return inPanel(context, async (frame) => {
    await frame.locator(`${input}:focus`).waitFor({ timeout: 10_000 });
  });
}

/** Marks the panel's page as it is now, so that `panelIsNew` can tell it from the next one. */
export function markPanel(context: StepContext): Promise<void> {
  return inPanel(context, (frame) => frame.evaluate(() => document.body.setAttribute('data-marked', '')));
}

/** Waits until the page that was marked is gone and another one is there. */
export async function panelIsNew({ page }: StepContext): Promise<void> {
  await findWebviewFrame(page, { marker: `body:not([data-marked]) ${marker}` });
  const end = Date.now() + 10_000;
  for (;;) {
    const marked = await Promise.all(page.frames().map((frame) => frame.$('[data-marked]').catch(() => null)));
    if (marked.every((one) => one === null)) return;
    if (Date.now() > end) throw new Error('the page of the panel before is still there');
    await page.waitForTimeout(30);
  }
}

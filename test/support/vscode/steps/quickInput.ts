import type { Locator, Page } from 'playwright-core';
import type { StepContext } from './step.ts';

/** What VS Code's quick input shows now: a list or an input box. */
export interface QuickInputState {
  readonly title: string;
  /** The prompt or validation message of a box; '' if there is none. */
  readonly message: string;
  readonly placeholder: string;
  readonly value: string;
  readonly shows: 'text' | 'dots';
  /** The lines of a list that are drawn (a long list is drawn in part): label and description. */
  readonly items: readonly string[];
  readonly buttons: readonly string[];
}

const time = 10_000;

function widget(page: Page): Locator {
  return page.locator('.quick-input-widget');
}

async function read(page: Page): Promise<QuickInputState> {
  return widget(page).evaluate((root): QuickInputState => {
    const text = (selector: string) => (root.querySelector<HTMLElement>(selector)?.innerText ?? '').trim();
    const input = root.querySelector<HTMLInputElement>('.quick-input-filter input');
    const all = (selector: string) => [...root.querySelectorAll<HTMLElement>(selector)];
    return {
      title: text('.quick-input-title'),
      message: text('.quick-input-message'),
      placeholder: input?.placeholder ?? '',
      value: input?.value ?? '',
      shows: input?.type === 'password' ? 'dots' : 'text',
      items: all('.quick-input-list .monaco-list-row').map((row) => {
        const parts = row.querySelectorAll<HTMLElement>('.quick-input-list-rows :is(.label-name, .label-description)');
        // A row that was used for another item keeps that item's detail, hidden.
        const shown = [...parts].filter((part) => part.checkVisibility());
        return shown.map((part) => part.innerText.trim()).join(' ');
      }),
      buttons: all('.quick-input-titlebar .action-label').map((button) => button.getAttribute('aria-label') ?? ''),
    };
  });
}

/** Text that a quick input must show somewhere: in its title, message, placeholder or items. */
export interface Shown {
  readonly text: string;
}

/** Waits until the quick input shows the text, and returns all that it shows. */
export async function quickInput({ page }: StepContext, { text }: Shown): Promise<QuickInputState> {
  const end = Date.now() + time;
  for (;;) {
    const state = (await widget(page).isVisible()) ? await read(page) : undefined;
    if (state && [state.title, state.message, state.placeholder, ...state.items].some((one) => one.includes(text)))
      return state;
    if (Date.now() > end) throw new Error(`no quick input shows "${text}"; it is ${JSON.stringify(state ?? 'closed')}`);
    await page.waitForTimeout(30);
  }
}

/** Presses Esc until no quick input is open. */
export async function closeQuickInput({ page }: StepContext): Promise<void> {
  while (await widget(page).isVisible()) {
    await page.keyboard.press('Escape');
    await page.waitForTimeout(30);
  }
}

/** Waits until no quick input is open. */
export async function quickInputClosed({ page }: StepContext): Promise<void> {
  await widget(page).waitFor({ state: 'hidden', timeout: time });
}

/** Goes to the first line that has the text, with the arrow keys, and presses Enter. */
export async function chooseItem({ page }: StepContext, { text }: Shown): Promise<void> {
  const focused = widget(page).locator('.monaco-list-row.focused');
  const tried: string[] = [];
  const end = Date.now() + time;
  while (Date.now() < end) {
    const line = (await focused.count()) === 1 ? (await focused.innerText()).replace(/\s+/g, ' ') : '';
    if (line.includes(text)) return page.keyboard.press('Enter');
    tried.push(line);
    await page.keyboard.press('ArrowDown');
    await page.waitForTimeout(30);
  }
  throw new Error(`no line has "${text}"; there are ${[...new Set(tried)].join(' | ')}`);
}

/** Replaces what is in the input by a text, as a paste does. */
export async function paste({ page }: StepContext, { text }: { readonly text: string }): Promise<void> {
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(text);
}

/** Presses a button in the title of the quick input, by its name. */
export async function pressTitleButton({ page }: StepContext, { name }: { readonly name: string }): Promise<void> {
  await widget(page).getByRole('button', { name }).click({ timeout: time });
}

import type { Locator } from 'playwright-core';
import type { StepContext } from './step.ts';

// VS Code shows no toasts while its smoke test driver is on; the tests open the notification centre instead.

const time = 10_000;

function line({ page }: StepContext, text: string): Locator {
  return page.locator('.notifications-center .notification-list-item', { hasText: text }).first();
}

/** Waits until the notification centre, which must be open, shows the text; returns the whole notification. */
export async function notification(context: StepContext, { text }: { readonly text: string }): Promise<string> {
  const found = line(context, text);
  await found.waitFor({ timeout: time }).catch(async (error: Error) => {
    const shown = await context.page.locator('.notifications-center .notification-list-item').allInnerTexts();
    throw new Error(`no notification says "${text}"; there are ${JSON.stringify(shown)}`, { cause: error });
  });
  return (await found.innerText()).replace(/\s+/g, ' ');
}

/** Presses a button of a notification in the open notification centre. */
export async function pressNotification(
  context: StepContext,
  { text, button }: { readonly text: string; readonly button: string },
): Promise<void> {
  await line(context, text).hover({ timeout: time });
  await line(context, text).getByRole('button', { name: button, exact: true }).click({ timeout: time });
}

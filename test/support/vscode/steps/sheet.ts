import type { Frame, Locator } from 'playwright-core';
import { inPanel } from './panel.ts';
import type { StepContext } from './step.ts';

// The parameter sheet of the panel; for its fields it must be open.

/** A field, by the name that stands before it. */
export interface Labelled {
  readonly label: string;
}

function control(frame: Frame, label: string): Locator {
  return frame.locator('.sheet').getByLabel(label, { exact: true });
}

/** Opens the sheet unless it is open. */
export function openSheet(context: StepContext): Promise<void> {
  return inPanel(context, async (frame) => {
    const button = frame.locator('#parameters-button');
    if ((await button.getAttribute('aria-expanded', { timeout: 10_000 })) !== 'true') await button.click();
    await frame.locator('.sheet').waitFor({ timeout: 10_000 });
  });
}

/** Takes back what is set in the sheet, and closes it. */
export async function clearSheet(context: StepContext): Promise<void> {
  await openSheet(context);
  await inPanel(context, async (frame) => {
    const reset = frame.locator('.sheet').getByRole('button', { name: 'Reset' });
    if (await reset.isEnabled({ timeout: 10_000 })) await reset.click({ timeout: 10_000 });
    await frame.locator('#parameters-button[aria-label="Parameters"]').waitFor({ timeout: 10_000 });
    await frame.locator('.sheet').getByRole('button', { name: 'Close' }).click({ timeout: 10_000 });
  });
}

/** Types into a field, or chooses in it by the shown text. */
export function setField(context: StepContext, { label, value }: Labelled & { readonly value: string }): Promise<void> {
  return inPanel(context, async (frame) => {
    const field = control(frame, label);
    const tag = await field.evaluate((element) => element.tagName, undefined, { timeout: 10_000 });
    if (tag === 'SELECT') await field.selectOption({ label: value }, { timeout: 10_000 });
    else await field.fill(value, { timeout: 10_000 });
  });
}

/** What stands in a field: '' if nothing is set. */
export function fieldValue(context: StepContext, { label }: Labelled): Promise<string> {
  return inPanel(context, (frame) => control(frame, label).inputValue({ timeout: 10_000 }));
}

/** Waits until the button that opens the sheet says this of it. */
export function sheetSays(context: StepContext, { text }: { readonly text: string }): Promise<void> {
  return inPanel(context, async (frame) => {
    const button = frame.locator('#parameters-button');
    const waiting = frame.locator(`#parameters-button[aria-label="${text}"]`).waitFor({ timeout: 10_000 });
    await waiting.catch(async (error: Error) => {
      if (/detached/.test(error.message)) throw error;
      throw new Error(`the button says "${await button.getAttribute('aria-label')}", not "${text}"`, { cause: error });
    });
  });
}

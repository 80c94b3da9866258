import type { Frame, Locator } from 'playwright-core';
import { inPanel } from './panel.ts';
import type { StepContext } from './step.ts';

// The parameter sheet of the panel, which must be open.

/** A field, by the name that stands before it. */
export interface Labelled {
  readonly label: string;
}

function control(frame: Frame, label: string): Locator {
  return frame.locator('.sheet').getByLabel(label, { exact: true });
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

/** What the button that opens the sheet says of it. */
export function sheetSummary(context: StepContext): Promise<string> {
  return inPanel(
    context,
    async (frame) => (await frame.locator('#parameters-button').getAttribute('aria-label')) ?? '',
  );
}

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { StepContext } from './step.ts';

/** Presses a key or chord where the focus is, in Playwright's words: `Enter`, `Control+Shift+P`. */
export async function press({ page }: StepContext, { key }: { readonly key: string }): Promise<void> {
  await page.keyboard.press(key);
}

/** Types text where the focus is, key by key. */
export async function type({ page }: StepContext, { text }: { readonly text: string }): Promise<void> {
  await page.keyboard.type(text);
}

/** Writes a picture of the window; the path is relative to the repository. Returns the absolute path. */
export async function screenshot({ page, root }: StepContext, { file }: { readonly file: string }): Promise<string> {
  const absolute = path.resolve(root, file);
  mkdirSync(path.dirname(absolute), { recursive: true });
  await page.screenshot({ path: absolute });
  return absolute;
}

/** What the operating system would say about the user's display. `null` takes a value back. */
export interface Media {
  readonly colorScheme?: 'light' | 'dark' | null;
  readonly reducedMotion?: 'reduce' | 'no-preference' | null;
  readonly forcedColors?: 'active' | 'none' | null;
}

/** Emulates the display. */
export async function emulateMedia({ page }: StepContext, media: Media): Promise<void> {
  await page.emulateMedia(media);
}

/** Sets the size of the window, in CSS pixels. */
export async function resize(
  { page }: StepContext,
  size: { readonly width: number; readonly height: number },
): Promise<void> {
  await page.setViewportSize(size);
}

/** The text of every element of the window (not of webviews) that the selector matches, in document order. */
export async function texts(
  { page }: StepContext,
  { selector }: { readonly selector: string },
): Promise<readonly string[]> {
  return page.locator(selector).allInnerTexts();
}

/** Waits until an element of the window that the selector matches shows the text. */
export async function waitForText(
  { page }: StepContext,
  { selector, text }: { readonly selector: string; readonly text: string },
): Promise<void> {
  await page.locator(selector, { hasText: text }).first().waitFor({ timeout: 10_000 });
}

/** Waits until no element of the window that the selector matches is shown. */
export async function waitUntilGone({ page }: StepContext, { selector }: { readonly selector: string }): Promise<void> {
  await page.locator(selector).first().waitFor({ state: 'hidden', timeout: 10_000 });
}

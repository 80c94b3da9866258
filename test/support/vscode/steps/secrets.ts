import { findSecret, type Search, searchForSecret } from '../../canary.ts';
import type { StepContext } from './step.ts';

/** Where a secret was found: in files of the run, and in what the window and its webviews show. */
export interface SecretSearch extends Search {
  /** Frames whose page has the secret, by address. */
  readonly frames: readonly string[];
}

/** Searches user data, logs, home, workspace and the window's pages for a secret in any disguise. */
export async function findLeaks(
  { page, sandbox }: StepContext,
  { secret }: { readonly secret: string },
): Promise<SecretSearch> {
  const frames: string[] = [];
  for (const frame of page.frames()) {
    const content = await frame.content().catch(() => '');
    if (findSecret(secret, content)) frames.push(frame.url().slice(0, 100));
  }
  return { ...searchForSecret(secret, [sandbox.folder]), frames };
}

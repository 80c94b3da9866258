import type { Page } from 'playwright-core';
import type { Sandbox } from '../sandbox.ts';

/** What a step can reach: VS Code's window, and the folders of the run. */
export interface StepContext {
  readonly page: Page;
  readonly sandbox: Sandbox;
  /** The repository. */
  readonly root: string;
}

/**
 * Something a test does or looks up in the window. Runs outside VS Code, where Playwright is.
 * Arguments and result travel as JSON; what it throws is thrown in the test.
 */
export type Step<Arguments = never, Result = unknown> = (context: StepContext, args: Arguments) => Promise<Result>;

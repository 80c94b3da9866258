import * as webviewSteps from './webview.ts';
import * as windowSteps from './window.ts';

const { findWebviewFrame: _notAStep, ...webview } = webviewSteps;

/** Every step a test can ask for by name; a new file of steps is added here. */
export const steps = { ...webview, ...windowSteps };

/** The steps' names and types, for the tests' `ui()`. */
export type Steps = typeof steps;

import * as fileSteps from './files.ts';
import * as notificationSteps from './notifications.ts';
import * as panelSteps from './panel.ts';
import * as quickInputSteps from './quickInput.ts';
import * as secretSteps from './secrets.ts';
import * as sheetSteps from './sheet.ts';
import * as webviewSteps from './webview.ts';
import * as windowSteps from './window.ts';

const { findWebviewFrame: _notAStep, ...webview } = webviewSteps;
const { inPanel: _norThis, ...panel } = panelSteps;

/** Every step a test can ask for by name; a new file of steps is added here. */
export const steps = {
  ...webview,
  ...windowSteps,
  ...panel,
  ...sheetSteps,
  ...fileSteps,
  ...notificationSteps,
  ...quickInputSteps,
  ...secretSteps,
};

/** The steps' names and types, for the tests' `ui()`. */
export type Steps = typeof steps;

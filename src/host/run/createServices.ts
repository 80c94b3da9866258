import * as vscode from 'vscode';
import { catalog } from '../../core/models/catalog.ts';
import { readRunSettings } from '../../core/run/runSettings.ts';
import { systemClock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Registry } from '../models/registry.ts';
import { automaticModelsSetting, parametersSetting, presetSettings, runSettingsSetting } from '../settings.ts';
import { createStore } from '../store/store.ts';
import { askUser } from './questions.ts';
import { RunServices } from './runServices.ts';

/** The name under which calls of this workspace are kept: its folder or workspace file. */
function workspaceName(): string | undefined {
  const { workspaceFile, workspaceFolders } = vscode.workspace;
  return (workspaceFile ?? workspaceFolders?.[0]?.uri)?.toString();
}

/** Makes the pipeline's surroundings; called when something is asked for the first time. The store is the caller's to close. */
export function createServices(registry: Registry, log: Log, storage: vscode.Uri): RunServices {
  const store = createStore({
    folder: storage.fsPath,
    clock: systemClock,
    wall: () => Date.now(),
    random: () => Math.random(),
    problem: (sentence) => {
      log.warn(sentence);
      void vscode.window.showWarningMessage(sentence);
    },
    budget: () => readRunSettings(runSettingsSetting()).budget,
    ask: askUser,
    keyPrefixes: catalog.flatMap(({ keyPrefixes }) => keyPrefixes),
    secrets: () => [],
  });
  return new RunServices({
    registry,
    store,
    clock: systemClock,
    log,
    runSettings: runSettingsSetting,
    requestSettings: () => ({ parameters: parametersSetting(), preset: presetSettings() }),
    automaticModels: automaticModelsSetting,
    workspace: workspaceName,
  });
}

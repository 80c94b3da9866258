import * as vscode from 'vscode';
import { parseModelRef, shownModelName } from '../../core/models/modelRef.ts';
import { commands } from '../contributions.ts';
import { automaticWords } from './automaticWords.ts';

/** The one status bar item: the chat model; a click chooses another. */
export interface ModelStatus extends vscode.Disposable {
  show(ref: string): void;
}

function shownName(ref: string): string {
  return parseModelRef(ref) ? shownModelName(ref) : 'Parley';
}

function tooltip(ref: string): string {
  if (ref === '') return 'Parley: choose a model';
  const words = automaticWords(ref);
  return `Parley: ${ref}${words === '' ? '' : ` (${words})`}. Click to choose another model.`;
}

export function createModelStatus(): ModelStatus {
  const item = vscode.window.createStatusBarItem('parley.model', vscode.StatusBarAlignment.Right, 90);
  item.name = 'Parley Model';
  item.command = commands.chooseModel;
  return {
    show(ref) {
      item.text = `$(comment-discussion) ${shownName(ref)}`;
      item.tooltip = tooltip(ref);
      item.accessibilityInformation = {
        label: ref === '' ? 'Parley, no model chosen' : `Parley model ${ref}`,
        role: 'button',
      };
      item.show();
    },
    dispose: () => item.dispose(),
  };
}

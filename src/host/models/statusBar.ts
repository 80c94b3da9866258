import * as vscode from 'vscode';
import { parseModelRef } from '../../core/models/modelRef.ts';
import { commands } from '../contributions.ts';

/** The one status bar item: the chat model; a click chooses another. */
export interface ModelStatus extends vscode.Disposable {
  show(ref: string): void;
}

export function createModelStatus(): ModelStatus {
  const item = vscode.window.createStatusBarItem('parley.model', vscode.StatusBarAlignment.Right, 90);
  item.name = 'Parley Model';
  item.command = commands.chooseModel;
  return {
    show(ref) {
      const name = parseModelRef(ref)?.model ?? '';
      item.text = `$(comment-discussion) ${name === '' ? 'Parley' : name}`;
      item.tooltip = ref === '' ? 'Parley: choose a model' : `Parley: ${ref}. Click to choose another model.`;
      item.accessibilityInformation = {
        label: ref === '' ? 'Parley, no model chosen' : `Parley model ${ref}`,
        role: 'button',
      };
      item.show();
    },
    dispose: () => item.dispose(),
  };
}

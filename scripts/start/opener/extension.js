// Shows Parley's panel when the window is opened for the first time after a start, and the first time of all a file of the sample.
// VS Code itself forgets the panel over a start, for the extensions are installed anew.
import { statSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';

/** @param {vscode.ExtensionContext} context */
export async function activate(context) {
  const { extensionPath, workspaceState } = context;
  const installed = statSync(path.join(extensionPath, 'package.json')).mtimeMs;
  const before = workspaceState.get('opened');
  if (before === installed) return;
  await vscode.commands.executeCommand('parley.chat.focus');
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder && before === undefined) {
    const file = vscode.Uri.joinPath(folder.uri, 'src/search.ts');
    await vscode.window.showTextDocument(file, { preview: false, preserveFocus: true });
  }
  await workspaceState.update('opened', installed);
}

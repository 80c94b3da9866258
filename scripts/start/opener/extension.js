// Shows Parley's panel and a file of the sample the first time the window is opened; later the user's own layout counts.
import * as vscode from 'vscode';

/** @param {vscode.ExtensionContext} context */
export async function activate(context) {
  if (context.workspaceState.get('opened')) return;
  await vscode.commands.executeCommand('parley.chat.focus');
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder) {
    const file = vscode.Uri.joinPath(folder.uri, 'src/search.ts');
    await vscode.window.showTextDocument(file, { preview: false, preserveFocus: true });
  }
  await context.workspaceState.update('opened', true);
}

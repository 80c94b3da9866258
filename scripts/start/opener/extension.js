// Opens a file of the sample and Parley's panel the first time the window is shown; later the user's own layout counts.
import * as vscode from 'vscode';

/** @param {vscode.ExtensionContext} context */
export async function activate(context) {
  if (context.workspaceState.get('opened')) return;
  await context.workspaceState.update('opened', true);
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder)
    await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, 'src/search.ts'), { preview: false });
  await vscode.commands.executeCommand('parley.chat.focus');
}

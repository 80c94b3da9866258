import * as vscode from 'vscode';
import { refusalOf } from '../editor/inlineRefusal.ts';

/** Inserts code at the cursor of the active editor, in place of what is selected; one undo takes it back. */
export async function insertAtCursor(code: string): Promise<void> {
  const editor = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0];
  if (!editor) {
    void vscode.window.showInformationMessage('Open a file to insert the code into.');
    return;
  }
  const workspace = vscode.workspace.isTrusted ? 'trusted' : 'untrusted';
  const refusal = refusalOf({ editor: 'file', access: 'writable', workspace, selected: 0 }, 0);
  if (refusal !== undefined) {
    void vscode.window.showInformationMessage(refusal);
    return;
  }
  const done = await editor.edit((edit) => edit.replace(editor.selection, code));
  if (!done) void vscode.window.showWarningMessage('The editor did not take the code. Is the file read-only?');
  else
    await vscode.window.showTextDocument(editor.document, {
      viewColumn: editor.viewColumn ?? vscode.ViewColumn.Active,
    });
}

const schemes = new Set(['https:', 'http:', 'mailto:']);

/** Opens a link from an answer through VS Code, which shows the address and asks. Other schemes are refused. */
export async function openLink(url: string): Promise<void> {
  if (!URL.canParse(url) || !schemes.has(new URL(url).protocol)) {
    void vscode.window.showWarningMessage('Parley opens only web and mail links.');
    return;
  }
  await vscode.env.openExternal(vscode.Uri.parse(new URL(url).href, true));
}

import * as vscode from 'vscode';

/** Whether a file has a tab. A document may live on for a while after its last tab is closed. */
export function isInTab(uri: vscode.Uri): boolean {
  const address = uri.toString();
  return vscode.window.tabGroups.all.some(({ tabs }) =>
    tabs.some(({ input }) => {
      if (input instanceof vscode.TabInputText) return input.uri.toString() === address;
      return input instanceof vscode.TabInputTextDiff && input.modified.toString() === address;
    }),
  );
}

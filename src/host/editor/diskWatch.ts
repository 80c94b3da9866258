import * as vscode from 'vscode';
import type { Disposable } from '../../core/lifetime.ts';

/** What happened to a file that an editor has changed and not saved. */
export type DiskEvent = 'changed' | 'deleted';

/** Characters that mean something in a glob stand for themselves in brackets. */
function literal(name: string): string {
  return name.replace(/[[\]{}*?!]/g, (character) => `[${character}]`);
}

async function lastChange(uri: vscode.Uri): Promise<number | undefined> {
  try {
    return (await vscode.workspace.fs.stat(uri)).mtime;
  } catch {
    return undefined;
  }
}

/**
 * Tells when somebody else changes or deletes a document's file while the document has unsaved changes: VS Code then keeps the
 * document as it is and asks only when it is saved. (A document without changes is read again; that is a change event.)
 */
export function watchDisk(document: vscode.TextDocument, tell: (event: DiskEvent) => void): Disposable {
  const { uri } = document;
  if (uri.scheme === 'untitled') return { dispose() {} };
  const name = uri.path.split('/').at(-1) ?? '';
  const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), literal(name));
  const watcher = vscode.workspace.createFileSystemWatcher(pattern, true);
  let known = lastChange(uri);
  const remember = vscode.workspace.onDidSaveTextDocument((saved) => {
    if (saved === document) known = lastChange(uri);
  });
  watcher.onDidChange(async () => {
    const [before, now] = await Promise.all([known, lastChange(uri)]);
    if (document.isDirty && before !== now) tell('changed');
  });
  watcher.onDidDelete(() => tell('deleted'));
  return vscode.Disposable.from(watcher, remember);
}

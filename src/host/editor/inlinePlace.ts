import * as vscode from 'vscode';
import type { Span } from '../../core/code/generatedRanges.ts';
import { placementOf } from '../../core/code/placement.ts';
import { inlineMessages, selectionLimit } from '../../core/prompts/inlineTask.ts';
import { shownPath } from '../panel/contextItems.ts';
import { visibleEditor } from './documentWriter.ts';
import { type PlaceFacts, refusalOf } from './inlineRefusal.ts';
import type { Assignment } from './pendingDeps.ts';

/** Where code is to be generated, or the sentence that says why it can't be. */
export type PlaceReading =
  | { readonly type: 'place'; readonly editor: vscode.TextEditor }
  | { readonly type: 'refused'; readonly sentence: string };

/** Reads the active editor. */
export async function activePlace(): Promise<PlaceReading> {
  const editor = vscode.window.activeTextEditor;
  const facts: PlaceFacts = {
    editor: kindOf(editor),
    access: editor && (await isReadOnly(editor.document.uri)) ? 'readOnly' : 'writable',
    workspace: vscode.workspace.isTrusted ? 'trusted' : 'untrusted',
    selected: editor ? spanOf(editor).end - spanOf(editor).start : 0,
  };
  const sentence = refusalOf(facts, selectionLimit);
  if (sentence !== undefined || !editor) return { type: 'refused', sentence: sentence ?? '' };
  return { type: 'place', editor };
}

function kindOf(editor: vscode.TextEditor | undefined): PlaceFacts['editor'] {
  if (!editor) return 'none';
  if (editor.document.uri.scheme === 'vscode-notebook-cell') return 'notebookCell';
  if (vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff) return 'diff';
  // Output, comments, the debug console: editors without a place among the editors.
  return editor.viewColumn === undefined ? 'embedded' : 'file';
}

/** What the file system says; a rule of VS Code's own (`files.readonlyInclude`) shows only when an edit is refused. */
async function isReadOnly(uri: vscode.Uri): Promise<boolean> {
  if (uri.scheme === 'untitled') return false;
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== true) return true;
  try {
    const { permissions = 0 } = await vscode.workspace.fs.stat(uri);
    return (permissions & vscode.FilePermission.Readonly) !== 0;
  } catch {
    return false; // The file is not there (any more); its editor can still be written into.
  }
}

/** What is selected in an editor, as offsets. */
export function spanOf({ document, selection }: vscode.TextEditor): Span {
  return { start: document.offsetAt(selection.start), end: document.offsetAt(selection.end) };
}

/** The request for code in place of a span of a document, as it is now. */
export function assignmentFor(document: vscode.TextDocument, span: Span, instruction: string): Assignment {
  const text = document.getText();
  const { tabSize, insertSpaces } = visibleEditor(document)?.options ?? {};
  const style = {
    tabSize: typeof tabSize === 'number' ? tabSize : 4,
    insertSpaces: typeof insertSpaces === 'boolean' ? insertSpaces : true,
  };
  const placement = placementOf(text, span.start, span.end, style);
  const plain = (part: string) => part.replace(/\r\n/g, '\n');
  const messages = inlineMessages({
    instruction,
    path: shownPath(document.uri),
    languageId: document.languageId,
    before: plain(text.slice(0, placement.target.start)),
    selection: plain(text.slice(placement.target.start, placement.target.end)),
    after: plain(text.slice(placement.target.end)),
  });
  return { messages, placement };
}

/** "greeting.ts, line 3", "greeting.ts, lines 3–5" */
export function describePlace({ document, selection }: vscode.TextEditor): string {
  const name = document.uri.path.split('/').at(-1) ?? document.uri.path;
  const { start, end } = selection;
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return start.line === last ? `${name}, line ${start.line + 1}` : `${name}, lines ${start.line + 1}–${last + 1}`;
}

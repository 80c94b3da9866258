import * as vscode from 'vscode';
import type { Attachment } from '../../core/conversation/attachment.ts';
import { grouped } from '../../core/text/figures.ts';

/** The longest text one attachment may have, in UTF-16 units: about a quarter of a large model's window. */
export const attachmentLimit = 1_000_000;

/** An attachment, or the sentence that says why there is none. */
export type AttachmentReading =
  | { readonly type: 'attached'; readonly attachment: Attachment }
  | { readonly type: 'refused'; readonly sentence: string };

/** The path people know a document by: relative to the workspace, with the folder's name where there are several. */
export function shownPath(uri: vscode.Uri): string {
  return vscode.workspace.asRelativePath(uri, (vscode.workspace.workspaceFolders?.length ?? 0) > 1);
}

function read(document: vscode.TextDocument, id: string, range: vscode.Range | undefined): AttachmentReading {
  const text = document.getText(range);
  const path = shownPath(document.uri);
  if (text.length > attachmentLimit) {
    const sentence = `${path} is too large to attach (${grouped(text.length)} characters, at most ${grouped(attachmentLimit)}).`;
    return { type: 'refused', sentence };
  }
  const base = { id, path, uri: document.uri.toString(), languageId: document.languageId, text };
  if (!range) return { type: 'attached', attachment: base };
  return {
    type: 'attached',
    attachment: { ...base, lines: { first: range.start.line + 1, last: lastLine(range) + 1 } },
  };
}

/** A selection that ends at the start of a line does not include that line. */
function lastLine(range: vscode.Range): number {
  return range.end.character === 0 && range.end.line > range.start.line ? range.end.line - 1 : range.end.line;
}

/** The whole document of an editor. */
export function documentAttachment(editor: vscode.TextEditor, id: string): AttachmentReading {
  return read(editor.document, id, undefined);
}

/** What is selected in an editor. */
export function selectionAttachment(editor: vscode.TextEditor, id: string): AttachmentReading {
  if (editor.selection.isEmpty)
    return { type: 'refused', sentence: 'Nothing is selected. Select the code to explain first.' };
  return read(editor.document, id, editor.selection);
}

/** Opens the file an attachment came from and shows its lines. */
export async function openAttachment(attachment: Attachment): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(attachment.uri, true));
  const { lines } = attachment;
  const last = Math.min(lines?.last ?? 1, document.lineCount) - 1;
  const selection = lines
    ? new vscode.Range(Math.min(lines.first, document.lineCount) - 1, 0, last, document.lineAt(last).text.length)
    : undefined;
  await vscode.window.showTextDocument(document, selection ? { selection } : {});
}

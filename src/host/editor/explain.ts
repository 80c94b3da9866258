import * as vscode from 'vscode';
import type { Attachment } from '../../core/conversation/attachment.ts';
import { explainPrompt } from '../../core/prompts/explain.ts';
import { selectionAttachment } from '../panel/contextItems.ts';

/** What explaining needs: a place where the answer is shown. */
export interface ExplainDeps {
  readonly newId: () => string;
  readonly ask: (text: string, attachments: readonly Attachment[]) => Promise<void>;
  readonly showPanel: () => Thenable<unknown>;
}

/** Explains what is selected in the active editor; the answer streams in the panel. */
export async function explainSelection(deps: ExplainDeps): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) {
    void vscode.window.showInformationMessage('Open a file and select the code to explain first.');
    return;
  }
  const reading = selectionAttachment(editor, deps.newId());
  if (reading.type === 'refused') {
    void vscode.window.showInformationMessage(reading.sentence);
    return;
  }
  await deps.showPanel();
  await deps.ask(explainPrompt(reading.attachment), [reading.attachment]);
}

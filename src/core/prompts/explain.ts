import type { Attachment } from '../conversation/attachment.ts';

/** What is asked about a selection. It is shown in the panel as it is sent; language, path and lines go along with the attachment. */
export function explainPrompt(selection: Pick<Attachment, 'languageId'>): string {
  const language = selection.languageId === 'plaintext' ? '' : `${selection.languageId} `;
  return `Explain the selected ${language}code: what it does, how it works step by step, and anything surprising or risky in it.`;
}

/** A range of lines, both ends included, counted from 1. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** A piece of a file as it was when the user attached it. */
export interface Attachment {
  readonly id: string;
  /** Relative to the workspace, or the file's name. */
  readonly path: string;
  /** Where the editor finds it again. */
  readonly uri: string;
  /** VS Code's language id. */
  readonly languageId: string;
  /** Absent for a whole file. */
  readonly lines?: LineRange;
  readonly text: string;
}

/** "src/loop.ts 12–20" */
export function attachmentLabel(attachment: Pick<Attachment, 'path' | 'lines'>): string {
  const { path, lines } = attachment;
  if (!lines) return path;
  return lines.first === lines.last ? `${path} ${lines.first}` : `${path} ${lines.first}–${lines.last}`;
}

/** A fence that no run of backticks inside the text can close. */
function fenceFor(text: string): string {
  const longest = (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  return '`'.repeat(longest + 1);
}

/** The attachment as the model reads it: path, language and lines, then the text in a fence. */
export function attachmentText(attachment: Attachment): string {
  const { path, lines, languageId, text } = attachment;
  const fence = fenceFor(text);
  const where = lines ? `, lines ${lines.first} to ${lines.last}` : '';
  const end = text.endsWith('\n') ? '' : '\n';
  return `File ${path} (${languageId}${where}):\n${fence}${languageId}\n${text}${end}${fence}`;
}

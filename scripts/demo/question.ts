/** A file, or a part of one, as Parley puts it in front of a question. */
export interface QuotedFile {
  readonly path: string;
  /** VS Code's language id, '' if none was given. */
  readonly language: string;
  readonly scope: 'whole' | 'part';
  /** Number of the first line that is quoted, from 1. */
  readonly firstLine: number;
  readonly text: string;
}

/** A code task: text to put at the cursor or in place of the selection. */
export interface InlineTask {
  readonly instruction: string;
  readonly language: string;
  /** What is to be rewritten; '' to write something new. */
  readonly selection: string;
  /** Whether the code stands on lines of its own, or other text stands on its first or last line. */
  readonly place: 'lines' | 'withinLine';
  /** White space before the place on its line. */
  readonly indent: string;
}

/** What the demo provider makes of a request. */
export type Question =
  | { readonly type: 'code'; readonly task: InlineTask }
  | { readonly type: 'aboutFiles'; readonly text: string; readonly files: readonly QuotedFile[] }
  | { readonly type: 'general'; readonly text: string };

import { grouped } from '../../core/text/figures.ts';

/** What decides whether code can be generated into an editor. */
export interface PlaceFacts {
  readonly editor: 'none' | 'file' | 'notebookCell' | 'diff' | 'embedded';
  readonly access: 'writable' | 'readOnly';
  readonly workspace: 'trusted' | 'untrusted';
  /** UTF-16 units that are selected. */
  readonly selected: number;
}

/** The sentence that says why no code can be generated there; undefined if it can. */
export function refusalOf(facts: PlaceFacts, selectionLimit: number): string | undefined {
  if (facts.workspace === 'untrusted') {
    return "This workspace is not trusted, so Parley doesn't change its files. Trust the workspace first.";
  }
  switch (facts.editor) {
    case 'none':
      return 'Open a file and put the cursor where the code is to go.';
    case 'notebookCell':
      return "Parley can't generate code into notebook cells yet.";
    case 'diff':
      return "Parley can't generate code into a diff view. Open the file itself.";
    case 'embedded':
      return 'Parley generates code into files only. Open the file in an editor of its own.';
    case 'file':
      break;
  }
  if (facts.access === 'readOnly') return 'This file is read-only, so no code can be generated into it.';
  if (facts.selected <= selectionLimit) return undefined;
  const limit = grouped(selectionLimit);
  return `The selection is too long to be rewritten (${grouped(facts.selected)} characters, at most ${limit}). Select less.`;
}

import * as vscode from 'vscode';
import { extentOf, type Generation, type Span } from '../../core/code/generatedRanges.ts';
import type { Disposable } from '../../core/lifetime.ts';

/** What of a document is to be marked. */
export interface Marked {
  readonly document: vscode.TextDocument;
  readonly generation: Generation;
  readonly phase: 'streaming' | 'waiting';
}

/** Draws what is going to be replaced, what is generated and not yet accepted, and a word where more is coming. */
export class PendingMarks implements Disposable {
  readonly #lines = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('diffEditor.insertedLineBackground'),
    borderColor: new vscode.ThemeColor('editorGutter.addedBackground'),
    borderStyle: 'solid',
    borderWidth: '0 0 0 2px',
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.addedForeground'),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  readonly #replaced = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('editor.inactiveSelectionBackground'),
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  readonly #more = vscode.window.createTextEditorDecorationType({
    after: {
      contentText: 'generating…',
      color: new vscode.ThemeColor('editorCodeLens.foreground'),
      fontStyle: 'italic',
      margin: '0 0 0 1.5em',
    },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });

  /** Draws into every editor that shows the document; for `undefined` takes the marks away. */
  draw(document: vscode.TextDocument, marked: Marked | undefined): void {
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document !== document) continue;
      editor.setDecorations(this.#lines, marked ? rangesOf(document, marked.generation.generated) : []);
      editor.setDecorations(this.#replaced, marked ? rangesOf(document, marked.generation.target) : []);
      editor.setDecorations(this.#more, marked?.phase === 'streaming' ? [whereMoreComes(marked)] : []);
    }
  }

  dispose(): void {
    this.#lines.dispose();
    this.#replaced.dispose();
    this.#more.dispose();
  }
}

function rangesOf(document: vscode.TextDocument, spans: readonly Span[]): vscode.Range[] {
  return spans.map(({ start, end }) => new vscode.Range(document.positionAt(start), document.positionAt(end)));
}

function whereMoreComes({ document, generation }: Marked): vscode.Range {
  const { target, insertion } = generation;
  const line = document.lineAt(document.positionAt(target.length > 0 ? extentOf(generation).end : insertion));
  return new vscode.Range(line.range.end, line.range.end);
}

import * as vscode from 'vscode';
import {
  afterForeign,
  afterLineBreaks,
  afterStep,
  type Change,
  type Generation,
  type LineBreak,
  type Step,
} from '../../core/code/generatedRanges.ts';

/** How a change stands in the undo history: joined with the generation's earlier ones, or as a step of its own. */
export type UndoStep = 'joined' | 'own';

/** `refused`: the document is closed or can't be changed. */
export type Written = 'written' | 'nothing' | 'refused';

/** VS Code refuses an edit while the document changes under it; the user can't type this many times in a row in between. */
const mostTries = 50;

function sameChange(own: Change, change: Change): boolean {
  return own.offset === change.offset && own.length === change.length && own.text === change.text;
}

/**
 * Writes a generation's steps into its document, one at a time, and keeps track of where it stands. Every change of the
 * document must be passed to `changed`: that is how its own changes are told from everybody else's.
 */
export class DocumentWriter {
  readonly #document: vscode.TextDocument;
  #generation: Generation;
  /** The step VS Code is making now; `done` once its change event came. */
  #flight: { readonly step: Step; done: boolean } | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  /** Whether the next joined step needs an undo stop before it: the first one, and one after somebody else's change. */
  #undoStop = true;
  #lineBreak: LineBreak;

  constructor(document: vscode.TextDocument, generation: Generation) {
    this.#document = document;
    this.#generation = generation;
    this.#lineBreak = lineBreakOf(document);
  }

  get generation(): Generation {
    return this.#generation;
  }

  /** Forgets what was generated and tracks another generation. */
  restart(generation: Generation): void {
    this.#generation = generation;
  }

  /** The line break the document uses: what is written must use it too, so that offsets are right. */
  get lineBreak(): LineBreak {
    return this.#lineBreak;
  }

  /**
   * Makes the step that `plan` gives when all earlier ones are made. `plan` is asked again when the document changed meanwhile;
   * what it returns `undefined` for is not done.
   */
  write(plan: (generation: Generation) => Step | undefined, undo: UndoStep): Promise<Written> {
    const turn = this.#queue.then(() => this.#write(plan, undo));
    // Whoever asked for this step hears of its failure; the next step waits only for its end.
    this.#queue = turn.catch(() => {});
    return turn;
  }

  async #write(plan: (generation: Generation) => Step | undefined, undo: UndoStep): Promise<Written> {
    for (let left = mostTries; left > 0 && !this.#document.isClosed; left -= 1) {
      const step = plan(this.#generation);
      if (!step) return 'nothing';
      if (step.changes.length === 0) {
        this.#generation = step.after;
        return 'nothing';
      }
      const flight = { step, done: false };
      this.#flight = flight;
      const accepted = await this.#apply(step.changes, undo).finally(() => {
        this.#flight = undefined;
      });
      if (flight.done) {
        this.#undoStop = undo === 'own';
        return 'written';
      }
      // VS Code makes no change and still says yes where the editor is read-only.
      if (accepted) return 'refused';
    }
    return 'refused';
  }

  async #apply(changes: readonly Change[], undo: UndoStep): Promise<boolean> {
    const editor = visibleEditor(this.#document);
    if (!editor) return this.#applyUnseen(changes);
    const stops = { undoStopBefore: undo === 'own' || this.#undoStop, undoStopAfter: undo === 'own' };
    try {
      return await editor.edit((builder) => {
        for (const change of changes) {
          if (change.length === 0) builder.insert(this.#document.positionAt(change.offset), change.text);
          else builder.replace(this.#rangeOf(change), change.text);
        }
      }, stops);
    } catch {
      return this.#applyUnseen(changes); // The editor was closed in this moment.
    }
  }

  /** Without an editor there is only the workspace edit; each is an undo step of its own. */
  async #applyUnseen(changes: readonly Change[]): Promise<boolean> {
    const edit = new vscode.WorkspaceEdit();
    for (const change of changes) edit.replace(this.#document.uri, this.#rangeOf(change), change.text);
    return vscode.workspace.applyEdit(edit);
  }

  #rangeOf({ offset, length }: Change): vscode.Range {
    return new vscode.Range(this.#document.positionAt(offset), this.#document.positionAt(offset + length));
  }

  /** Follows a change of the document. Tells whose it was. */
  changed(event: vscode.TextDocumentChangeEvent): 'own' | 'foreign' {
    const lineBreak = lineBreakOf(this.#document);
    if (lineBreak !== this.#lineBreak) {
      this.#lineBreak = lineBreak;
      this.#generation = afterLineBreaks(this.#generation, this.#document.getText(), lineBreak);
      return 'foreign';
    }
    const changes = event.contentChanges.map(({ rangeOffset: offset, rangeLength: length, text }) => ({
      offset,
      length,
      text,
    }));
    const step = this.#flight?.done === false ? this.#flight.step : undefined;
    if (this.#flight && step?.changes.every((own) => changes.some((change) => sameChange(own, change)))) {
      this.#flight.done = true;
      const others = changes.filter((change) => !step.changes.some((own) => sameChange(own, change)));
      this.#generation = afterStep(step, others);
      return others.length === 0 ? 'own' : 'foreign';
    }
    this.#generation = afterForeign(this.#generation, changes);
    this.#undoStop = true;
    return 'foreign';
  }
}

function lineBreakOf(document: vscode.TextDocument): LineBreak {
  return document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
}

/** The editor that shows a document, the active one first. */
export function visibleEditor(document: vscode.TextDocument): vscode.TextEditor | undefined {
  const active = vscode.window.activeTextEditor;
  if (active?.document === document) return active;
  return vscode.window.visibleTextEditors.find((editor) => editor.document === document);
}

import * as vscode from 'vscode';
import { extentOf, type Span } from '../../core/code/generatedRanges.ts';
import type { Disposable } from '../../core/lifetime.ts';
import { contextKeys } from '../contributions.ts';
import { type DiskEvent, watchDisk } from './diskWatch.ts';
import { visibleEditor } from './documentWriter.ts';
import type { InlineEditDeps } from './inlineEdit.ts';
import { activePlace, assignmentFor, describePlace, spanOf } from './inlinePlace.ts';
import { InstructionBox } from './instruction.ts';
import type { PendingEvents } from './pendingDeps.ts';
import { PendingEdit } from './pendingEdit.ts';
import { PendingLenses } from './pendingLenses.ts';
import { type PendingSet, PendingSurroundings } from './pendingSurroundings.ts';

/** One generation, with what is to be undone when it is settled. */
interface Entry {
  readonly edit: PendingEdit;
  readonly watch: Disposable;
}

const keys = process.platform === 'darwin' ? { accept: '⌘↩', reject: 'Esc' } : { accept: 'Ctrl+Enter', reject: 'Esc' };

/** The generations that stream or wait for a decision, at most one a document. */
export class InlineEdits implements PendingSet, Disposable {
  readonly #deps: InlineEditDeps;
  readonly #entries = new Map<vscode.TextDocument, Entry>();
  readonly #box = new InstructionBox();
  /** Stays registered when nothing is pending: VS Code goes on showing the last lenses of a provider that is gone. */
  readonly #lenses = new PendingLenses((document) => this.#lensSubject(document), keys);
  #surroundings: PendingSurroundings | undefined;
  #contextKey = false;

  constructor(deps: InlineEditDeps) {
    this.#deps = deps;
  }

  /** Generates code into the active editor; asks for the instruction if none is given. */
  async generate(given: string | undefined): Promise<void> {
    const place = await activePlace();
    if (place.type === 'refused') return this.#say(place.sentence);
    const { document } = place.editor;
    if (!(await this.#isFree(document))) return;
    const task = place.editor.selection.isEmpty ? 'write' : 'rewrite';
    const instruction = given ?? (await this.#box.ask(describePlace(place.editor), task));
    if (instruction === undefined || document.isClosed || this.#entries.has(document)) return;
    await this.#begin(place.editor, instruction);
  }

  async accept(uri: string | undefined): Promise<void> {
    await this.#find(uri)?.accept();
  }

  async reject(uri: string | undefined): Promise<void> {
    await this.#find(uri)?.reject();
  }

  edits(): readonly PendingEdit[] {
    return [...this.#entries.values()].map(({ edit }) => edit);
  }

  editOf(document: vscode.TextDocument): PendingEdit | undefined {
    return this.#entries.get(document)?.edit;
  }

  async stop(uri: string | undefined): Promise<void> {
    await this.#find(uri)?.stop();
  }

  async retry(uri: string | undefined): Promise<void> {
    const edit = this.#find(uri);
    if (edit) await this.#showProgress(edit, () => edit.retry());
  }

  activeEditorChanged(): void {
    this.#updateContextKey();
  }

  dispose(): void {
    for (const edit of this.edits()) edit.abandon();
    this.#lenses.dispose();
  }

  #lensSubject(document: vscode.TextDocument) {
    const edit = this.editOf(document);
    return edit && { state: edit.state, offset: extentOf(edit.generation).start };
  }

  #find(uri: string | undefined): PendingEdit | undefined {
    const active = vscode.window.activeTextEditor?.document;
    for (const [document, { edit }] of this.#entries) {
      if (uri === undefined ? document === active : document.uri.toString() === uri) return edit;
    }
    return undefined;
  }

  /** Whether nothing is pending in the document (any more): the user is asked to decide about what is. */
  async #isFree(document: vscode.TextDocument): Promise<boolean> {
    const edit = this.#entries.get(document)?.edit;
    if (!edit) return true;
    const name = document.uri.path.split('/').at(-1);
    const sentence =
      edit.state.type === 'offered'
        ? `${name} has received code that is not inserted yet.`
        : `${name} has generated code that is not accepted yet.`;
    const [accept, reject] = edit.state.type === 'offered' ? ['Insert', 'Discard'] : ['Accept', 'Reject'];
    const choice = await vscode.window.showWarningMessage(`${sentence} Decide about it first.`, accept, reject);
    if (choice === accept) await edit.accept();
    if (choice === reject) await edit.reject();
    return false;
  }

  async #begin(editor: vscode.TextEditor, instruction: string): Promise<void> {
    const { document } = editor;
    this.#box.remember(instruction);
    // A preview editor would be closed when the user looks at another file meanwhile.
    await vscode.commands.executeCommand('workbench.action.keepEditor');
    const { placement } = assignmentFor(document, spanOf(editor), instruction);
    const edit: PendingEdit = new PendingEdit(document, placement, {
      run: this.#deps.run,
      clock: this.#deps.clock,
      events: this.#eventsOf(() => edit, instruction),
      assign: (span) => assignmentFor(document, span, instruction),
    });
    const { end } = rangeOf(document, placement.target);
    // A selection would keep Escape to itself and be extended over the code; marks show what is replaced.
    editor.selection = new vscode.Selection(end, end);
    this.#surroundings ??= new PendingSurroundings(this);
    this.#entries.set(document, { edit, watch: watchDisk(document, (event) => void this.#onDisk(edit, event)) });
    await this.#showProgress(edit, () => edit.stream());
  }

  #eventsOf(edit: () => PendingEdit, instruction: string): PendingEvents {
    const retry = () => void this.#again(edit(), instruction);
    return {
      stateChanged: () => this.#stateChanged(edit()),
      moved: () => this.#surroundings?.draw(edit()),
      say: (sentence) => this.#say(sentence),
      failed: (error) => this.#deps.showFailure(error, { retry, edit: () => void this.#rephrase(edit(), instruction) }),
      answeredWithoutCode: (text) => void this.#sayNoCode(text, retry),
    };
  }

  async #sayNoCode(text: string, retry: () => void): Promise<void> {
    const shown = text.length > 300 ? `${text.slice(0, 299)}…` : text;
    const sentence = text === '' ? 'The model returned no code.' : `The model returned no code. It says: “${shown}”`;
    if ((await vscode.window.showWarningMessage(sentence, 'Try Again')) === 'Try Again') retry();
  }

  async #again(edit: PendingEdit, instruction: string): Promise<void> {
    if (edit.state.type !== 'settled') await this.#showProgress(edit, () => edit.retry());
    else if (await broughtToFront(edit.document)) await this.generate(instruction);
  }

  /** Takes out what is pending and asks for the instruction again. */
  async #rephrase(edit: PendingEdit, instruction: string): Promise<void> {
    await edit.reject();
    this.#box.prepare(instruction);
    if (await broughtToFront(edit.document)) await this.generate(undefined);
  }

  #showProgress(edit: PendingEdit, task: () => Promise<void>): Thenable<void> {
    const title = `Parley: Generating in ${edit.document.uri.path.split('/').at(-1)}`;
    return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, task);
  }

  async #onDisk(edit: PendingEdit, event: DiskEvent): Promise<void> {
    const name = edit.document.uri.path.split('/').at(-1);
    await edit.halt(event === 'deleted' ? '' : `${name} was changed on disk, so the generation was stopped.`);
  }

  #stateChanged(edit: PendingEdit): void {
    this.#surroundings?.draw(edit);
    if (edit.state.type === 'settled') {
      this.#entries.get(edit.document)?.watch.dispose();
      this.#entries.delete(edit.document);
      selectOriginal(edit);
    }
    this.#lenses.refresh();
    this.#updateContextKey();
    if (this.#entries.size > 0) return;
    this.#surroundings?.dispose();
    this.#surroundings = undefined;
  }

  #updateContextKey(): void {
    const document = vscode.window.activeTextEditor?.document;
    const isPending = document !== undefined && this.#entries.has(document);
    if (isPending === this.#contextKey) return;
    this.#contextKey = isPending;
    void vscode.commands.executeCommand('setContext', contextKeys.inlinePending, isPending);
  }

  #say(sentence: string): void {
    void vscode.window.showInformationMessage(sentence);
  }
}

function rangeOf(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

/** Where the original stands (again), it is selected as before, unless the user has gone elsewhere. */
function selectOriginal({ document, generation }: PendingEdit): void {
  const editor = visibleEditor(document);
  if (!editor?.selection.isEmpty || generation.target.length === 0) return;
  const { start, end } = rangeOf(document, extentOf(generation));
  if (new vscode.Range(start, end).contains(editor.selection)) editor.selection = new vscode.Selection(start, end);
}

/** Brings a document to the front, for the user may be elsewhere by now; false if it is closed. */
async function broughtToFront(document: vscode.TextDocument): Promise<boolean> {
  if (document.isClosed) return false;
  await vscode.window.showTextDocument(document);
  return true;
}

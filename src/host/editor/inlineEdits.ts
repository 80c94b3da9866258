import * as vscode from 'vscode';
import { extentOf } from '../../core/code/generatedRanges.ts';
import { type Disposable, Disposables } from '../../core/lifetime.ts';
import { contextKeys } from '../contributions.ts';
import { type DiskEvent, watchDisk } from './diskWatch.ts';
import type { InlineEditDeps } from './inlineEdit.ts';
import { activePlace, assignmentFor, describePlace, spanOf } from './inlinePlace.ts';
import { InstructionBox } from './instruction.ts';
import { PendingEdit, type PendingEvents } from './pendingEdit.ts';
import { lensCommands, PendingLenses } from './pendingLenses.ts';
import { PendingMarks } from './pendingMarks.ts';

/** One generation, with what is to be undone when it is settled. */
interface Entry {
  readonly edit: PendingEdit;
  readonly watch: Disposable;
}

/** What is there only while something is pending. */
interface Surroundings extends Disposable {
  readonly marks: PendingMarks;
  readonly lenses: PendingLenses;
}

const keys = process.platform === 'darwin' ? { accept: '⌘↩', reject: 'Esc' } : { accept: 'Ctrl+Enter', reject: 'Esc' };

/** The generations that stream or wait for a decision, at most one a document. */
export class InlineEdits implements Disposable {
  readonly #deps: InlineEditDeps;
  readonly #entries = new Map<vscode.TextDocument, Entry>();
  readonly #box = new InstructionBox();
  #surroundings: Surroundings | undefined;
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

  dispose(): void {
    for (const { edit } of this.#entries.values()) edit.abandon();
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
    const { placement } = assignmentFor(document, spanOf(editor), instruction);
    const edit: PendingEdit = new PendingEdit(document, placement, {
      run: this.#deps.run,
      clock: this.#deps.clock,
      events: this.#eventsOf(() => edit, instruction),
      assign: (span) => assignmentFor(document, span, instruction),
    });
    this.#surroundings ??= this.#surround();
    this.#entries.set(document, { edit, watch: watchDisk(document, (event) => void this.#onDisk(edit, event)) });
    await this.#showProgress(edit, () => edit.stream());
  }

  #eventsOf(edit: () => PendingEdit, instruction: string): PendingEvents {
    const retry = () => void this.#again(edit(), instruction);
    return {
      stateChanged: () => this.#stateChanged(edit()),
      moved: () => this.#draw(edit()),
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
    if (edit.state.type === 'settled') await this.generate(instruction);
    else await this.#showProgress(edit, () => edit.retry());
  }

  /** Takes out what is pending and asks for the instruction again. */
  async #rephrase(edit: PendingEdit, instruction: string): Promise<void> {
    await edit.reject();
    this.#box.prepare(instruction);
    await this.generate(undefined);
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
    this.#draw(edit);
    if (edit.state.type === 'settled') {
      this.#entries.get(edit.document)?.watch.dispose();
      this.#entries.delete(edit.document);
    }
    this.#surroundings?.lenses.refresh();
    this.#updateContextKey();
    if (this.#entries.size > 0) return;
    this.#surroundings?.dispose();
    this.#surroundings = undefined;
  }

  #draw({ document, generation, state }: PendingEdit): void {
    const phase = state.type === 'streaming' ? 'streaming' : 'waiting';
    const isMarked = state.type === 'streaming' || state.type === 'pending';
    this.#surroundings?.marks.draw(document, isMarked ? { document, generation, phase } : undefined);
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

  /** Everything that has to listen while something is pending. */
  #surround(): Surroundings {
    const all = new Disposables();
    const editOf = (document: vscode.TextDocument) => this.#entries.get(document)?.edit;
    const lenses = new PendingLenses((document) => {
      const edit = editOf(document);
      return edit && { state: edit.state, offset: extentOf(edit.generation).start };
    }, keys);
    const marks = new PendingMarks();
    const onEditors = () => {
      for (const { edit } of this.#entries.values()) {
        edit.shown();
        this.#draw(edit);
      }
    };
    for (const one of [
      lenses,
      marks,
      vscode.workspace.onDidChangeTextDocument((event) => editOf(event.document)?.changed(event)),
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (document.isClosed) editOf(document)?.abandon();
      }),
      vscode.workspace.onWillSaveTextDocument((event) => {
        const edit = editOf(event.document);
        if (edit) event.waitUntil(edit.withdraw('saved'));
      }),
      vscode.workspace.onWillRenameFiles((event) => {
        const moved = [...this.#entries.values()].filter(({ edit }) =>
          event.files.some(({ oldUri }) => isWithin(edit.document.uri, oldUri)),
        );
        if (moved.length > 0) event.waitUntil(Promise.all(moved.map(({ edit }) => edit.withdraw('saved'))));
      }),
      vscode.window.onDidChangeVisibleTextEditors(onEditors),
      vscode.window.onDidChangeActiveTextEditor(() => this.#updateContextKey()),
      vscode.commands.registerCommand(lensCommands.stop, (uri: unknown) => this.#find(uriOf(uri))?.stop()),
      vscode.commands.registerCommand(lensCommands.retry, (uri: unknown) => {
        const edit = this.#find(uriOf(uri));
        return edit && this.#showProgress(edit, () => edit.retry());
      }),
    ]) {
      all.add(one);
    }
    return { lenses, marks, dispose: () => all.dispose() };
  }
}

/** The document a lens is about; undefined for the active one. */
export function uriOf(argument: unknown): string | undefined {
  return typeof argument === 'string' ? argument : undefined;
}

function isWithin(uri: vscode.Uri, folder: vscode.Uri): boolean {
  const [inner, outer] = [uri.toString(), folder.toString()];
  return inner === outer || inner.startsWith(`${outer}/`);
}

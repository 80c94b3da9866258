import * as vscode from 'vscode';
import { type Disposable, Disposables } from '../../core/lifetime.ts';
import type { PendingEdit } from './pendingEdit.ts';
import { lensCommands } from './pendingLenses.ts';
import { PendingMarks } from './pendingMarks.ts';
import { isInTab } from './tabs.ts';

/** The generations of this window, and what their lenses do. An address stands for a document; without one, the active editor's. */
export interface PendingSet {
  edits(): readonly PendingEdit[];
  editOf(document: vscode.TextDocument): PendingEdit | undefined;
  stop(uri: string | undefined): Promise<void>;
  retry(uri: string | undefined): Promise<void>;
  activeEditorChanged(): void;
}

/** Marks, lenses and listeners: what is there only while something is pending. */
export class PendingSurroundings implements Disposable {
  readonly #all = new Disposables();
  readonly #set: PendingSet;
  readonly #marks = this.#all.add(new PendingMarks());

  constructor(set: PendingSet) {
    this.#set = set;
    this.#listenToDocuments();
    this.#listenToWindow();
  }

  /** Marks what a generation has written and not yet settled. */
  draw({ document, generation, state }: PendingEdit): void {
    const phase = state.type === 'streaming' ? 'streaming' : 'waiting';
    const isMarked = state.type === 'streaming' || state.type === 'pending';
    this.#marks.draw(document, isMarked ? { document, generation, phase } : undefined);
  }

  dispose(): void {
    this.#all.dispose();
  }

  #listenToDocuments(): void {
    const { workspace } = vscode;
    this.#all.add(workspace.onDidChangeTextDocument((event) => this.#set.editOf(event.document)?.changed(event)));
    this.#all.add(
      workspace.onDidCloseTextDocument((document) => {
        // A new language closes a document too, and opens it again.
        if (document.isClosed) this.#set.editOf(document)?.abandon();
      }),
    );
    this.#all.add(
      workspace.onWillSaveTextDocument((event) => {
        const edit = this.#set.editOf(event.document);
        if (edit) event.waitUntil(edit.withdraw('saved'));
      }),
    );
    this.#all.add(
      workspace.onWillRenameFiles((event) => {
        const moved = this.#set
          .edits()
          .filter(({ document }) => event.files.some(({ oldUri }) => isWithin(document.uri, oldUri)));
        if (moved.length > 0) event.waitUntil(Promise.all(moved.map((edit) => edit.withdraw('saved'))));
      }),
    );
  }

  #listenToWindow(): void {
    const { window, commands } = vscode;
    this.#all.add(window.onDidChangeActiveTextEditor(() => this.#set.activeEditorChanged()));
    this.#all.add(
      window.tabGroups.onDidChangeTabs(({ closed }) => {
        if (closed.length === 0) return;
        // VS Code may keep a document for a while after its last tab is closed.
        for (const edit of this.#set.edits()) if (!isInTab(edit.document.uri)) edit.abandon();
      }),
    );
    this.#all.add(
      window.onDidChangeVisibleTextEditors(() => {
        for (const edit of this.#set.edits()) {
          edit.shown();
          this.draw(edit);
        }
      }),
    );
    this.#all.add(commands.registerCommand(lensCommands.stop, (uri: unknown) => this.#set.stop(addressOf(uri))));
    this.#all.add(commands.registerCommand(lensCommands.retry, (uri: unknown) => this.#set.retry(addressOf(uri))));
  }
}

function addressOf(argument: unknown): string | undefined {
  return typeof argument === 'string' ? argument : undefined;
}

function isWithin(uri: vscode.Uri, folder: vscode.Uri): boolean {
  const [inner, outer] = [uri.toString(), folder.toString()];
  return inner === outer || inner.startsWith(`${outer}/`);
}

import * as vscode from 'vscode';
import { choicesOf, type KeyNames, type PendingAction, type PendingState } from '../../core/code/pendingState.ts';
import type { Disposable } from '../../core/lifetime.ts';
import { commands } from '../contributions.ts';

/** What the lenses of a document are about. */
export interface LensSubject {
  readonly state: PendingState;
  /** Offset of the first character the generation is about. */
  readonly offset: number;
}

/** Commands that only the lenses run; they are in no menu. */
export const lensCommands = { stop: 'parley.inline.stop', retry: 'parley.inline.retry' } as const;

const commandOf: Readonly<Record<PendingAction, string>> = {
  accept: commands.acceptInline,
  reject: commands.rejectInline,
  stop: lensCommands.stop,
  retry: lensCommands.retry,
};

/** The line above generated code: what can be done with it; no line where there is none. */
export class PendingLenses implements vscode.CodeLensProvider, Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #find: (document: vscode.TextDocument) => LensSubject | undefined;
  readonly #keys: KeyNames;
  readonly #registration: vscode.Disposable;

  constructor(find: (document: vscode.TextDocument) => LensSubject | undefined, keys: KeyNames) {
    this.#find = find;
    this.#keys = keys;
    this.#registration = vscode.languages.registerCodeLensProvider('*', this);
  }

  refresh(): void {
    this.#changed.fire();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const subject = this.#find(document);
    if (!subject) return [];
    const place = document.positionAt(subject.offset);
    return choicesOf(subject.state, this.#keys).map(({ action, label }) => {
      const command = { title: label, command: commandOf[action], arguments: [document.uri.toString()] };
      return new vscode.CodeLens(new vscode.Range(place, place), command);
    });
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}

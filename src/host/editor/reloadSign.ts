import type * as vscode from 'vscode';
import type { Clock } from '../../core/run/clock.ts';

/** VS Code says that a change made a document dirty in a second event, at once after the change's own. */
const dirtyWithinMs = 150;

/**
 * Tells reading a document from disk again (a revert, another program's change to a file without unsaved changes) from
 * typing. VS Code has no event for it; its sign is a change, other than undo, that leaves the document clean.
 */
export class ReloadSign {
  readonly #clock: Clock;
  #wasDirty: boolean;
  #takeBack: () => void = () => {};

  constructor(document: vscode.TextDocument, clock: Clock) {
    this.#clock = clock;
    this.#wasDirty = document.isDirty;
  }

  /** Follows an event of the document; calls `reloaded` if it was a reload, now or as soon as that is certain. */
  read(event: vscode.TextDocumentChangeEvent, whose: 'own' | 'foreign', reloaded: () => void): void {
    const { isDirty } = event.document;
    const wasDirty = this.#wasDirty;
    this.#wasDirty = isDirty;
    if (isDirty) this.#takeBack();
    if (isDirty || whose === 'own' || event.contentChanges.length === 0 || event.reason !== undefined) return;
    if (wasDirty) reloaded();
    else this.#takeBack = this.#clock.after(dirtyWithinMs, reloaded);
  }
}

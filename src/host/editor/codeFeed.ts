import type * as vscode from 'vscode';
import { insertStep, type Span, withLineBreaks } from '../../core/code/generatedRanges.ts';
import type { Clock } from '../../core/run/clock.ts';
import { type DocumentWriter, type UndoStep, visibleEditor, type Written } from './documentWriter.ts';

/** The shortest time between two edits, in milliseconds: each costs about 12 ms, and nobody reads faster. */
const writeEveryMs = 60;

/**
 * Carries code from the model into the document at the pace the editor bears. While no editor shows the document it waits:
 * an edit nobody sees would be an undo step of its own.
 */
export class CodeFeed {
  readonly #document: vscode.TextDocument;
  readonly #writer: DocumentWriter;
  readonly #clock: Clock;
  /** Called when the document can't be changed. */
  readonly #refused: () => void;
  #received = '';
  #unwritten = '';
  #running: Promise<void> | undefined;
  #pace: 'steady' | 'atOnce' = 'steady';
  #endPause: () => void = () => {};

  constructor(document: vscode.TextDocument, writer: DocumentWriter, clock: Clock, refused: () => void) {
    this.#document = document;
    this.#writer = writer;
    this.#clock = clock;
    this.#refused = refused;
  }

  /** All code that arrived since the beginning, line breaks '\n'. */
  get received(): string {
    return this.#received;
  }

  add(code: string): void {
    this.#received += code;
    this.#unwritten += code;
    this.resume();
  }

  /** Goes on writing, if there is something to write and an editor shows it. */
  resume(): void {
    if (this.#unwritten === '' || !this.#mayWrite()) return;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** Writes all that arrived, seen or not. */
  async flush(): Promise<void> {
    this.#pace = 'atOnce';
    this.#endPause();
    await this.#running;
    await this.#run();
    this.#pace = 'steady';
  }

  /** What is not written yet never will be; it still counts as received. */
  discard(): void {
    this.#unwritten = '';
    this.#endPause();
  }

  /** Forgets everything, for another answer. */
  reset(): void {
    this.discard();
    this.#received = '';
  }

  /** Writes everything that was received, in one go, as its own undo step. */
  writeReceived(): Promise<Written> {
    this.discard();
    return this.#write(() => this.#received, 'own');
  }

  #mayWrite(): boolean {
    return this.#pace === 'atOnce' || visibleEditor(this.#document) !== undefined;
  }

  async #run(): Promise<void> {
    while (this.#unwritten !== '' && this.#mayWrite()) {
      let taken = '';
      const written = await this.#write(() => {
        taken = this.#unwritten;
        return taken;
      }, 'joined');
      this.#unwritten = this.#unwritten.slice(taken.length);
      if (written === 'refused') {
        this.discard();
        this.#refused();
      }
      if (this.#pace === 'steady') await this.#pause();
    }
  }

  #write(next: () => string, undo: UndoStep): Promise<Written> {
    const { lineBreak } = this.#writer;
    const inDocument = (text: string) => withLineBreaks(text, lineBreak);
    return this.#writer.write((generation) => {
      const code = next();
      if (code === '') return undefined;
      const tail = inDocument(generation.tail);
      return insertStep({ ...generation, tail }, inDocument(code), (span) => textOf(this.#document, span));
    }, undo);
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(writeEveryMs, resolve);
      this.#endPause = () => {
        cancel();
        resolve();
      };
    });
  }
}

function textOf(document: vscode.TextDocument, { start, end }: Span): string {
  return document.getText().slice(start, end);
}

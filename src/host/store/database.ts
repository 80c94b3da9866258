import path from 'node:path';
import type { Clock } from '../../core/run/clock.ts';
import { carryOver } from './carryOver.ts';
import { identityOf, NewerVersion, openFile, openInMemory, openToRead, type Place, setAside } from './databaseFile.ts';
import { migrations, versionOf } from './schema.ts';
import { type Connection, type Sqlite, sqliteFailure, untilFree } from './sqlite.ts';

/** How long a transaction waits for those of other windows before the file counts as unusable, in milliseconds. */
const usualPatienceMs = 15_000;

export interface DatabaseOptions {
  readonly sqlite: Sqlite;
  /** Where `parley.db` is or will be; made on first use. */
  readonly folder: string;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly wall: () => number;
  /** From 0 up to, but not, 1. */
  readonly random: () => number;
  /** Told, in a sentence for the user, that the file can't be used as it should. Once, or twice where a new file fails too. */
  readonly problem: (sentence: string) => void;
  readonly patienceMs?: number;
  /** Other versions than Parley's own, for tests. */
  readonly migrations?: readonly string[];
}

/**
 * What is open. `file`: as it should be. `detached`: the file was deleted or replaced; what it held goes on until the window closes.
 * `memory`: there is no file that can be written.
 */
type Opened =
  | { readonly type: 'file'; readonly connection: Connection; readonly identity: string | undefined }
  | { readonly type: 'detached' | 'memory'; readonly connection: Connection };

/** Something was asked of the store after its end. */
export class ClosedStore extends Error {}

/** The file is no longer the one that was opened. */
class Moved extends Error {}

/**
 * Parley's database: one file for all windows. Opened on first use; whatever becomes of the file, work goes on, in memory if it must,
 * and the user is told. Waiting for another window never blocks this one.
 */
export class Database {
  readonly #options: DatabaseOptions;
  readonly #place: Place;
  #opening: Promise<Opened> | undefined;
  #lastWrite: Promise<unknown> = Promise.resolve();
  #began: 'first' | 'afresh' = 'first';
  #closed = false;

  constructor(options: DatabaseOptions) {
    this.#options = options;
    const { sqlite, folder, clock, wall, random } = options;
    this.#place = {
      sqlite,
      file: path.join(folder, 'parley.db'),
      steps: options.migrations ?? migrations,
      patience: { clock, random, totalMs: options.patienceMs ?? usualPatienceMs },
      wall,
    };
  }

  /** What `work` finds, all of it at one moment. `work` may run more than once and must not keep the connection. */
  async read<T>(work: (connection: Connection) => T): Promise<T> {
    if (this.#closed) throw new ClosedStore();
    return this.#run('read', work);
  }

  /** Resolves when what `work` wrote is safe, as a whole. Writes of this window keep their order. `work` may run more than once. */
  async write<T>(work: (connection: Connection) => T): Promise<T> {
    if (this.#closed) throw new ClosedStore();
    const writing = this.#lastWrite.then(() => this.#run('write', work));
    this.#lastWrite = writing.catch(() => undefined);
    return writing;
  }

  /** Like `write`, for work that deletes: afterwards the deleted is gone from the disk too, as soon as no other window reads it. */
  async erase(work: (connection: Connection) => void): Promise<void> {
    await this.write(work);
    const { connection } = await this.#opened();
    try {
      connection.script('PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE);');
    } catch {
      // Another window is busy: the next checkpoint does it.
    }
  }

  /** Waits for what is being written. Nothing can be read or written afterwards. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#lastWrite;
    (await this.#opening?.catch(() => undefined))?.connection.close();
  }

  #opened(): Promise<Opened> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  async #run<T>(kind: 'read' | 'write', work: (connection: Connection) => T): Promise<T> {
    for (;;) {
      const opening = this.#opened();
      const opened = await opening;
      try {
        return await untilFree(() => this.#once(kind, opened, work), this.#place.patience);
      } catch (error) {
        // Another transaction met the same failure before, and something else is open now.
        if (this.#opening !== opening) continue;
        if (!this.#isOfFile(error, opened)) throw error;
        this.#opening = this.#recover(opened, error);
      }
    }
  }

  #once<T>(kind: 'read' | 'write', opened: Opened, work: (connection: Connection) => T): T {
    const { connection } = opened;
    if (opened.type === 'file' && identityOf(this.#place.file) !== opened.identity) throw new Moved();
    return connection.transaction(kind, () => {
      // A newer Parley in another window may have changed the file's form.
      if (opened.type === 'file' && versionOf(connection) > this.#place.steps.length) throw new NewerVersion();
      return work(connection);
    });
  }

  #isOfFile(error: unknown, opened: Opened): boolean {
    if (opened.type === 'memory') return false;
    return error instanceof Moved || error instanceof NewerVersion || sqliteFailure(error) !== undefined;
  }

  async #open(): Promise<Opened> {
    const identity = identityNow(this.#place.file);
    try {
      const connection = await openFile(this.#place);
      return { type: 'file', connection, identity: identityOf(this.#place.file) };
    } catch (error) {
      if (sqliteFailure(error) === 'damaged') return this.#beginAfresh(identity);
      return this.#inMemory(this.#readable(), sentenceFor(error, this.#options.folder));
    }
  }

  /** What to go on with after a failure of what was open. */
  async #recover(opened: Opened, error: unknown): Promise<Opened> {
    const { connection } = opened;
    if (error instanceof Moved) {
      this.#options.problem(sentences.deleted);
      return { type: 'detached', connection };
    }
    if (opened.type === 'file' && sqliteFailure(error) === 'damaged') {
      connection.close();
      return this.#beginAfresh(opened.identity);
    }
    return this.#inMemory(connection, sentenceFor(error, this.#options.folder));
  }

  /** Keeps the damaged file under another name and begins a new one, once; a second time there is something else wrong. */
  async #beginAfresh(identity: string | undefined): Promise<Opened> {
    if (this.#began === 'afresh') return this.#inMemory(undefined, sentences.damagedAgain);
    this.#began = 'afresh';
    let aside: string | undefined;
    try {
      aside = setAside(this.#place.file, identity, this.#place.wall());
    } catch {
      return this.#inMemory(this.#readable(), sentences.damagedAgain);
    }
    const opened = await this.#open();
    // Undefined: another window has kept it and has told so.
    if (aside === undefined) return opened;
    const damaged = this.#readable(path.join(this.#options.folder, aside));
    if (damaged) {
      carryOver(damaged, opened.connection, this.#place.wall());
      damaged.close();
    }
    this.#options.problem(sentences.damaged(aside));
    return opened;
  }

  /** Takes over what can still be read of `past`, and closes it. */
  #inMemory(past: Connection | undefined, sentence: string): Opened {
    const connection = openInMemory(this.#place.sqlite, this.#place.steps);
    if (past) {
      carryOver(past, connection, this.#place.wall());
      past.close();
    }
    this.#options.problem(sentence);
    return { type: 'memory', connection };
  }

  #readable(file = this.#place.file): Connection | undefined {
    try {
      return openToRead(this.#place.sqlite, file);
    } catch {
      return undefined;
    }
  }
}

function identityNow(file: string): string | undefined {
  try {
    return identityOf(file);
  } catch {
    return undefined; // A part of the path is no folder; opening will say so.
  }
}

const untilClose = 'Costs and budgets of this window are kept in memory until it closes.';
const sentences = {
  newer: `Parley's database was written by a newer version of Parley, so it is not changed. ${untilClose} Update Parley, or reload the window if it was just updated.`,
  full: `The disk is full, so Parley can't write its database. ${untilClose} Free some space, then reload the window.`,
  busy: `Another program keeps Parley's database locked. ${untilClose}`,
  deleted: `Parley's database was deleted while it was in use. ${untilClose} Reload the window to begin a new one.`,
  damaged: (aside: string) => `Parley's database was damaged. It is kept as ${aside}, and a new one was begun.`,
  damagedAgain: `Parley's database is damaged and can't be replaced. ${untilClose}`,
  unusable: (folder: string, reason: string) =>
    `Parley can't use its database in ${folder} (${reason}). ${untilClose} Check the folder, then reload the window.`,
};

function sentenceFor(error: unknown, folder: string): string {
  if (error instanceof NewerVersion) return sentences.newer;
  const failure = sqliteFailure(error);
  if (failure === 'full' || (error instanceof Error && 'code' in error && error.code === 'ENOSPC'))
    return sentences.full;
  if (failure === 'busy') return sentences.busy;
  return sentences.unusable(folder, error instanceof Error ? error.message : 'unknown');
}

import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import { isRecord } from '../../core/json.ts';
import type { Clock } from '../../core/run/clock.ts';

export type Sqlite = typeof import('node:sqlite');
export type SqlValue = SQLInputValue;
export type Row = Readonly<Record<string, SQLOutputValue>>;

/** Node's SQLite; undefined where this Node was built without it. Node 22 warns on loading it that it is experimental: kept from the user. */
export function loadSqlite(): Sqlite | undefined {
  const emitWarning = process.emitWarning;
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (/SQLite is an experimental feature/.test(String(warning))) return;
    Reflect.apply(emitWarning, process, [warning, ...rest]);
  };
  try {
    // Not `import()`: that would leave the switch above on while others run.
    return process.getBuiltinModule('node:sqlite');
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** One open database file, with its statements prepared once. Every method blocks, and throws what SQLite throws. */
export class Connection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** @returns how many rows were changed */
  run(sql: string, ...values: SqlValue[]): number {
    return Number(this.#statement(sql).run(...values).changes);
  }

  first(sql: string, ...values: SqlValue[]): Row | undefined {
    return this.#statement(sql).get(...values);
  }

  all(sql: string, ...values: SqlValue[]): readonly Row[] {
    return this.#statement(sql).all(...values);
  }

  /** Several statements, without values or results. */
  script(sql: string): void {
    this.#database.exec(sql);
  }

  /** The first column of the first row as a number; 0 if there is none. */
  number(sql: string, ...values: SqlValue[]): number {
    const [value] = Object.values(this.first(sql, ...values) ?? {});
    return Number(value ?? 0);
  }

  /** Runs `work` as a whole or not at all. `write` takes the right to write at once, so that nothing it reads is out of date. */
  transaction<T>(kind: 'read' | 'write', work: () => T): T {
    this.script(kind === 'write' ? 'BEGIN IMMEDIATE' : 'BEGIN');
    try {
      const result = work();
      this.script('COMMIT');
      return result;
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #rollBack(): void {
    try {
      this.script('ROLLBACK');
    } catch {
      // Some failures (a full disk) have ended the transaction already.
    }
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** What SQLite failed with, as far as it decides what to do next; undefined: the error is not SQLite's. */
export type SqliteFailure = 'busy' | 'damaged' | 'full' | 'readOnly' | 'other';

/** Primary result codes, see https://sqlite.org/rescode.html. */
const failures: Readonly<Record<number, SqliteFailure>> = {
  5: 'busy',
  6: 'busy',
  8: 'readOnly',
  11: 'damaged',
  13: 'full',
  14: 'readOnly',
  15: 'busy',
  26: 'damaged',
};

export function sqliteFailure(error: unknown): SqliteFailure | undefined {
  if (!isRecord(error) || typeof error.errcode !== 'number') return undefined;
  // The upper bytes say more about the same failure.
  return failures[error.errcode & 0xff] ?? 'other';
}

/** How long another window's transaction is waited for. The extension host stays free meanwhile. */
export interface Patience {
  readonly clock: Clock;
  /** From 0 up to, but not, 1. */
  readonly random: () => number;
  /** Milliseconds. */
  readonly totalMs: number;
}

const firstPauseMs = 4;
const longestPauseMs = 64;

/** Runs `work` until it no longer meets a database that is busy. @throws what `work` throws; `busy` when the patience is over */
export async function untilFree<T>(work: () => T, { clock, random, totalMs }: Patience): Promise<T> {
  const begun = clock.now();
  for (let round = 0; ; round++) {
    try {
      return work();
    } catch (error) {
      if (sqliteFailure(error) !== 'busy' || clock.now() - begun >= totalMs) throw error;
    }
    // Jitter: windows that wait for the same moment would meet again.
    const pauseMs = 1 + random() * Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(round, 8));
    await new Promise<void>((resolve) => clock.after(pauseMs, resolve));
  }
}

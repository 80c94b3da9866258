import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { CallRecord } from '../../../../../src/core/run/deps.ts';
import { systemClock } from '../../../../../src/host/clock.ts';
import type { BudgetSettings } from '../../../../../src/host/store/budgetVerdict.ts';
import { Database, type DatabaseOptions } from '../../../../../src/host/store/database.ts';
import { loadSqlite, type Sqlite } from '../../../../../src/host/store/sqlite.ts';
import { createStore, type Store, type StoreOptions } from '../../../../../src/host/store/store.ts';

/** Noon of a day in the middle of a month, local time. */
export const noon = new Date(2026, 10, 18, 12).getTime();

export function sqliteHere(): Sqlite {
  const sqlite = loadSqlite();
  if (!sqlite) throw new Error('this Node has no SQLite');
  return sqlite;
}

/** What was opened in a test, so that it ends with the test. */
export class TempStores {
  readonly #folders: string[] = [];
  readonly #open: { close(): Promise<void> }[] = [];
  /** The sentences the user was told. */
  readonly problems: string[] = [];
  /** What the wall clock says. */
  now = noon;

  /** A new folder's path inside a temporary folder; it does not exist yet. */
  folder(): string {
    const outer = mkdtempSync(path.join(os.tmpdir(), 'parley-store-'));
    this.#folders.push(outer);
    return path.join(outer, 'globalStorage');
  }

  options(folder: string): DatabaseOptions {
    return {
      sqlite: sqliteHere(),
      folder,
      clock: systemClock,
      wall: () => this.now,
      random: Math.random,
      problem: (sentence) => this.problems.push(sentence),
    };
  }

  database(folder: string, more: Partial<DatabaseOptions> = {}): Database {
    return this.#owned(new Database({ ...this.options(folder), ...more }));
  }

  store(folder: string, more: Partial<StoreOptions> = {}): Store {
    const budget = (): BudgetSettings => ({ warnAt: 0.8, unknownPrice: 'allow' });
    const ask = async () => 'no' as const;
    const defaults = { ...this.options(folder), budget, ask, keyPrefixes: ['sk-'], secrets: () => [] };
    return this.#owned(createStore({ ...defaults, ...more }));
  }

  async end(): Promise<void> {
    await Promise.all(this.#open.splice(0).map((one) => one.close()));
    for (const folder of this.#folders.splice(0)) rmSync(folder, { recursive: true, force: true });
    this.problems.length = 0;
    this.now = noon;
  }

  #owned<T extends { close(): Promise<void> }>(one: T): T {
    this.#open.push(one);
    return one;
  }
}

/** A call that cost a cent. */
export function callOf(changes: Partial<CallRecord> = {}): CallRecord {
  return {
    at: noon,
    workspace: '/home/me/project',
    asked: 'openai/gpt-6',
    used: 'openai/gpt-6',
    answered: 'gpt-6-2026-08',
    usage: {
      input: 120,
      output: 40,
      cacheRead: 20,
      cacheWrite: undefined,
      reasoning: undefined,
      reportedUsd: undefined,
    },
    cost: { type: 'estimated', usd: 0.01 },
    firstContentMs: 400,
    durationMs: 1400,
    tries: [{ model: 'openai/gpt-6', outcome: 'answered', durationMs: 1390 }],
    finish: 'stop',
    source: 'provider',
    ...changes,
  };
}

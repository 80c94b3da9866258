import { randomUUID } from 'node:crypto';
import type { Budget, RunDeps } from '../../core/run/deps.ts';
import { createAnswerCache, type StoredAnswers } from './answerCache.ts';
import type { BudgetSettings } from './budgetVerdict.ts';
import { Database, type DatabaseOptions } from './database.ts';
import { createLedger, type StoredLedger } from './ledger.ts';
import { createRefusals, type StoredRefusals } from './refusals.ts';
import { createSentRequests, type SentOptions, type SentRequests } from './sentRequests.ts';
import { bookIn, createBudget } from './spending.ts';
import { loadSqlite, type Sqlite } from './sqlite.ts';
import { answersInMemory, ledgerInMemory, refusalsInMemory, sentInMemory } from './withoutSqlite.ts';

export interface StoreOptions extends SentOptions, Omit<DatabaseOptions, 'sqlite'> {
  readonly budget: () => BudgetSettings;
  readonly ask: RunDeps['ask'];
  /** Undefined: this Node has no SQLite. Node's own where nothing is said. */
  readonly loadSqlite?: () => Sqlite | undefined;
}

/** All that Parley keeps on disk. */
export interface Store {
  readonly ledger: StoredLedger;
  readonly budget: Budget;
  readonly refusals: StoredRefusals;
  /** Use it only while the user has switched it on. */
  readonly answers: StoredAnswers;
  readonly sent: SentRequests;
  /** Waits for what is being written. */
  close(): Promise<void>;
}

/** The store. Nothing is read or made on disk before it is first used. */
export function createStore(options: StoreOptions): Store {
  const { wall, problem, ask, budget: settings } = options;
  const spending = { settings, ask, wall, newId: randomUUID };
  const sqlite = (options.loadSqlite ?? loadSqlite)();
  if (!sqlite) {
    problem(
      'VS Code runs on a Node without SQLite here, so Parley forgets costs, budgets and kept answers when this window closes.',
    );
    const { ledger, book } = ledgerInMemory();
    return {
      ledger,
      budget: createBudget(book, spending),
      refusals: refusalsInMemory(wall),
      answers: answersInMemory(wall),
      sent: sentInMemory(options),
      close: async () => undefined,
    };
  }
  const database = new Database({ ...options, sqlite });
  return {
    ledger: createLedger(database, problem),
    budget: createBudget(bookIn(database), spending),
    refusals: createRefusals(database, wall),
    answers: createAnswerCache(database, wall),
    sent: createSentRequests(database, options),
    close: () => database.close(),
  };
}

import type { CallRecord, Ledger } from '../../core/run/deps.ts';
import { callColumns, callOf, valuesOf } from './callRow.ts';
import { ClosedStore, type Database } from './database.ts';
import { type Latency, latencyOf } from './latency.ts';

/** Calls that are kept, the newest. */
const callsKept = 100_000;

/** What calls came to. */
export interface Totals {
  readonly calls: number;
  /** The cost of the calls whose cost is known, reported or estimated. */
  readonly usd: number;
  /** How many calls cost nobody knows what: `usd` is too low by these. */
  readonly unknown: number;
  readonly input: number;
  readonly output: number;
}

/** The ledger, with what the product reads from it. Reading rejects only when the store is closed. */
export interface StoredLedger extends Ledger {
  /** Of all calls that began at `since` or later, in milliseconds since 1970. */
  totals(since: number): Promise<Totals>;
  /** How fast a model was in its last `count` calls that came to their own end; undefined if there was none. */
  latency(ref: string, count: number): Promise<Latency | undefined>;
  /** The newest calls, newest first. */
  recent(count: number): Promise<readonly CallRecord[]>;
}

const insertion = `INSERT INTO calls (${callColumns.join(', ')}) VALUES (${callColumns.map(() => '?').join(', ')})`;

export function createLedger(database: Database, problem: (sentence: string) => void): StoredLedger {
  let reported: 'no' | 'yes' = 'no';
  return {
    async record(call) {
      const values = valuesOf(call);
      try {
        await database.write((db) => {
          db.run(insertion, ...values);
          db.run('DELETE FROM calls WHERE id <= (SELECT max(id) FROM calls) - ?', callsKept);
        });
      } catch (error) {
        if (error instanceof ClosedStore || reported === 'yes') return;
        reported = 'yes';
        const reason = error instanceof Error ? error.message : 'unknown';
        problem(`A call could not be written to Parley's ledger (${reason}). Costs and budgets may count too little.`);
      }
    },
    totals: (since) =>
      database.read((db) => {
        const row = db.first(
          `SELECT count(*) AS calls, coalesce(sum(usd), 0) AS usd, count(*) FILTER (WHERE cost = 'unknown') AS unknown,
             coalesce(sum(input), 0) AS input, coalesce(sum(output), 0) AS output FROM calls WHERE at >= ?`,
          since,
        );
        const count = (name: keyof Totals) => Number(row?.[name] ?? 0);
        return {
          calls: count('calls'),
          usd: count('usd'),
          unknown: count('unknown'),
          input: count('input'),
          output: count('output'),
        };
      }),
    latency: (ref, count) =>
      database.read((db) => {
        const calls = db.all(`SELECT * FROM calls WHERE ${tellsSpeed} ORDER BY id DESC LIMIT ?`, ref, count);
        return latencyOf(calls.map(callOf));
      }),
    recent: (count) => database.read((db) => db.all('SELECT * FROM calls ORDER BY id DESC LIMIT ?', count).map(callOf)),
  };
}

/** A retry or a fallback would count somebody else's time. */
const tellsSpeed = `used = ? AND source = 'provider' AND finish IN ('stop', 'length', 'tool_calls')
  AND first_content_ms IS NOT NULL AND tries NOT LIKE '%},{%'`;

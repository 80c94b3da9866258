import type { Refusals } from '../../core/run/deps.ts';
import type { Database } from './database.ts';

/** A parameter that a model has refused. */
export interface Refusal {
  /** The model ref. */
  readonly model: string;
  readonly parameter: string;
  /** When, in milliseconds since 1970. */
  readonly at: number;
}

/** What models have refused, with what the user can see and take back. */
export interface StoredRefusals extends Refusals {
  /** By model, then by parameter. */
  list(): Promise<readonly Refusal[]>;
  /** Forgets what one model has refused, or `all` models. */
  clear(which: 'all' | { readonly model: string }): Promise<void>;
}

/**
 * What any window has learned counts in all: it is read from the database every time, which takes a few microseconds. Failures of the
 * store never fail a call: at worst a parameter is refused once more.
 */
export function createRefusals(database: Database, wall: () => number): StoredRefusals {
  return {
    async refused(ref) {
      try {
        const rows = await database.read((db) =>
          db.all('SELECT parameter FROM refusals WHERE model = ? ORDER BY parameter', ref),
        );
        return rows.map(({ parameter }) => String(parameter));
      } catch {
        return [];
      }
    },
    async remember(ref, parameter) {
      try {
        const at = Math.round(wall());
        await database.write((db) =>
          db.run('INSERT INTO refusals VALUES (?, ?, ?) ON CONFLICT DO NOTHING', ref, parameter, at),
        );
      } catch {
        // It is learned again.
      }
    },
    async list() {
      const rows = await database.read((db) => db.all('SELECT * FROM refusals ORDER BY model, parameter'));
      return rows.map((row) => ({ model: String(row.model), parameter: String(row.parameter), at: Number(row.at) }));
    },
    async clear(which) {
      await database.write((db) => {
        if (which === 'all') db.run('DELETE FROM refusals');
        else db.run('DELETE FROM refusals WHERE model = ?', which.model);
      });
    },
  };
}

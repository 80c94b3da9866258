import { createHash } from 'node:crypto';
import type { ChatEvent } from '../../core/chat/events.ts';
import { isRecord } from '../../core/json.ts';
import type { AnswerCache } from '../../core/run/deps.ts';
import type { Database } from './database.ts';
import type { Connection, Row } from './sqlite.ts';

/** How much is kept, and for how long. */
export interface CacheLimits {
  /** Of all answers together, in bytes of their JSON. */
  readonly totalBytes: number;
  /** Of one answer; a larger one is not kept. */
  readonly entryBytes: number;
  /** Milliseconds since the answer was given. */
  readonly ageMs: number;
}

export const usualCacheLimits: CacheLimits = {
  totalBytes: 50 * 1024 * 1024,
  entryBytes: 2 * 1024 * 1024,
  ageMs: 30 * 24 * 60 * 60 * 1000,
};

export interface StoredAnswers extends AnswerCache {
  /** How many answers are kept, and their size in bytes. */
  size(): Promise<{ readonly answers: number; readonly bytes: number }>;
  clear(): Promise<void>;
}

/** Answers by the hash of their exact request. What was used longest ago goes first. Failures of the store are a missing answer. */
export function createAnswerCache(database: Database, wall: () => number, limits = usualCacheLimits): StoredAnswers {
  const now = () => Math.round(wall());
  return {
    async get(key) {
      try {
        const row = await database.read((db) => db.first('SELECT * FROM answers WHERE key = ?', key));
        if (!row) return undefined;
        const events = Number(row.made_at) + limits.ageMs > now() ? eventsIn(row) : undefined;
        await database.write((db) => {
          if (events) db.run('UPDATE answers SET used_at = ? WHERE key = ?', now(), key);
          else db.run('DELETE FROM answers WHERE key = ? AND made_at = ?', key, row.made_at ?? null);
        });
        return events;
      } catch {
        return undefined;
      }
    },
    async put(key, events) {
      const json = JSON.stringify(events);
      const bytes = Buffer.byteLength(json);
      if (bytes > limits.entryBytes) return;
      const at = now();
      try {
        await database.write((db) => {
          db.run(
            'INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?)',
            key,
            at,
            at,
            bytes,
            checksumOf(json),
            json,
          );
          db.run('DELETE FROM answers WHERE made_at <= ?', at - limits.ageMs);
          makeRoom(db, limits.totalBytes);
        });
      } catch {
        // It is asked for again.
      }
    },
    size: () =>
      database.read((db) => ({
        answers: db.number('SELECT count(*) FROM answers'),
        bytes: db.number('SELECT sum(bytes) FROM answers'),
      })),
    clear: () => database.erase((db) => db.run('DELETE FROM answers')),
  };
}

function makeRoom(db: Connection, most: number): void {
  let bytes = db.number('SELECT sum(bytes) FROM answers');
  while (bytes > most) {
    const oldest = db.first('SELECT key, bytes FROM answers ORDER BY used_at, rowid LIMIT 1');
    if (!oldest) return;
    db.run('DELETE FROM answers WHERE key = ?', oldest.key ?? null);
    bytes -= Number(oldest.bytes);
  }
}

/** SQLite does not notice a bit that flips inside a text. */
export function checksumOf(json: string): string {
  return createHash('sha256').update(json).digest('base64');
}

function eventsIn(row: Row): readonly ChatEvent[] | undefined {
  const json = String(row.events);
  if (checksumOf(json) !== row.checksum) return undefined;
  const events: unknown = JSON.parse(json);
  const areEvents = Array.isArray(events) && events.every((one) => isRecord(one) && typeof one.type === 'string');
  return areEvents ? events : undefined;
}

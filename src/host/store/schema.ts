import type { Connection } from './sqlite.ts';

/**
 * The database's versions: the first entry makes version 1, the next one turns 1 into 2, and so on. An entry that was released is
 * never changed: test/golden keeps a file of every version, which the newest code must open.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE calls (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    workspace TEXT,
    asked TEXT NOT NULL,
    used TEXT NOT NULL,
    answered TEXT,
    input INTEGER,
    output INTEGER,
    cache_read INTEGER,
    cache_write INTEGER,
    reasoning INTEGER,
    reported_usd REAL,
    cost TEXT NOT NULL CHECK (cost IN ('reported', 'estimated', 'unknown')),
    usd REAL,
    first_content_ms INTEGER,
    duration_ms INTEGER NOT NULL,
    tries TEXT NOT NULL,
    finish TEXT NOT NULL,
    source TEXT NOT NULL
  ) STRICT;
  -- Has all that a sum over a period needs: the rows themselves are not read for it.
  CREATE INDEX calls_at ON calls (at, cost, usd);
  CREATE INDEX calls_used ON calls (used, id);

  CREATE TABLE reservations (
    id TEXT PRIMARY KEY,
    model TEXT NOT NULL,
    usd REAL NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE refusals (
    model TEXT NOT NULL,
    parameter TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (model, parameter)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE answers (
    key TEXT PRIMARY KEY,
    made_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    checksum TEXT NOT NULL,
    events TEXT NOT NULL
  ) STRICT;
  CREATE INDEX answers_used ON answers (used_at, bytes);
  CREATE INDEX answers_made ON answers (made_at);

  CREATE TABLE sent_requests (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    model TEXT NOT NULL,
    url TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  `,
];

/** "Prly": tells Parley's files from other SQLite files. */
const applicationId = 0x50726c79;

export function versionOf(connection: Connection): number {
  return connection.number('PRAGMA user_version');
}

/** Brings a database up to the last of `steps`, all in one transaction. A database that is there already is left alone. */
export function migrate(connection: Connection, steps: readonly string[]): void {
  connection.transaction('write', () => {
    // Another window may have been faster.
    for (const step of steps.slice(versionOf(connection))) connection.script(step);
    if (versionOf(connection) < steps.length) {
      connection.script(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${steps.length};`);
    }
  });
}

/** What a database consists of, in a form that two of the same version share. */
export function schemaOf(connection: Connection): readonly string[] {
  const rows = connection.all("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'");
  return rows.map(({ sql }) => String(sql).replace(/\s+/g, ' ')).sort();
}

import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { migrate, schemaOf, versionOf } from './schema.ts';
import { Connection, type Patience, type Sqlite, sqliteFailure, untilFree } from './sqlite.ts';

/** The file was written by a newer Parley, or has become newer while it was open. */
export class NewerVersion extends Error {}

/** How long SQLite itself may hold up the extension host while another window writes, in milliseconds. */
const busyMs = 40;
/** Backups made before migrating that are kept. */
const backupsKept = 2;

/** What a file is, whatever it is called; undefined if it is gone. */
export function identityOf(file: string): string | undefined {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found && `${found.dev}:${found.ino}`;
}

/** The files that belong to a database. */
const suffixes = ['', '-wal', '-shm'];

/** Where a database is and how it is opened. */
export interface Place {
  readonly sqlite: Sqlite;
  readonly file: string;
  /** The versions' steps, see `schema.ts`. */
  readonly steps: readonly string[];
  readonly patience: Patience;
  /** Milliseconds since 1970. */
  readonly wall: () => number;
}

/**
 * Opens a database file for reading and writing, makes it if it is missing (for the user alone, where the system knows such rights)
 * and brings it up to the newest version, after a backup. @throws what SQLite and the file system throw; `NewerVersion`
 */
export async function openFile(place: Place): Promise<Connection> {
  const { sqlite, file, steps, patience } = place;
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  createFor(file);
  const connection = new Connection(new sqlite.DatabaseSync(file));
  try {
    connection.script(`PRAGMA busy_timeout = ${busyMs}; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;`);
    const version = await untilFree(() => soundVersion(connection), patience);
    if (version > steps.length) throw new NewerVersion();
    await untilFree(() => prepare(connection), patience);
    if (version > 0 && version < steps.length) await untilFree(() => backUp(connection, version, place), patience);
    await untilFree(() => migrate(connection, steps), patience);
    probe(connection, place);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** A database that lasts as long as it is open. */
export function openInMemory(sqlite: Sqlite, steps: readonly string[]): Connection {
  const connection = new Connection(new sqlite.DatabaseSync(':memory:'));
  migrate(connection, steps);
  return connection;
}

/** Opens a file without ever changing it. @throws what SQLite throws */
export function openToRead(sqlite: Sqlite, file: string): Connection {
  return new Connection(new sqlite.DatabaseSync(file, { readOnly: true }));
}

/** An empty file is a valid database. Never opened once it is there: closing it would take away the locks that SQLite holds on it. */
function createFor(file: string): void {
  if (existsSync(file)) return;
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if (!existsSync(file)) throw error; // else another window made it
  }
}

function prepare(connection: Connection): void {
  connection.script(`
    PRAGMA auto_vacuum = INCREMENTAL;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA secure_delete = ON;
    PRAGMA journal_size_limit = 4194304;
  `);
}

/** What is wrong with a schema shows up when the file is opened and not in the middle of a call. */
class SchemaDamaged extends Error {
  /** SQLite's own code for a damaged file, so that it is treated as one. */
  readonly errcode = 11;
}

/** The file's version; 0 only if nothing is in it. */
function soundVersion(connection: Connection): number {
  return connection.transaction('read', () => {
    const version = versionOf(connection);
    if (version < 0 || (version === 0 && schemaOf(connection).length > 0)) throw new SchemaDamaged();
    return version;
  });
}

/** Asks every table for every column that it must have. */
function probe(connection: Connection, { sqlite, steps }: Place): void {
  const expected = openInMemory(sqlite, steps);
  try {
    for (const { name } of expected.all("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
      const columns = expected.all(`PRAGMA table_info(${name})`).map((column) => column.name);
      connection.first(`SELECT ${columns.join(', ')} FROM ${name} LIMIT 1`);
    }
  } catch (error) {
    throw sqliteFailure(error) === 'other' ? new SchemaDamaged() : error;
  } finally {
    expected.close();
  }
}

/** A whole copy beside the file, named after its version and the time. */
function backUp(connection: Connection, version: number, { file, wall }: Place): void {
  const { dir, name } = path.parse(file);
  const copy = path.join(dir, `${name}-v${version}-${stamp(wall())}-${process.pid}.db`);
  rmSync(copy, { force: true });
  // SQLite fills an empty file, which so has its rights from the beginning.
  closeSync(openSync(copy, 'wx', 0o600));
  try {
    connection.run('VACUUM INTO ?', copy);
  } catch (error) {
    rmSync(copy, { force: true });
    throw error;
  }
  const backups = readdirSync(dir).filter((entry) => entry.startsWith(`${name}-v`) && entry.endsWith('.db'));
  // Another window may take the same old one away.
  for (const old of backups
    .map((entry) => path.join(dir, entry))
    .sort(byAge)
    .slice(backupsKept)) {
    rmSync(old, { force: true });
  }
}

/** Newest first. */
function byAge(a: string, b: string): number {
  const age = (file: string) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return age(b) - age(a);
}

/**
 * Keeps a damaged file, whole, under another name. The file must be closed. @returns the name; undefined if the file is another one
 * by now, for another window was faster. @throws what the file system throws
 */
export function setAside(file: string, identity: string | undefined, now: number): string | undefined {
  if (identity === undefined || identityOf(file) !== identity) return undefined;
  const { dir, name } = path.parse(file);
  let aside = path.join(dir, `${name}-damaged-${stamp(now)}.db`);
  for (let n = 2; existsSync(aside); n++) aside = path.join(dir, `${name}-damaged-${stamp(now)}-${n}.db`);
  // The log belongs to the damaged file: it goes first, so that no new file is ever read together with it.
  for (const suffix of suffixes.toReversed()) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
  try {
    chmodSync(aside, 0o600);
  } catch {
    // It keeps the rights it had.
  }
  return path.basename(aside);
}

/** "2026-11-21-075600", local time, as part of a file name. */
function stamp(wall: number): string {
  const date = new Date(wall);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day}-${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
}

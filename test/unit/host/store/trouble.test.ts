// Whatever becomes of the file, work goes on and the user is told once.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { migrations } from '../../../../src/host/store/schema.ts';
import { canRun, openWindowAs } from './support/otherWindow.ts';
import { callOf, sqliteHere, TempStores } from './support/tempStore.ts';

const nextVersion = [...migrations, 'ALTER TABLE calls ADD COLUMN mood TEXT; CREATE TABLE dreams (id INTEGER) STRICT;'];

describe('trouble with the database', () => {
  const temp = new TempStores();
  afterEach(() => temp.end());

  const fileIn = (folder: string) => path.join(folder, 'parley.db');
  const raw = (file: string) => new (sqliteHere().DatabaseSync)(file);

  /** That the store works, with this many calls so far, and has told one thing. */
  async function goesOn(store: ReturnType<TempStores['store']>, calls: number, told: RegExp): Promise<void> {
    await store.ledger.record(callOf());
    await store.refusals.remember('a/b', 'seed');
    assert.equal((await store.ledger.totals(0)).calls, calls + 1);
    assert.deepEqual(await store.refusals.refused('a/b'), ['seed']);
    const reserved = await store.budget.reserve('a/b', 1, new AbortController().signal);
    assert.equal(reserved.type, 'reserved');
    assert.equal(temp.problems.length, 1, temp.problems.join('\n'));
    assert.match(temp.problems[0] ?? '', told);
  }

  it('a Node without SQLite', async () => {
    const folder = temp.folder();
    await goesOn(temp.store(folder, { loadSqlite: () => undefined }), 0, /without SQLite/);
    assert.equal(existsSync(folder), false);
  });

  it('a folder where the file should be', async () => {
    const folder = temp.folder();
    mkdirSync(fileIn(folder), { recursive: true });
    await goesOn(temp.store(folder), 0, /can't use its database in .*globalStorage \(unable to open database file\)/);
  });

  it('a file where the folder should be', async () => {
    const folder = temp.folder();
    writeFileSync(folder, 'in the way');
    await goesOn(temp.store(folder), 0, /can't use its database in .* memory until it closes/);
    assert.equal(readFileSync(folder, 'utf8'), 'in the way');
  });

  it('a file that SQLite may not write', async () => {
    const folder = temp.folder();
    const before = temp.store(folder);
    await before.ledger.record(callOf());
    await before.close();
    const content = readFileSync(fileIn(folder));
    // Stands for a read-only folder, which would not stop the administrator (tests may run as one): nothing can be made in its place.
    mkdirSync(`${fileIn(folder)}-wal/occupied`, { recursive: true });
    await goesOn(temp.store(folder), 0, /can't use its database/);
    assert.deepEqual(readFileSync(fileIn(folder)), content);
  });

  it('a read-only folder', async function () {
    const folder = temp.folder();
    const before = temp.store(folder);
    await before.ledger.record(callOf({ at: Date.now() }));
    await before.close();
    chmodSync(folder, 0o555);
    chmodSync(fileIn(folder), 0o444);
    chmodSync(path.dirname(folder), 0o755);
    // The administrator may write everywhere, so another user opens it.
    const nobody = process.getuid?.() === 0 ? 65_534 : undefined;
    if (process.platform === 'win32' || !canRun(nobody)) return this.skip();
    const window = openWindowAs(nobody, folder, 'append', 'a', '3');
    await window.ready;
    window.begin();
    assert.equal(await window.ended, 'done');
    chmodSync(folder, 0o755);
    const [told, ...kept] = window.lines;
    assert.match(
      told ?? '',
      /^problem Parley can't use its database in .* \((?:attempt to write a readonly|unable to open)/,
    );
    assert.deepEqual(kept, ['kept 0', 'kept 1', 'kept 2']);
  });

  it('a full disk', async () => {
    const database = temp.database(temp.folder());
    await database.write((db) => db.run("INSERT INTO refusals VALUES ('a/b', 'seed', 1)"));
    await database.read((db) => db.first('PRAGMA max_page_count = 1')); // that is, as many as there are
    const insert = 'INSERT INTO sent_requests (at, model, url, body) VALUES (1, ?, ?, ?)';
    for (let n = 0; n < 5; n++) await database.write((db) => db.run(insert, 'a/b', 'https://a', 'x'.repeat(10_000)));
    assert.equal(await database.read((db) => db.number('SELECT count(*) FROM refusals')), 1);
    assert.equal(temp.problems.length, 1);
    assert.match(temp.problems[0] ?? '', /The disk is full.*Free some space/);
  });

  for (const what of ['file', 'folder'] as const) {
    it(`the ${what} deleted while it is in use`, async () => {
      const folder = temp.folder();
      const store = temp.store(folder);
      await store.ledger.record(callOf());
      rmSync(what === 'file' ? fileIn(folder) : folder, { recursive: true });
      // Several notice it at the same time.
      await Promise.all([store.ledger.totals(0), store.refusals.list(), store.answers.size()]);
      await goesOn(store, 1, /was deleted while it was in use/);
      assert.equal(existsSync(fileIn(folder)), false);
      // Another window begins a new file, and the closing of this one does not disturb it.
      const other = temp.store(folder);
      await other.ledger.record(callOf({ asked: 'new/1' }));
      await store.close();
      await other.ledger.record(callOf({ asked: 'new/2' }));
      await other.close();
      const kept = await temp.store(folder).ledger.recent(10);
      assert.deepEqual(
        kept.map(({ asked }) => asked),
        ['new/2', 'new/1'],
      );
      assert.equal(temp.problems.length, 1);
    });
  }

  it('a file of a newer version, which stays as it is', async () => {
    const folder = temp.folder();
    const newer = temp.database(folder, { migrations: nextVersion });
    const insert = `INSERT INTO calls (at, asked, used, cost, usd, duration_ms, tries, finish, source, mood)
      VALUES (?, 'a/b', 'a/b', 'reported', 3, 5, '[]', 'stop', 'provider', 'calm')`;
    await newer.write((db) => db.run(insert, temp.now));
    await newer.close();
    const content = readFileSync(fileIn(folder));
    const store = temp.store(folder);
    await goesOn(store, 1, /written by a newer version of Parley, so it is not changed/);
    // What the newer version knows of this month still counts against a budget.
    assert.equal((await store.ledger.totals(0)).usd, 3.01);
    await store.close();
    assert.deepEqual(readFileSync(fileIn(folder)), content);
  });

  it('a file that another window has made newer', async () => {
    const folder = temp.folder();
    const store = temp.store(folder);
    await store.ledger.record(callOf());
    const newer = temp.database(folder, { migrations: nextVersion });
    await newer.write((db) => db.run('INSERT INTO dreams VALUES (1)'));
    await goesOn(store, 1, /newer version/);
    assert.equal(await newer.read((db) => db.number('SELECT count(*) FROM calls')), 1);
  });

  it('an older version is brought up to date, and kept as it was', async () => {
    const folder = temp.folder();
    const before = temp.store(folder);
    await before.ledger.record(callOf({ asked: 'old/1' }));
    await before.close();
    const upgraded = temp.database(folder, { migrations: nextVersion });
    assert.deepEqual(await upgraded.read((db) => ({ ...db.first('SELECT asked, mood FROM calls') })), {
      asked: 'old/1',
      mood: null,
    });
    assert.equal(await upgraded.read((db) => db.number('PRAGMA user_version')), migrations.length + 1);
    const backups = readdirSync(folder).filter((name) => /^parley-v1-.*\.db$/.test(name));
    assert.equal(backups.length, 1);
    const backup = raw(path.join(folder, backups[0] ?? ''));
    assert.deepEqual({ ...backup.prepare('SELECT asked FROM calls').get() }, { asked: 'old/1' });
    assert.deepEqual({ ...backup.prepare('PRAGMA user_version').get() }, { user_version: 1 });
    backup.close();
    assert.deepEqual(temp.problems, []);
  });

  it('a step to a new version that fails changes nothing', async () => {
    const folder = temp.folder();
    const before = temp.store(folder);
    for (let n = 0; n < 2; n++) await before.ledger.record(callOf({ asked: 'same/model' }));
    await before.refusals.remember('a/b', 'seed');
    await before.close();
    const broken = [...migrations, 'DROP TABLE sent_requests; CREATE UNIQUE INDEX one_each ON calls (asked);'];
    const store = temp.store(folder, { migrations: broken });
    assert.deepEqual(await store.refusals.refused('a/b'), ['seed']);
    await store.close();
    assert.equal(temp.problems.length, 1);
    assert.match(temp.problems[0] ?? '', /can't use its database in .* \(UNIQUE constraint failed/);
    const after = temp.store(folder);
    assert.equal((await after.ledger.totals(0)).calls, 2);
    assert.deepEqual(await after.sent.list(), []);
    assert.equal(temp.problems.length, 1);
  });

  it('two windows that bring the file up to date at the same time', async () => {
    const folder = temp.folder();
    const before = temp.store(folder);
    await before.ledger.record(callOf());
    await before.close();
    const both = [1, 2].map(() => temp.database(folder, { migrations: nextVersion }));
    await Promise.all(both.map((one) => one.write((db) => db.run('INSERT INTO dreams VALUES (1)'))));
    assert.equal(await both[0]?.read((db) => db.number('SELECT count(*) FROM dreams')), 2);
    assert.deepEqual(temp.problems, []);
  });
});

import assert from 'node:assert/strict';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Clock } from '../../../../src/core/run/clock.ts';
import { loadSqlite } from '../../../../src/host/store/sqlite.ts';
import { ManualClock } from '../../../support/manualClock.ts';
import { callOf, sqliteHere, TempStores } from './support/tempStore.ts';

describe('the database', () => {
  const temp = new TempStores();
  afterEach(() => temp.end());

  it('makes nothing on disk before it is used, and then for the user alone', async () => {
    const folder = temp.folder();
    const store = temp.store(folder);
    assert.equal(existsSync(folder), false);
    await store.ledger.record(callOf());
    assert.ok(existsSync(path.join(folder, 'parley.db')));
    if (process.platform === 'win32') return;
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    for (const name of readdirSync(folder)) assert.equal(statSync(path.join(folder, name)).mode & 0o777, 0o600, name);
  });

  it('is set up so that what is acknowledged survives, and what is deleted does not', async () => {
    const database = temp.database(temp.folder());
    const pragma = (name: string) => database.read((db) => Object.values(db.first(`PRAGMA ${name}`) ?? {})[0]);
    assert.equal(await pragma('journal_mode'), 'wal');
    assert.equal(await pragma('synchronous'), 2);
    assert.equal(await pragma('secure_delete'), 1);
    assert.equal(await pragma('auto_vacuum'), 2);
    assert.ok(Number(await pragma('busy_timeout')) <= 50);
  });

  it('has after a reopening what it had before', async () => {
    const folder = temp.folder();
    const first = temp.store(folder);
    await first.ledger.record(callOf({ asked: 'a/1' }));
    await first.close();
    await assert.rejects(first.ledger.recent(1), /Error/);
    await first.ledger.record(callOf({ asked: 'a/2' })); // too late, and says nothing
    const second = temp.store(folder);
    assert.deepEqual(
      (await second.ledger.recent(10)).map(({ asked }) => asked),
      ['a/1'],
    );
    assert.deepEqual(temp.problems, []);
  });

  it('writes what was begun before it is closed', async () => {
    const folder = temp.folder();
    const first = temp.store(folder);
    await first.ledger.recent(1); // so that closing has something to close at once
    const writes = Array.from({ length: 20 }, (_, n) => first.ledger.record(callOf({ asked: `a/${n}` })));
    await Promise.all([...writes, first.close()]);
    assert.equal((await temp.store(folder).ledger.totals(0)).calls, 20);
  });

  it('shows at once in one window what another has written', async () => {
    const folder = temp.folder();
    const [one, other] = [temp.store(folder), temp.store(folder)];
    for (let n = 1; n <= 5; n++) {
      await one.ledger.record(callOf());
      assert.equal((await other.ledger.totals(0)).calls, n * 2 - 1);
      await other.ledger.record(callOf());
      assert.equal((await one.ledger.totals(0)).calls, n * 2);
    }
  });

  it('runs a transaction as a whole or not at all', async () => {
    const database = temp.database(temp.folder());
    const insert = "INSERT INTO refusals VALUES ('a/b', 'seed', 1)";
    await assert.rejects(
      database.write((db) => {
        db.run(insert);
        throw new RangeError('half way');
      }),
      RangeError,
    );
    assert.equal(await database.read((db) => db.number('SELECT count(*) FROM refusals')), 0);
    await database.write((db) => db.run(insert));
    assert.equal(await database.read((db) => db.number('SELECT count(*) FROM refusals')), 1);
    assert.deepEqual(temp.problems, []);
  });

  it('waits for another window without holding up its own', async () => {
    const folder = temp.folder();
    await temp.store(folder).ledger.record(callOf());
    const other = new (sqliteHere().DatabaseSync)(path.join(folder, 'parley.db'));
    other.exec('BEGIN IMMEDIATE');
    let pauses = 0;
    const clock: Clock = {
      now: () => performance.now(),
      // The pauses are taken on the event loop: other work runs in them, here the end of the other window's transaction.
      after(_ms, then) {
        if (++pauses === 3) other.exec('COMMIT');
        const immediate = setImmediate(then);
        return () => clearImmediate(immediate);
      },
    };
    const store = temp.store(folder, { clock });
    const begun = performance.now();
    await store.ledger.record(callOf());
    assert.ok(pauses >= 3, `${pauses} pauses`);
    assert.ok(performance.now() - begun < 1000);
    other.close();
    assert.equal((await store.ledger.totals(0)).calls, 2);
    assert.deepEqual(temp.problems, []);
  });

  it('goes on in memory when the file stays locked', async () => {
    const folder = temp.folder();
    await temp.store(folder).ledger.record(callOf());
    const other = new (sqliteHere().DatabaseSync)(path.join(folder, 'parley.db'));
    other.exec('BEGIN IMMEDIATE');
    const clock = new ManualClock();
    const pauses: number[] = [];
    const hurried: Clock = {
      now: () => clock.now(),
      after: (ms, then) => {
        pauses.push(ms);
        clock.advance(ms);
        queueMicrotask(then);
        return () => undefined;
      },
    };
    const store = temp.store(folder, { clock: hurried, patienceMs: 60 });
    await store.ledger.record(callOf());
    other.close();
    assert.ok(pauses.length > 1 && pauses.every((ms) => ms > 0 && ms <= 65));
    assert.equal(temp.problems.length, 1);
    assert.match(temp.problems[0] ?? '', /Another program keeps Parley's database locked\. .* in memory/);
    // With what was spent before, so that a budget still holds.
    assert.equal((await store.ledger.totals(0)).calls, 2);
  });

  it('keeps only the warning about SQLite from the user', () => {
    const seen: string[] = [];
    const before = process.emitWarning;
    process.emitWarning = (warning: string | Error) => void seen.push(String(warning));
    const ours = process.emitWarning;
    try {
      assert.ok(loadSqlite());
      assert.equal(process.emitWarning, ours);
      process.emitWarning('another warning');
    } finally {
      process.emitWarning = before;
    }
    assert.deepEqual(seen, ['another warning']);
  });
});

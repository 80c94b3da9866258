import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { callOf, sqliteHere, TempStores } from './support/tempStore.ts';

/** What happens to a file. Positions are parts of its length. */
type Damage =
  | { readonly type: 'flip'; readonly at: number; readonly bit: number }
  | { readonly type: 'cut'; readonly at: number }
  | { readonly type: 'zeros'; readonly at: number; readonly length: number };

const part = fc.double({ min: 0, max: 0.999, noNaN: true });
const damages: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ type: fc.constant('flip' as const), at: part, bit: fc.nat(7) }),
  // Most of what matters stands at the beginning.
  fc.record({ type: fc.constant('flip' as const), at: part.map((at) => at * 0.01), bit: fc.nat(7) }),
  fc.record({ type: fc.constant('cut' as const), at: part }),
  fc.record({ type: fc.constant('zeros' as const), at: part, length: fc.integer({ min: 1, max: 20_000 }) }),
);

function damaged(whole: Buffer, damage: Damage): Buffer {
  const at = Math.floor(damage.at * whole.length);
  if (damage.type === 'cut') return whole.subarray(0, at);
  const copy = Buffer.from(whole);
  if (damage.type === 'flip') copy[at] = (copy[at] ?? 0) ^ (1 << damage.bit);
  else copy.fill(0, at, Math.min(at + damage.length, copy.length));
  return copy;
}

describe('a damaged database', () => {
  const temp = new TempStores();
  afterEach(() => temp.end());

  const fileIn = (folder: string) => path.join(folder, 'parley.db');
  const asideIn = (folder: string) => readdirSync(folder).filter((name) => /^parley-damaged-.*\.db$/.test(name));

  async function sample(): Promise<Buffer> {
    const folder = temp.folder();
    const store = temp.store(folder);
    for (let n = 0; n < 60; n++) await store.ledger.record(callOf({ asked: `a/${n}` }));
    for (let n = 0; n < 30; n++) await store.refusals.remember(`a/${n}`, 'seed');
    await store.answers.put('key', [{ type: 'text', choice: 0, text: 'x'.repeat(9000) }]);
    await store.close();
    return readFileSync(fileIn(folder));
  }

  async function folderWith(content: Buffer): Promise<string> {
    const folder = temp.folder();
    const first = temp.store(folder);
    await first.ledger.recent(1); // makes the folder
    await first.close();
    writeFileSync(fileIn(folder), content);
    return folder;
  }

  it('is kept aside, byte by byte, and a new one begins', async () => {
    const content = Buffer.alloc(40_000, 'no database. ');
    const folder = await folderWith(content);
    const store = temp.store(folder);
    await store.ledger.record(callOf());
    await store.close();
    const [aside = '', ...more] = asideIn(folder);
    assert.deepEqual(more, []);
    assert.match(aside, /^parley-damaged-2026-11-18-120000\.db$/);
    assert.deepEqual(readFileSync(path.join(folder, aside)), content);
    assert.deepEqual(temp.problems, [
      `Parley's database was damaged. It is kept as ${aside}, and a new one was begun.`,
    ]);
    const again = temp.store(folder);
    assert.equal((await again.ledger.totals(0)).calls, 1);
    assert.equal(temp.problems.length, 1);
  });

  it('found in the middle of the work gives what can still be read to the new one', async () => {
    const content = await sample();
    const folder = await folderWith(content);
    const reader = temp.database(folder);
    const [page, size] = await reader.read((db) => [
      db.number("SELECT rootpage FROM sqlite_schema WHERE name = 'answers_used'"),
      db.number('PRAGMA page_size'),
    ]);
    await reader.close();
    writeFileSync(fileIn(folder), content.fill(0xff, (page - 1) * size, page * size));
    const budget = () => ({ perDayUsd: 2, warnAt: 1, unknownPrice: 'allow' as const });
    const store = temp.store(folder, { budget });
    const signal = new AbortController().signal;
    await store.ledger.record(callOf({ asked: 'a/60' })); // does not meet the damage
    assert.equal((await store.budget.reserve('a/b', 1, signal)).type, 'reserved');
    assert.deepEqual(temp.problems, []);
    await store.answers.put('other', [{ type: 'text', choice: 0, text: 'b' }]); // does
    assert.equal(asideIn(folder).length, 1);
    assert.equal(temp.problems.length, 1);
    const asked = (await store.ledger.recent(100)).map((call) => call.asked);
    assert.deepEqual(
      asked.reverse(),
      Array.from({ length: 61 }, (_, n) => `a/${n}`),
    );
    assert.equal((await store.refusals.list()).length, 30);
    assert.equal((await store.answers.get('other'))?.length, 1);
    // Neither what was spent nor what is reserved is forgotten: 0.61 and 1 of 2 dollars.
    assert.equal((await store.budget.reserve('a/b', 0.4, signal)).type, 'exceeded');
    assert.equal((await store.budget.reserve('a/b', 0.3, signal)).type, 'reserved');
  });

  it('is replaced once; if the new one is damaged too, memory is safer', async () => {
    const folder = temp.folder();
    const store = temp.store(folder);
    for (let round = 1; round <= 3; round++) {
      await store.refusals.remember(`a/${round}`, 'seed');
      assert.deepEqual(await store.refusals.refused(`a/${round}`), ['seed']);
      const vandal = new (sqliteHere().DatabaseSync)(fileIn(folder), { defensive: false });
      vandal.exec('PRAGMA writable_schema = ON');
      vandal.exec("UPDATE sqlite_schema SET rootpage = 99999 WHERE name = 'refusals'; PRAGMA schema_version = 77");
      vandal.close();
    }
    assert.equal(asideIn(folder).length, 1);
    assert.equal(temp.problems.length, 2);
    assert.match(temp.problems[1] ?? '', /is damaged and can't be replaced/);
  });

  it('found by two windows is set aside once', async () => {
    const folder = await folderWith(Buffer.alloc(8192, 1));
    const both = [temp.store(folder), temp.store(folder)];
    await Promise.all(both.map((store) => store.ledger.record(callOf())));
    assert.equal(asideIn(folder).length, 1);
    assert.equal((await temp.store(folder).ledger.totals(0)).calls, 2);
    assert.equal(temp.problems.length, 1);
  });

  it('never stops the work, is never cut, and is told of when it is noticed', async function () {
    this.timeout(600_000);
    const numRuns = process.env.PARLEY_LONG ? 3_000 : 60;
    const whole = await sample();
    await fc.assert(
      fc.asyncProperty(damages, async (damage) => {
        const content = damaged(whole, damage);
        const folder = await folderWith(content);
        const store = temp.store(folder);
        await store.ledger.record(callOf({ asked: 'new/1' }));
        await store.answers.get('key');
        await store.refusals.remember('new/1', 'seed');
        assert.equal((await store.ledger.recent(1))[0]?.asked, 'new/1');
        assert.ok((await store.refusals.refused('new/1')).includes('seed'));
        await store.ledger.totals(0);
        await store.close();
        const aside = asideIn(folder);
        // An empty file is a database in which nothing is yet.
        const sizes = aside.map((name) => readFileSync(path.join(folder, name)).length);
        assert.ok(sizes.every((size) => size >= content.length));
        assert.ok(temp.problems.length >= aside.length && temp.problems.length <= 2, temp.problems.join('\n'));
        await temp.end();
      }),
      { numRuns },
    );
  });
});

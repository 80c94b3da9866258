import assert from 'node:assert/strict';
import { callOf, noon, sqliteHere, TempStores } from './support/tempStore.ts';

for (const [name, loadSqlite] of [
  ['SQLite', sqliteHere],
  ['memory', () => undefined],
] as const) {
  describe(`the ledger over ${name}`, () => {
    const temp = new TempStores();
    afterEach(() => temp.end());
    const newLedger = () => temp.store(temp.folder(), { loadSqlite }).ledger;

    it('gives a call back as it was recorded', async () => {
      const ledger = newLedger();
      const whole = callOf({
        usage: { input: 10, output: 9, cacheRead: 8, cacheWrite: 7, reasoning: 6, reportedUsd: 0.000_012_5 },
        cost: { type: 'reported', usd: 0.000_012_5 },
        tries: [
          { model: 'a/b', outcome: 'rateLimit', durationMs: 12 },
          { model: 'c/d', outcome: 'answered', durationMs: 34 },
        ],
        finish: 'incomplete',
      });
      const bare = callOf({
        workspace: undefined,
        answered: undefined,
        usage: undefined,
        cost: { type: 'unknown' },
        firstContentMs: undefined,
        tries: [],
        finish: 'failed',
        source: 'cached',
      });
      await ledger.record(whole);
      await ledger.record(bare);
      assert.deepEqual(await ledger.recent(10), [bare, whole]);
      assert.deepEqual(await ledger.recent(1), [bare]);
    });

    it('sums up a period, and never counts an unknown cost as nothing', async () => {
      const ledger = newLedger();
      const costs = [{ type: 'reported', usd: 1 }, { type: 'estimated', usd: 0.25 }, { type: 'unknown' }] as const;
      for (const cost of costs) {
        await ledger.record(callOf({ at: noon, cost }));
        await ledger.record(callOf({ at: noon - 1, cost }));
      }
      await ledger.record(
        callOf({ at: noon, cost: { type: 'estimated', usd: 0 }, usage: undefined, source: 'cached' }),
      );
      assert.deepEqual(await ledger.totals(noon), { calls: 4, usd: 1.25, unknown: 1, input: 360, output: 120 });
      assert.deepEqual(await ledger.totals(noon - 1), { calls: 7, usd: 2.5, unknown: 2, input: 720, output: 240 });
      assert.deepEqual(await ledger.totals(noon + 1), { calls: 0, usd: 0, unknown: 0, input: 0, output: 0 });
    });

    it('knows how fast a model was, by its last calls that tell', async () => {
      const ledger = newLedger();
      const of = (firstContentMs: number, more = {}) =>
        ledger.record(callOf({ used: 'a/b', firstContentMs, durationMs: firstContentMs + 1000, ...more }));
      assert.equal(await ledger.latency('a/b', 5), undefined);
      await of(9000); // too long ago to be among the last three
      await of(300, { usage: { output: 30 } });
      await of(100, { usage: { output: 150, reasoning: 50 } });
      await of(200, { usage: undefined });
      const noise = [
        { used: 'a/c' },
        { source: 'cached' },
        { finish: 'incomplete' },
        { finish: 'failed', firstContentMs: undefined },
        { tries: [1, 2].map(() => ({ model: 'a/b', outcome: 'answered', durationMs: 1 })) },
      ];
      for (const more of noise) await of(5, more);
      assert.deepEqual(await ledger.latency('a/b', 3), { firstContentMs: 200, tokensPerSecond: 65, calls: 3 });
      assert.deepEqual(await ledger.latency('a/b', 2), { firstContentMs: 150, tokensPerSecond: 100, calls: 2 });
    });

    it('takes times that are no whole numbers', async () => {
      const ledger = newLedger();
      await ledger.record(callOf({ at: noon + 0.4, firstContentMs: 1.5, durationMs: 2.6 }));
      assert.equal((await ledger.recent(1)).length, 1);
      assert.deepEqual(
        temp.problems.filter((sentence) => sentence.includes('ledger')),
        [],
      );
    });
  });
}

describe('the ledger over SQLite, in the long run', () => {
  const temp = new TempStores();
  afterEach(() => temp.end());

  it('keeps the newest hundred thousand calls', async function () {
    this.timeout(20_000);
    const folder = temp.folder();
    const store = temp.store(folder);
    await store.ledger.record(callOf({ asked: 'first' }));
    const filler = temp.database(folder);
    await filler.write((db) =>
      db.run(
        `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
         INSERT INTO calls (at, asked, used, cost, usd, duration_ms, tries, finish, source)
         SELECT i, 'a/b', 'a/b', 'estimated', 0.01, 1, '[]', 'stop', 'provider' FROM n`,
      ),
    );
    assert.equal((await store.ledger.totals(0)).calls, 100_001);
    await store.ledger.record(callOf({ asked: 'last' }));
    assert.equal((await store.ledger.totals(0)).calls, 100_000);
    const all = await store.ledger.recent(100_001);
    assert.equal(all.at(0)?.asked, 'last');
    assert.equal(all.at(-1)?.at, 2); // `first` and the one after it are gone
  });

  it('reads a row that is damaged without failing', async () => {
    const folder = temp.folder();
    const { ledger } = temp.store(folder);
    await ledger.record(callOf());
    await temp.database(folder).write((db) => db.run("UPDATE calls SET tries = '[{\"mod', finish = 'sto', usd = NULL"));
    const [call] = await ledger.recent(1);
    assert.deepEqual(call && [call.tries, call.finish, call.cost], [[], 'failed', { type: 'unknown' }]);
  });
});

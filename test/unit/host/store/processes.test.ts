// Several windows, that is processes, over one store.
import assert from 'node:assert/strict';
import { openWindow } from './support/otherWindow.ts';
import { callOf, TempStores } from './support/tempStore.ts';

describe('the store in several processes', function () {
  this.timeout(60_000);
  const temp = new TempStores();
  afterEach(() => temp.end());

  it('keeps every call of four windows that write at the same time', async () => {
    const folder = temp.folder();
    const names = ['a', 'b', 'c', 'd'];
    const windows = names.map((name) => openWindow(folder, 'append', name, '250'));
    await Promise.all(windows.map(({ ready }) => ready));
    for (const window of windows) window.begin();
    const ends = await Promise.all(windows.map(({ ended }) => ended));
    assert.deepEqual(ends, ['done', 'done', 'done', 'done']);
    assert.deepEqual(
      windows.flatMap(({ lines }) => lines.filter((line) => line.startsWith('problem'))),
      [],
    );
    const kept = (await temp.store(folder).ledger.recent(2000)).map(({ asked }) => asked);
    const expected = names.flatMap((name) => Array.from({ length: 250 }, (_, n) => `${name}/${n}`));
    assert.deepEqual(kept.sort(), expected.sort());
  });

  it('loses nothing that was said to be kept when a window is killed while it writes', async () => {
    const rounds = Number(process.env.PARLEY_KILL_ROUNDS ?? (process.env.PARLEY_LONG ? 60 : 5));
    const folder = temp.folder();
    for (let round = 0; round < rounds; round++) {
      const window = openWindow(folder, 'append', `r${round}`, '100000');
      const killAfter = 1 + Math.floor(Math.random() * 150);
      window.onLine((line) => {
        if (line === `kept ${killAfter}`) window.kill();
      });
      await window.ready;
      window.begin();
      assert.equal(await window.ended, 'killed');
      const store = temp.store(folder);
      const kept = (await store.ledger.recent(100_000)).map(({ asked }) => asked);
      const ofRound = kept.filter((asked) => asked.startsWith(`r${round}/`)).reverse();
      // One more may be safe than was said; never one less, and none out of its order.
      assert.ok(ofRound.length >= window.lines.length, `${ofRound.length} of ${window.lines.length}`);
      assert.deepEqual(
        ofRound,
        ofRound.map((_, n) => `r${round}/${n}`),
      );
      await store.ledger.record(callOf());
      await store.close();
    }
    assert.deepEqual(temp.problems, []);
  });

  it('never reserves more than the budget, whoever asks first', async () => {
    const folder = temp.folder();
    const windows = [1, 2].map(() => openWindow(folder, 'reserve', '0.01', '40', '0.50'));
    await Promise.all(windows.map(({ ready }) => ready));
    for (const window of windows) window.begin();
    await Promise.all(windows.map(({ ended }) => ended));
    const answers = windows.flatMap(({ lines }) => lines);
    assert.equal(answers.length, 80);
    assert.equal(answers.filter((answer) => answer === 'reserved').length, 50);
    assert.equal(answers.filter((answer) => answer === 'exceeded').length, 30);
  });
});

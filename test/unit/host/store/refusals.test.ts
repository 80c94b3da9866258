import assert from 'node:assert/strict';
import { noon, sqliteHere, TempStores } from './support/tempStore.ts';

for (const [name, loadSqlite] of [
  ['SQLite', sqliteHere],
  ['memory', () => undefined],
] as const) {
  describe(`refused parameters over ${name}`, () => {
    const temp = new TempStores();
    afterEach(() => temp.end());

    it('are remembered until they are cleared, for one model or all', async () => {
      const { refusals } = temp.store(temp.folder(), { loadSqlite });
      for (const [model, parameter] of [
        ['a/b', 'top_p'],
        ['a/b', 'seed'],
        ['a/b', 'seed'],
        ['c/d', 'seed'],
        ['e/f', 'stop'],
      ] as const) {
        await refusals.remember(model, parameter);
      }
      assert.deepEqual(await refusals.refused('a/b'), ['seed', 'top_p']);
      assert.deepEqual(await refusals.refused('a'), []);
      await refusals.clear({ model: 'a/b' });
      assert.deepEqual(await refusals.list(), [
        { model: 'c/d', parameter: 'seed', at: noon },
        { model: 'e/f', parameter: 'stop', at: noon },
      ]);
      await refusals.clear('all');
      assert.deepEqual(await refusals.list(), []);
    });
  });
}

describe('refused parameters in two windows', () => {
  const temp = new TempStores();
  afterEach(() => temp.end());

  it('count in both at once, also when they are cleared', async () => {
    const folder = temp.folder();
    const [one, other] = [temp.store(folder).refusals, temp.store(folder).refusals];
    assert.deepEqual(await other.refused('a/b'), []);
    await one.remember('a/b', 'seed');
    assert.deepEqual(await other.refused('a/b'), ['seed']);
    await other.clear('all');
    assert.deepEqual(await one.refused('a/b'), []);
  });
});

// Every version that was ever released is opened by the newest code. `node test/unit/host/store/support/makeGolden.ts` makes the file of
// a new version; one that is there is never made again.
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { migrations, schemaOf } from '../../../../src/host/store/schema.ts';
import { fillGolden, goldenCall, goldenEvents, goldenFile } from './support/golden.ts';
import { TempStores } from './support/tempStore.ts';

describe('the golden files', () => {
  const temp = new TempStores();
  afterEach(() => temp.end());

  for (const version of migrations.map((_, index) => index + 1)) {
    it(`of version ${version} is read by the newest version`, async () => {
      assert.ok(existsSync(goldenFile(version)), 'run test/unit/host/store/support/makeGolden.ts');
      const folder = temp.folder();
      mkdirSync(folder);
      copyFileSync(goldenFile(version), path.join(folder, 'parley.db'));
      const database = temp.database(folder);
      assert.equal(await database.read((db) => db.number('PRAGMA user_version')), migrations.length);
      const fresh = temp.database(temp.folder());
      assert.deepEqual(await database.read(schemaOf), await fresh.read(schemaOf));
      const store = temp.store(folder);
      assert.deepEqual(await store.ledger.recent(10), [goldenCall]);
      assert.deepEqual(await store.refusals.refused('openai/gpt-6'), ['temperature']);
      assert.deepEqual(await store.answers.get('golden'), goldenEvents);
      assert.deepEqual((await store.sent.list())[0]?.body, '{"model":"gpt-6"}');
      assert.deepEqual(temp.problems, []);
    });
  }

  it('are made of what the stores hold', async () => {
    const folder = temp.folder();
    await fillGolden(temp.store(folder));
    assert.deepEqual(await temp.store(folder).ledger.recent(10), [goldenCall]);
  });
});

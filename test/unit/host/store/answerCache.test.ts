import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ChatEvent } from '../../../../src/core/chat/events.ts';
import { type CacheLimits, createAnswerCache, usualCacheLimits } from '../../../../src/host/store/answerCache.ts';
import { answersInMemory } from '../../../../src/host/store/withoutSqlite.ts';
import { noon, TempStores } from './support/tempStore.ts';

const answer = (text: string): readonly ChatEvent[] => [
  { type: 'response', model: 'gpt-6' },
  { type: 'text', choice: 0, text },
  { type: 'finish', choice: 0, reason: 'stop' },
];
const bytesOf = (events: readonly ChatEvent[]) => Buffer.byteLength(JSON.stringify(events));
const small = bytesOf(answer('aa'));

for (const name of ['SQLite', 'memory'] as const) {
  describe(`kept answers over ${name}`, () => {
    const temp = new TempStores();
    afterEach(() => temp.end());

    function open(limits: Partial<CacheLimits> = {}) {
      const all = { ...usualCacheLimits, ...limits };
      const wall = () => temp.now;
      return name === 'memory'
        ? answersInMemory(wall, all)
        : createAnswerCache(temp.database(temp.folder()), wall, all);
    }

    it('come back as they were, by their exact key', async () => {
      const answers = open();
      await answers.put('key', answer('“ä” 🎉'));
      assert.deepEqual(await answers.get('key'), answer('“ä” 🎉'));
      assert.equal(await answers.get('ke'), undefined);
      await answers.put('key', answer('newer'));
      assert.deepEqual(await answers.get('key'), answer('newer'));
      assert.deepEqual(await answers.size(), { answers: 1, bytes: bytesOf(answer('newer')) });
      await answers.clear();
      assert.equal(await answers.get('key'), undefined);
    });

    it('are not kept above the size of one', async () => {
      const answers = open({ entryBytes: small });
      await answers.put('small', answer('aa'));
      await answers.put('large', answer('aaa'));
      await answers.put('wide', answer('ä€'));
      assert.deepEqual(await Promise.all(['small', 'large', 'wide'].map((key) => answers.get(key))), [
        answer('aa'),
        undefined,
        undefined,
      ]);
    });

    it('make room for each other: what was used longest ago goes first', async () => {
      const answers = open({ totalBytes: 3 * small });
      for (const key of ['a1', 'b1', 'c1']) {
        temp.now++;
        await answers.put(key, answer(key));
      }
      temp.now++;
      await answers.get('a1');
      temp.now++;
      await answers.put('d1', answer('d1'));
      assert.deepEqual(await answers.size(), { answers: 3, bytes: 3 * small });
      assert.equal(await answers.get('b1'), undefined);
      for (const key of ['a1', 'c1', 'd1']) assert.deepEqual(await answers.get(key), answer(key));
    });

    it('are forgotten after thirty days', async () => {
      const answers = open();
      await answers.put('key', answer('old'));
      temp.now = noon + usualCacheLimits.ageMs - 1;
      assert.deepEqual(await answers.get('key'), answer('old'));
      temp.now = noon + usualCacheLimits.ageMs;
      assert.equal(await answers.get('key'), undefined);
      assert.deepEqual(await answers.size(), { answers: 0, bytes: 0 });
    });
  });
}

describe('kept answers on disk', () => {
  const temp = new TempStores();
  afterEach(() => temp.end());

  for (const [how, change] of [
    ['a letter that changed', "replace(events, 'whole', 'wxole')"],
    ['an end that is missing', 'substr(events, 1, 20)'],
    ['no event', "'[1, 2]'"],
  ] as const) {
    it(`are ignored with ${how}`, async () => {
      const folder = temp.folder();
      const { answers } = temp.store(folder);
      await answers.put('key', answer('whole'));
      await temp.database(folder).write((db) => db.run(`UPDATE answers SET events = ${change}`));
      assert.equal(await answers.get('key'), undefined);
      assert.equal((await answers.size()).answers, 0);
      assert.deepEqual(temp.problems, []);
    });
  }

  it('are gone from the disk when they are cleared', async () => {
    const folder = temp.folder();
    const store = temp.store(folder);
    const traces = () =>
      readdirSync(folder).filter((name) => readFileSync(path.join(folder, name)).includes('CANARY-1234'));
    await store.answers.put('key', answer(`CANARY-1234 ${'x'.repeat(100_000)}`));
    await store.sent.add({ at: 1, model: 'a/b', url: 'https://a', body: `CANARY-1234 ${'x'.repeat(100_000)}` });
    assert.notDeepEqual(traces(), []);
    await store.answers.clear();
    await store.sent.clear();
    assert.deepEqual(traces(), []);
    const size = (await temp.database(folder).read((db) => db.number('PRAGMA page_count'))) * 4096;
    assert.ok(size < 100_000, `${size} bytes`);
  });
});

// Makes test/golden/parley-vN.db, N being the newest version. What is there stays: a released version never changes.
// usage: node test/unit/host/store/support/makeGolden.ts
import { existsSync } from 'node:fs';
import path from 'node:path';
import { migrations } from '../../../../../src/host/store/schema.ts';
import { fillGolden, goldenFile } from './golden.ts';
import { sqliteHere, TempStores } from './tempStore.ts';

const target = goldenFile(migrations.length);
if (existsSync(target)) throw new Error(`${target} is there already`);
const temp = new TempStores();
const folder = temp.folder();
const store = temp.store(folder);
await fillGolden(store);
await store.close();
const database = new (sqliteHere().DatabaseSync)(path.join(folder, 'parley.db'));
// Small pages make a small file.
database.exec('PRAGMA journal_mode = DELETE; PRAGMA page_size = 512; VACUUM;');
database.prepare('VACUUM INTO ?').run(target);
database.close();
await temp.end();

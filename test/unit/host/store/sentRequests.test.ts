import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { catalog } from '../../../../src/core/models/catalog.ts';
import type { SentRequest } from '../../../../src/core/run/deps.ts';
import { withoutKeys } from '../../../../src/host/store/keyLike.ts';
import { bodyBytes } from '../../../../src/host/store/sentRequests.ts';
import { sqliteHere, TempStores } from './support/tempStore.ts';

const keyPrefixes = catalog.flatMap((row) => row.keyPrefixes);
const sentOf = (body: string, more: Partial<SentRequest> = {}): SentRequest => {
  return { at: 5, model: 'a/b', url: 'https://a.example/v1/chat/completions', body, ...more };
};

for (const [name, loadSqlite] of [
  ['SQLite', sqliteHere],
  ['memory', () => undefined],
] as const) {
  describe(`sent requests over ${name}`, () => {
    const temp = new TempStores();
    afterEach(() => temp.end());
    const open = () => temp.store(temp.folder(), { loadSqlite, keyPrefixes, secrets: () => ['hunter2-hunter2'] }).sent;

    it('are the last fifty, newest first, until they are cleared', async () => {
      const sent = open();
      const writes = Array.from({ length: 60 }, (_, n) => sent.add(sentOf(`{"n":${n}}`)));
      const expected = Array.from({ length: 50 }, (_, n) => sentOf(`{"n":${59 - n}}`));
      assert.deepEqual(await sent.list(), expected);
      await Promise.all(writes);
      await sent.clear();
      assert.deepEqual(await sent.list(), []);
    });

    it('are cut where they are too long, never through a key or a character', async () => {
      const sent = open();
      const key = 'sk-proj-0123456789abcdefghijklmnop';
      await sent.add(sentOf(`${'é '.repeat(699_000)}${' '.repeat(bodyBytes - 3 * 699_000 - 12)}${key} and more`));
      await sent.add(sentOf(`${'x '.repeat(bodyBytes / 2 - 1)}x🎉`));
      const [cut, halved] = (await sent.list()).toReversed().map(({ body }) => body);
      assert.ok(cut && halved);
      assert.equal(cut.includes('sk-proj'), false);
      assert.match(cut, /\n\[cut here: the whole request has \d+ characters\]$/);
      assert.ok(Buffer.byteLength(cut) <= bodyBytes + 100);
      assert.equal(halved.includes('\ufffd'), false);
      const most = 'x '.repeat(bodyBytes / 2);
      await sent.add(sentOf(most));
      assert.equal((await sent.list())[0]?.body, most);
    });

    it('hold no key: not a known one, not one that looks like one, not in the address', async () => {
      const sent = open();
      const key = 'sk-proj-0123456789abcdefghijklmnop';
      const url = `https://a.example/v1?key=AIzaSyA1234567890abcdefghijklmnopqrstu&x=${encodeURIComponent('hunter2-hunter2')}`;
      await sent.add(sentOf(JSON.stringify({ text: `hunter2-hunter2 ${key} ${btoa(key)}` }), { url }));
      const [request] = await sent.list();
      assert.equal(request?.body, '{"text":"[redacted] [redacted] [redacted]"}');
      assert.equal(request?.url, 'https://a.example/v1?key=[redacted]&x=[redacted]');
    });
  });
}

describe('sent requests on disk', () => {
  const temp = new TempStores();
  afterEach(() => temp.end());

  it('hold no key in any file', async () => {
    const folder = temp.folder();
    const { sent } = temp.store(folder, { keyPrefixes });
    const key = 'sk-ant-api03-CANARY0123456789-abcdefghijkl';
    await sent.add(sentOf(JSON.stringify({ messages: [{ content: `my key is ${key}, why does it fail?` }] })));
    for (const name of readdirSync(folder)) {
      assert.equal(readFileSync(path.join(folder, name)).includes('CANARY'), false, name);
    }
    assert.match((await sent.list())[0]?.body ?? '', /my key is \[redacted\], why/);
  });
});

describe('a text without keys', () => {
  const clean = (text: string) => withoutKeys(text, keyPrefixes, []);
  const random = '0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1w';

  for (const prefix of new Set(keyPrefixes)) {
    it(`has none that begins with ${prefix}`, () => {
      assert.equal(clean(`a "${prefix}${random}" b`), 'a "[redacted]" b');
    });
  }

  for (const [text, expected] of [
    ['AKIAIOSFODNN7EXAMPLE', '[redacted]'],
    [`ghp_${random}`, '[redacted]'],
    [`eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.${random}`, '[redacted]'],
    ['Authorization: Bearer abcd-1234-efgh-5678', 'Authorization: Bearer [redacted]'],
    ['"api_key": "abcdefgh12345678"', '"api_key": "[redacted]"'],
    ['{"text":"{\\"clientSecret\\": \\"abcdefgh12345678\\"}"}', '{"text":"{\\"clientSecret\\": \\"[redacted]\\"}"}'],
    ['x -----BEGIN RSA PRIVATE KEY-----\\nMIIE\\n-----END RSA PRIVATE KEY----- y', 'x [redacted] y'],
    ['-----BEGIN PRIVATE KEY-----\nMIIEabc', '[redacted]'],
  ] as const) {
    it(`is made of ${text.slice(0, 30).replace(/\n/g, ' ')}`, () => assert.equal(clean(text), expected));
  }

  for (const text of [
    'import sk-learn-and-other-things-that-are-long',
    'task-1234567890123456789012',
    'the key: aSimpleFunctionNameThatIsLong',
    'const token = tokens[i + 1]; // see api_key',
    'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ',
    '0123456789abcdef0123456789abcdef01234567',
  ]) {
    it(`leaves ${text.slice(0, 40)} alone`, () => assert.equal(clean(text), text));
  }

  it('is found quickly in a long text', () => {
    const long = 'A'.repeat(bodyBytes / 2) + 'key token secret sk- '.repeat(50_000);
    const begun = performance.now();
    clean(long);
    const took = performance.now() - begun;
    assert.ok(took < 1500, `${took} ms`);
  });
});

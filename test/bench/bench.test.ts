import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Given, type Line, lineWithGoal, lineWithLeast } from './bench.ts';
import { benches } from './benches.ts';
import { extensionJsBytes } from './extensionJsBytes.ts';
import { framesOf, networkApis, piecesOf, textOf } from './support/frames.ts';
import { startLimitedServer } from './support/limitedServer.ts';
import { lastWords, markdownAnswer } from './support/markdownAnswer.ts';
import { type Packed, pack } from './support/packed.ts';
import { feedOf } from './support/panelFeed.ts';
import { fetchAnswer, readByFetch } from './support/readers/floor.ts';
import { median, quantile } from './support/statistics.ts';
import { startStreamServer } from './support/streamServer.ts';
import { vsixBytes } from './vsixBytes.ts';
import { webviewJsGzipBytes } from './webviewJsGzipBytes.ts';

describe('the benches', () => {
  it('have names of their own', () => {
    const names = benches.flatMap((bench) => bench.names);
    assert.deepEqual([...new Set(names)], names);
    for (const name of names) assert.match(name, /^[a-zA-Z0-9]+(_[a-zA-Z0-9]+)+$/);
  });

  it('say whether a goal is met', () => {
    assert.deepEqual(lineWithGoal('a', 12, 'ms', 12, {}).detail, { goal: '≤ 12', met: true });
    assert.deepEqual(lineWithGoal('a', 12.01, 'ms', 12, { more: 1 }).detail, { goal: '≤ 12', met: false, more: 1 });
    assert.deepEqual(lineWithLeast('a', 100, 'requests', 100, {}).detail, { goal: '≥ 100', met: true });
    assert.deepEqual(lineWithLeast('a', 99, 'requests', 100, {}).detail, { goal: '≥ 100', met: false });
  });

  it('take the middle', () => {
    assert.equal(median([30, 1, 2]), 2);
    assert.equal(median([4, 1, 2, 3]), 2.5);
    assert.equal(quantile([1, 2, 3, 4, 5], 1), 5);
    assert.throws(() => median([]));
  });

  it('stream what they say they stream, on every wire', async () => {
    await using server = await startStreamServer(new AbortController().signal);
    for (const api of networkApis) assert.equal(await readByFetch(api, server.origin)('deltas-100'), textOf(100), api);
  });

  it('send each piece of text in a frame of its own', () => {
    for (const api of networkApis) {
      const { opening, piece, closing } = framesOf[api];
      for (const word of new Set(piecesOf(20))) assert.ok(piece(word).includes(JSON.stringify(word)), api);
      for (const frame of [...opening, ...closing(20)]) assert.ok(!frame.includes('model writes'), api);
    }
  });

  it('count what a limited provider rejects', async () => {
    await using server = await startLimitedServer(3);
    const statuses: number[] = [];
    for (let request = 0; request < 5; request += 1) {
      const response = await fetchAnswer('openai-chat', server.origin, 'any');
      await response.text();
      statuses.push(response.status);
    }
    assert.deepEqual(statuses, [200, 200, 200, 429, 429]);
    assert.deepEqual(server.counts, { answered: 3, rejected: 2 });
  });

  it('feed the panel the whole answer, about 33 messages a second', () => {
    const text = markdownAnswer(20_000);
    const { sent } = feedOf(text);
    const appended = sent.flatMap(({ message }) => (message.type === 'appended' ? [message.text] : []));
    assert.ok(text.length >= 20_000 && text.endsWith(lastWords));
    assert.equal(appended.join(''), text);
    assert.ok(Math.abs(appended.length / ((sent.at(-1)?.at ?? 0) / 1000) - 33) < 2, `${appended.length} messages`);
  });
});

describe('the benches of sizes', function () {
  this.timeout(60_000);
  const unused = () => Promise.reject(new Error('a bench of sizes starts nothing'));
  let folder: string;
  let packed: Packed;
  let given: Given;

  before(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'parley-bench-test-'));
    packed = await pack(folder);
    const { signal } = new AbortController();
    given = { packed: async () => packed, pipeline: unused, vscode: unused, browser: unused, say: () => {}, signal };
  });
  after(() => rmSync(folder, { recursive: true }));

  it('weigh the packed extension', async () => {
    const [line] = await vsixBytes.run(given);
    assert.equal(line?.value, statSync(packed.vsix).size);
  });

  it('weigh what is loaded at once, apart from what is not', async () => {
    for (const bench of [extensionJsBytes, webviewJsGzipBytes]) {
      const [line] = await bench.run(given);
      assert.deepEqual([line?.name], bench.names);
      assert.equal(line?.unit, 'bytes');
      assert.equal(sumOf(line?.detail.eager), line?.value);
    }
  });

  it('find the SDKs among what is loaded later', async () => {
    const [line] = await extensionJsBytes.run(given);
    assert.ok(sumOf(line?.detail.lazy) > 500_000);
    assert.ok((line?.value ?? 0) > 10_000 && (line?.value ?? 0) < 500_000);
  });
});

function sumOf(sizes: Line['detail'][string]): number {
  assert.ok(typeof sizes === 'object' && sizes !== null);
  return Object.values(sizes).reduce((sum, size) => sum + size, 0);
}

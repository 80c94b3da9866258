import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Given, type Line, lineWithGoal } from './bench.ts';
import { benches } from './benches.ts';
import { extensionJsBytes } from './extensionJsBytes.ts';
import { answerOf } from './support/frames.ts';
import { lastWords, markdownAnswer } from './support/markdownAnswer.ts';
import { type Packed, pack } from './support/packed.ts';
import { feedOf } from './support/panelFeed.ts';
import { median, quantile } from './support/statistics.ts';
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
  });

  it('take the middle', () => {
    assert.equal(median([30, 1, 2]), 2);
    assert.equal(median([4, 1, 2, 3]), 2.5);
    assert.equal(quantile([1, 2, 3, 4, 5], 1), 5);
    assert.throws(() => median([]));
  });

  it('stream what they say they stream', () => {
    const { frames, text } = answerOf('openai-chat', 100);
    const pieces = frames.filter((frame) => frame.includes('"delta":{"content":'));
    const said = pieces.map((frame) => JSON.parse(frame.slice('data: '.length)).choices[0].delta.content);
    assert.equal(pieces.length, 100);
    assert.equal(said.join(''), text);
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
    given = { packed: async () => packed, vscode: unused, browser: unused, say: () => {}, signal };
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

// What users install: the packed extension.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Metafile } from 'esbuild';
import { packageExtension } from '../scripts/package.mjs';
import { readVsix } from './support/vsix.ts';

const root = path.resolve(import.meta.dirname, '..');
const maximumBytes = 1_000_000;
const sdks = ['openai', '@anthropic-ai/sdk', '@google/genai', 'ollama'];

describe('the packed extension', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-vsix-'));
  const vsix = path.join(folder, 'parley.vsix');
  let names: readonly string[] = [];

  before(async () => {
    await packageExtension(vsix);
    names = [...readVsix(vsix).keys()].filter((name) => name.startsWith('extension/')).map((name) => name.slice(10));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('holds the bundle, the pictures and the documents, and nothing else', () => {
    const top = new Set(names.map((name) => name.split('/')[0]));
    const documents = ['LICENSE.txt', 'THIRD_PARTY_NOTICES.txt', 'changelog.md', 'readme.md'];
    assert.deepEqual([...top].sort(), [...documents, 'dist', 'media', 'package.json'].sort());
  });

  it('carries the licence of everything that is bundled', () => {
    const notices = readVsix(vsix).get('extension/THIRD_PARTY_NOTICES.txt')?.toString('utf8') ?? '';
    for (const name of [
      'openai',
      '@anthropic-ai/sdk',
      'eventsource-parser',
      'preact',
      'marked',
      'dompurify',
      '@vscode/codicons',
    ]) {
      assert.match(notices, new RegExp(`^${name} \\d+\\.`, 'm'));
    }
  });

  it('holds no source, source map or test', () => {
    const inDist = names.filter((name) => name.startsWith('dist/'));
    assert.ok(inDist.includes('dist/extension.js'));
    assert.deepEqual(
      inDist.filter((name) => !/\.(js|css|ttf)$/.test(name)),
      [],
    );
    assert.deepEqual(
      names.filter((name) => /\.(ts|tsx|map)$|test/.test(name)),
      [],
    );
  });

  it(`is no larger than ${maximumBytes} bytes`, () => {
    assert.ok(statSync(vsix).size <= maximumBytes, `${statSync(vsix).size} bytes`);
  });

  it('has its main script, its icon and every picture that the manifest names', () => {
    const manifest = readFileSync(path.join(root, 'package.json'), 'utf8');
    const named = [...manifest.matchAll(/"(?:\.\/)?((?:media|dist)\/[^"]+)"/g)].map(([, name]) => name ?? '');
    assert.ok(named.length > 0);
    assert.deepEqual(
      named.filter((name) => !names.includes(name)),
      [],
    );
  });

  it('loads no SDK before it is used', () => {
    const metafile: Metafile = JSON.parse(readFileSync(path.join(root, 'out/meta/production/host.json'), 'utf8'));
    const eager = eagerInputs(metafile);
    assert.ok(eager.includes('src/extension.ts'));
    assert.deepEqual(
      eager.filter((input) => sdks.some((sdk) => input.includes(`node_modules/${sdk}/`))),
      [],
    );
  });
});

/** The source files that run when VS Code loads the extension: the entry point's chunk and what it imports statically. */
function eagerInputs({ outputs }: Metafile): readonly string[] {
  const entry = Object.keys(outputs).find((name) => outputs[name]?.entryPoint === 'src/extension.ts');
  const eager = new Set([entry]);
  for (const name of eager) {
    const imports = name === undefined ? [] : (outputs[name]?.imports ?? []);
    for (const { kind, path: chunk } of imports) if (kind === 'import-statement' && chunk in outputs) eager.add(chunk);
  }
  return [...eager].flatMap((name) => Object.keys((name !== undefined && outputs[name]?.inputs) || {}));
}

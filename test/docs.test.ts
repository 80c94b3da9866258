// The documents say what is true: what docs/chat-completions.md says works names a test that exists, and every file that is named is there.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const page = 'docs/chat-completions.md';
const states = ['works', 'planned', 'declined'];

/** First and last number of each group; a number may have letters: 119 is followed by 119a … 119f. */
const groups: readonly (readonly [first: number, last: number])[] = [
  ...([
    [1, 22],
    [30, 40],
    [50, 59],
    [70, 84],
    [90, 102],
    [110, 119],
    [130, 151],
    [160, 178],
    [180, 182],
  ] as const),
  ...([
    [120, 127],
    [190, 200],
    [210, 213],
    [220, 221],
    [230, 235],
    [240, 244],
  ] as const),
];
const lettered = [...'abcdef'].map((letter) => `A-119${letter}`);
const numbered = groups.flatMap(([first, last]) =>
  Array.from({ length: last - first + 1 }, (_, at) => `A-${String(first + at).padStart(3, '0')}`),
);
const contradictions = Array.from({ length: 13 }, (_, at) => `X-${at + 1}`);
/** Every row the page must have. */
const ids: readonly string[] = [...numbered, ...lettered, 'A-150b', ...contradictions];

interface Row {
  readonly id: string;
  readonly what: string;
  readonly state: string;
  readonly reason: string;
}

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

function rowsOf(text: string): readonly Row[] {
  return text.split('\n').flatMap((line) => {
    if (!/^\| [AX]-/.test(line)) return [];
    const [id = '', what = '', state = '', reason = '', ...more] = line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim());
    assert.ok(line.endsWith('|') && more.length === 0 && reason !== '', `${id} has not four cells`);
    return [{ id, what, state, reason }];
  });
}

interface Citation {
  readonly file: string;
  readonly title: string;
}

/** `unit/core/x.test.ts` “title”: a test, its file under test/. In titles that are put together, … stands for what is put in. */
function citationsOf(text: string): readonly Citation[] {
  return [...text.matchAll(/`([\w./-]+\.test\.ts)`((?:,? “[^”]+”)+)/g)].flatMap(([, file = '', titles = '']) =>
    [...titles.matchAll(/“([^”]+)”/g)].map(([, title = '']) => ({ file: `test/${file}`, title })),
  );
}

const known = new Map<string, ReadonlySet<string>>();

/** The titles of a file's tests, as they can be cited. */
function titlesOf(file: string): ReadonlySet<string> {
  const kept = known.get(file);
  if (kept) return kept;
  const found = read(file).matchAll(/\bit\(\s*(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"|`((?:\\.|[^`\\])*)`)/g);
  const titles = [...found].map(([, single, double, template]) => single ?? double ?? withoutPlaces(template ?? ''));
  const set = new Set(titles.map((title) => title.replace(/\\(.)/g, '$1')));
  known.set(file, set);
  return set;
}

function withoutPlaces(template: string): string {
  return template.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '…');
}

function wordsIn(text: string): number {
  return text.split(/\s+/).filter((word) => /\p{L}{2}/u.test(word)).length;
}

describe(page, () => {
  const text = read(page);
  const rows = rowsOf(text);

  it('has every row once', () => {
    assert.equal(ids.length, new Set(ids).size);
    assert.deepEqual(rows.map(({ id }) => id).sort(), [...ids].sort());
  });

  it('says of every row what it is, and one of three states', () => {
    for (const { id, what, state } of rows) {
      assert.ok(states.includes(state), `${id} is "${state}"`);
      assert.ok(wordsIn(what) > 0 || what.startsWith('`'), id);
    }
  });

  it('names a test for whatever works', () => {
    for (const { id, state, reason } of rows) {
      if (state === 'works') assert.ok(citationsOf(reason).length > 0, `${id} names no test`);
    }
  });

  it('names only tests that exist', () => {
    const cited = citationsOf(text);
    assert.ok(cited.length > 100);
    for (const { file, title } of cited) {
      assert.ok(existsSync(path.join(root, file)), `${file} does not exist`);
      assert.ok(titlesOf(file).has(title), `${file} has no test “${title}”`);
    }
    const quoted = [...text.matchAll(/“([^”]+)”/g)].length;
    assert.equal(cited.length, quoted, 'what stands in “…” is the title of a test behind its file');
  });

  it('gives a reason for whatever is planned or declined', () => {
    for (const { id, state, reason } of rows) {
      if (state !== 'works') assert.ok(wordsIn(reason) >= 4, `${id}: ${reason}`);
    }
  });

  it('says where each decision about a contradiction lies', () => {
    for (const { id, state, what, reason } of rows) {
      if (id.startsWith('X-') && state === 'works') assert.match(what + reason, /`src\/[\w/]+\.(?:ts|json)`/, id);
    }
  });
});

describe('the documents', () => {
  for (const file of [page, 'README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md']) {
    it(`name only files that exist: ${file}`, () => {
      const text = read(file);
      const from = path.dirname(file);
      for (const [, target = ''] of text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
        assert.ok(existsSync(path.join(root, from, target)), `${target} does not exist`);
      }
      for (const [, named = ''] of text.matchAll(/`((?:[\w.-]+\/)+[\w-]+\.(?:tsx?|mjs|json|md))`/g)) {
        const places = ['', 'src', 'test'].map((folder) => path.join(root, folder, named));
        assert.ok(places.some(existsSync), `${named} does not exist`);
      }
    });
  }
});

import assert from 'node:assert/strict';
import { CodeStream, contentKindOf } from '../../../src/core/code/codeStream.ts';
import { type Placement, placementOf } from '../../../src/core/code/placement.ts';

/** Reads a document with `[` and `]` around what is selected, or `|` for the cursor. */
function place(marked: string, insertSpaces = true): Placement {
  const style = { tabSize: 4, insertSpaces };
  const cursor = marked.indexOf('|');
  if (cursor >= 0) return placementOf(marked.replace('|', ''), cursor, cursor, style);
  const start = marked.indexOf('[');
  return placementOf(marked.replace('[', '').replace(']', ''), start, marked.indexOf(']') - 1, style);
}

const none = { begins: 'line', base: '', present: '', head: '', tail: '', tabSize: 4 };

describe('placementOf', () => {
  it('takes the indentation before the cursor', () => {
    const placement = place('a\n    |\nb');
    assert.deepEqual(placement, { ...none, target: { start: 6, end: 6 }, base: '    ', present: '    ' });
  });
  it('knows no indentation on an empty line or in the middle of one', () => {
    assert.deepEqual(place('  a\n|\n  b'), { ...none, target: { start: 4, end: 4 } });
    assert.deepEqual(place('  f(|)'), { ...none, begins: 'inLine', target: { start: 4, end: 4 } });
    assert.deepEqual(place('const a = |'), { ...none, begins: 'inLine', target: { start: 10, end: 10 } });
    assert.deepEqual(place('|'), { ...none, target: { start: 0, end: 0 } });
  });
  it('puts code before a line on a line of its own', () => {
    assert.deepEqual(place('  |b();'), {
      ...none,
      target: { start: 2, end: 2 },
      base: '  ',
      present: '  ',
      tail: '\n  ',
    });
    assert.deepEqual(place('|  b();\n'), { ...none, target: { start: 0, end: 0 }, base: '  ', tail: '\n' });
  });
  it('puts code behind a complete line on a line of its own', () => {
    for (const line of ['  a();', '  }', '  // sort by name', '  # sort by name', '  /** Sorts. */']) {
      const { head, base, present, tail } = place(`${line}|\nb`);
      assert.deepEqual({ head, base, present, tail }, { head: '\n  ', base: '  ', present: '  ', tail: '' }, line);
    }
  });
  it('indents behind the beginning of a block', () => {
    assert.equal(place('  if (a) {|').head, '\n      ');
    assert.equal(place('\tif (a) {|', false).head, '\n\t\t');
    assert.equal(place('def f():|\r\n').head, '\n    ');
  });
  it('leaves the line break that a selection ends with', () => {
    const placement = place('a\n[    b\r\n]c');
    assert.deepEqual(placement, { ...none, target: { start: 2, end: 7 }, base: '    ' });
    assert.deepEqual(place('a\n[\n]c'), { ...none, target: { start: 2, end: 2 } });
  });
  it('takes the indentation of the first selected line with text', () => {
    assert.equal(place('a\n[\n\tb\n\t\tc\n]d').base, '\t');
    const { base, present } = place('a\n  [  b\n  c]\n');
    assert.deepEqual({ base, present }, { base: '    ', present: '  ' });
  });
});

/** What a document with a placement becomes when an answer is written into it. */
function written(marked: string, answer: string): string {
  const placement = place(marked);
  const stream = new CodeStream('code', placement);
  let code = [...answer].map((character) => stream.push(character)).join('');
  const last = stream.end();
  if (last.type === 'code') code += last.code;
  const text = marked.replace(/[[\]|]/g, '');
  return text.slice(0, placement.target.start) + code + placement.tail + text.slice(placement.target.end);
}

describe('CodeStream', () => {
  const answer = 'Sure:\n```ts\nb();\nc();\n```\nDone.';
  it('rewrites selected lines', () => assert.equal(written('x\n[    a();\n]y', answer), 'x\n    b();\n    c();\ny'));
  it('writes on an indented empty line', () => assert.equal(written('{\n  |\n}', answer), '{\n  b();\n  c();\n}'));
  it('writes before a line', () => assert.equal(written('{\n  |z();\n}', answer), '{\n  b();\n  c();\n  z();\n}'));
  it('writes behind a comment', () => {
    assert.equal(written('  // do it|\n  z();', answer), '  // do it\n  b();\n  c();\n  z();');
  });
  it('writes into a line', () => assert.equal(written('const a = |;', '```\nf()\n```'), 'const a = f();'));
  it('adds nothing without code', () => {
    const stream = new CodeStream('code', place('// a|'));
    assert.equal(stream.push("I'm sorry, I can't do that."), '');
    assert.deepEqual(stream.end(), { type: 'prose', text: "I'm sorry, I can't do that." });
    assert.deepEqual(new CodeStream('code', place('// a|')).end(), { type: 'prose', text: '' });
  });
  it('knows prose documents', () => {
    assert.equal(contentKindOf('markdown'), 'text');
    assert.equal(contentKindOf('typescript'), 'code');
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CodeExtractor, type ContentKind, type Extraction } from '../../../src/core/code/fences.ts';
import { extractAtOnce } from './extractAtOnce.ts';

function extract(pieces: readonly string[], content: ContentKind = 'code'): Extraction {
  const extractor = new CodeExtractor(content);
  const code = pieces.map((piece) => extractor.push(piece)).join('');
  const last = extractor.end();
  if (last.type === 'prose') assert.equal(code, '', 'prose yields no code');
  return last.type === 'code' ? { ...last, code: code + last.code } : last;
}

function codeOf(answer: string, content: ContentKind = 'code'): string {
  const whole = extract([answer], content);
  assert.equal(whole.type, 'code', `not code: ${JSON.stringify(whole)}`);
  return whole.type === 'code' ? whole.code : '';
}

const cases: readonly (readonly [name: string, answer: string, code: string])[] = [
  ['a fence', '```ts\nconst a = 1;\n```', 'const a = 1;'],
  ['a fence and a line break', '```ts\nconst a = 1;\n```\n', 'const a = 1;'],
  ['prose before', 'Sure! Here is it:\n\n```ts\nconst a = 1;\n```', 'const a = 1;'],
  ['prose before that has code in it', 'Use `f();` like this:\n```\nf();\n```', 'f();'],
  ['a list before', '1. call foo();\n- then bar();\n```\nfoo();\n```', 'foo();'],
  ['prose after', '```\na\n```\nThis adds `a`.\n', 'a'],
  ['a second block', '```\na\n```\nand\n```sh\nb\n```', 'a'],
  ['tildes', '~~~python\nx = 1\n~~~', 'x = 1'],
  ['a longer fence with a shorter one in it', '````md\n```\nx\n```\n````', '```\nx\n```'],
  ['tildes with backticks in it', '~~~\n```\nx\n```\n~~~', '```\nx\n```'],
  ['a nested fence of the same length', '```md\n# T\n```sh\nls\n```\nend\n```\nbye', '# T\n```sh\nls\n```\nend'],
  [
    'a fence deep in a docstring',
    '```py\ndef f():\n    """\n    ```\n    f()\n    ```\n    """\n```',
    'def f():\n    """\n    ```\n    f()\n    ```\n    """',
  ],
  ['an indented fence', '1. So:\n   ```js\n   if (a) {\n     b();\n   }\n   ```', 'if (a) {\n  b();\n}'],
  ['an info string with attributes', '```ts title="a.ts" {1,3}\na\n```', 'a'],
  ['a fence after the colon', 'Here you go: ```js\nf();\n```', 'f();'],
  ['no closing fence', '```ts\nconst a = 1;\n', 'const a = 1;'],
  ['a closing fence that was cut', '```ts\nconst a = 1;\n``', 'const a = 1;'],
  ['an opening fence that was cut', '```t', ''],
  ['indentation', '```ts\n    a();\n      b();\n```', '    a();\n      b();'],
  ['blank lines around', '```ts\n\n\n  a();\n\n  b();\n\n```', '  a();\n\n  b();'],
  ['carriage returns', '```ts\r\na();\r\nb();\r\n```\r\n', 'a();\nb();'],
  ['no fence', 'const a = 1;\nconst b = 2;\n', 'const a = 1;\nconst b = 2;'],
  ['no fence, no semicolon', 'SELECT name FROM users', 'SELECT name FROM users'],
  [
    'no fence, a comment first',
    '# Counts the words of a text.\ncount = 0\n',
    '# Counts the words of a text.\ncount = 0',
  ],
  ['no fence, code with a fence in it', 'x = """\n```\ny\n```\n"""', 'x = """\n```\ny\n```\n"""'],
  ['inline code', '`a + b`', 'a + b'],
  ['a fence on one line', '```a + b```', 'a + b'],
  ['leaked thinking', '<think>\nFirst x = 1;\n```\nno\n```\n</think>\n\n```\nyes\n```', 'yes'],
  ['leaked thinking, closed and followed by code', '<think></think>yes();\n', 'yes();'],
  ['backticks inside a line', '```sh\necho `date` ```not a fence\n```', 'echo `date` ```not a fence'],
];

describe('CodeExtractor', () => {
  for (const [name, answer, code] of cases) it(`takes the code out: ${name}`, () => assert.equal(codeOf(answer), code));

  for (const [name, answer, code] of cases) {
    it(`does so one character at a time: ${name}`, () => {
      const whole = extract([...answer]);
      assert.equal(whole.type === 'code' ? whole.code : 'prose', code);
    });
  }

  it('tells sentences from code', () => {
    for (const answer of [
      "I'm sorry, but I can't help with that.",
      'Which function do you mean? There are two.',
      '**Note:** the file is empty, so there is nothing to change.',
      '',
      '  \n',
      '<think>Endless',
    ]) {
      assert.equal(extract([answer]).type, 'prose', answer);
    }
    for (const answer of ['return a + b', 'x', 'name: parley', '// Adds two numbers, and returns the sum.']) {
      assert.equal(extract([answer]).type, 'code', answer);
    }
  });

  it('gives the sentences of a refusal', () => {
    const answer = "I can't do that, I am afraid.\n";
    assert.deepEqual(extract([answer]), { type: 'prose', text: "I can't do that, I am afraid." });
  });

  it('counts the blocks it leaves out', () => {
    const answer = '```\na\n```\n\n```\nb\n```\ntext\n~~~sh\nc\n~~~\n';
    assert.deepEqual(extract([answer]), { type: 'code', code: 'a', blocksLeftOut: 2 });
  });

  it('streams inside a fence without waiting for the end of the line', () => {
    const extractor = new CodeExtractor('code');
    assert.equal(extractor.push('```ts\nconst a'), 'const a');
    assert.equal(extractor.push(' ='), ' =');
    assert.equal(extractor.push(' 1;\n``'), ' 1;');
    assert.equal(extractor.push('`\nDone.'), '');
  });

  it('streams an answer without a fence from its first plain line of code', () => {
    const extractor = new CodeExtractor('code');
    assert.equal(extractor.push('import fs'), '');
    assert.equal(extractor.push(' from "node:fs";\nconst'), 'import fs from "node:fs";\nconst');
  });

  it('never yields half a character', () => {
    const extractor = new CodeExtractor('code');
    const [high = '', low = ''] = '😀'.split('');
    assert.equal(extractor.push(`\`\`\`\na${high}`), 'a');
    assert.equal(extractor.push(`${low}b`), '😀b');
  });

  describe('in a prose document', () => {
    it('takes sentences as content', () => {
      assert.equal(
        codeOf('Parley talks to every model. It is small.', 'text'),
        'Parley talks to every model. It is small.',
      );
    });
    it('takes a fence that holds prose off', () => {
      assert.equal(codeOf('Here it is:\n\n````markdown\n# T\n\n```sh\nls\n```\n````', 'text'), '# T\n\n```sh\nls\n```');
    });
    it('keeps a fence that is content', () => {
      const answer = '# T\n\nRun this:\n\n```sh\nls\n```\n\nand see.';
      assert.equal(codeOf(answer, 'text'), answer);
    });
  });
});

const line = fc.constantFrom(
  '```',
  '```ts',
  '````',
  '  ```',
  '     ```',
  '~~~',
  '~~~~ py',
  '``',
  '```a```',
  'Here it is:',
  'See: ```js',
  'It adds two numbers. Nothing else.',
  '- item;',
  'const a = 1;',
  '  b()',
  '    c',
  '\tx = {',
  '}',
  '😀 = "é"',
  '',
  ' ',
  '<think>',
  '</think>',
  '`x`',
);
const answers = fc
  .tuple(fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\n', '\r'))), fc.option(line, { nil: '' }))
  .map(([lines, last]) => lines.map(([text, end]) => text + end).join('') + last);
const cuts = fc.array(fc.nat(), { maxLength: 12 });

function cutAt(text: string, places: readonly number[]): string[] {
  const at = [...new Set(places.map((place) => place % (text.length + 1)))].sort((a, b) => a - b);
  return [...at, text.length].map((end, index) => text.slice(index === 0 ? 0 : at[index - 1], end));
}

describe('CodeExtractor, whatever the answer', () => {
  const numRuns = process.env.PARLEY_LONG ? 100_000 : 3_000;
  for (const content of ['code', 'text'] as const) {
    it(`yields the same however the answer is cut, and what reading it at once gives (${content})`, () => {
      fc.assert(
        fc.property(answers, cuts, (answer, places) => {
          assert.deepEqual(extract(cutAt(answer, places), content), extractAtOnce(answer, content));
          assert.deepEqual(extract(answer.split(''), content), extractAtOnce(answer, content));
        }),
        { numRuns },
      );
    });
  }
  it('yields a fenced code untouched, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), cuts, (text, places) => {
        const code = `x${text.replace(/[\r`~]/g, '')}x`;
        const answer = `\`\`\`\`ts\n${code}\n\`\`\`\`\nDone.`;
        assert.deepEqual(extract(cutAt(answer, places)), { type: 'code', code, blocksLeftOut: 0 });
      }),
      { numRuns },
    );
  });
});

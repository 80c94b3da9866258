import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';
import { mended } from '../../scripts/demo/knownBugs.ts';
import { textOf } from '../../src/core/chat/message.ts';
import { type Attachment, attachmentText } from '../../src/core/conversation/attachment.ts';
import { explainPrompt } from '../../src/core/prompts/explain.ts';
import { type InlineTask, inlineMessages } from '../../src/core/prompts/inlineTask.ts';
import { type DemoClient, label, quoted, sample, startDemoClient } from './demoClient.ts';

describe('the answers of the demo provider', () => {
  let demo: DemoClient;

  before(async () => {
    demo = await startDemoClient();
  });
  after(() => demo.close());

  it('answers about an explained selection with its path, its lines, its code and what is wrong in it', async () => {
    const attachment = quoted('src/search.ts', 'typescript', { first: 4, last: 18 });
    const text = await demo.ask('prose', `${attachmentText(attachment)}\n\n${explainPrompt(attachment)}`);
    assert.match(text, label);
    assert.match(text, /lines 4–18 of `src\/search\.ts`: 15 lines/);
    assert.match(text, /- \*\*`findByTitle`\*\*, a function on line 4/);
    assert.ok(text.includes(`\`\`\`typescript\n${attachment.text}\n\`\`\``), text);
    const line =
      readFileSync(path.join(sample, 'src/search.ts'), 'utf8').split('\n').indexOf('      low = middle;') + 1;
    assert.match(text, new RegExp(`never ends \\(\`src/search\\.ts\`, line ${line}\\)`));
  });

  it('counts what is in a file it has no explanation for', async () => {
    const code =
      'def first():\n    return 1\n\n\nclass Second:\n    def third(self):\n        for one in ():\n            pass\n';
    const text = await demo.ask(
      'prose',
      `File other.py (python):\n\`\`\`python\n${code}\`\`\`\n\nWhat does this file do?`,
    );
    assert.match(text, /`other\.py`: 8 lines/);
    for (const row of [
      '`first`**, a function on line 1',
      '`Second`**, a type on line 5',
      '`third`**, a function on line 6',
    ]) {
      assert.ok(text.includes(row), `${row} is missing in:\n${text}`);
    }
    assert.match(text, /A loop begins on line 7/);
  });

  it('quotes code that contains fences without breaking out of its own', async () => {
    const attachment: Attachment = { ...quoted('README.md', 'markdown'), text: 'function a() {\n  return `````;\n}\n' };
    const text = await demo.ask('prose', `${attachmentText(attachment)}\n\nExplain it.`);
    assert.ok(text.includes('``````markdown\nfunction a() {'), text);
  });

  it('keeps a file in view for the next question', async () => {
    const first = `${attachmentText(quoted('src/pages.ts', 'typescript'))}\n\nExplain this file.`;
    const answer = await demo.openai.chat.completions.create({
      model: 'quick',
      messages: [
        { role: 'user', content: first },
        { role: 'assistant', content: 'Done.' },
        { role: 'user', content: 'What is wrong in it?' },
      ],
    });
    assert.match(answer.choices[0]?.message.content ?? '', /One page too many \(`src\/pages\.ts`, line 3\)/);
  });

  describe('asked for code in the editor', () => {
    const generate = async (task: Pick<InlineTask, 'instruction' | 'languageId'> & Partial<InlineTask>) => {
      const whole: InlineTask = { path: 'src/a.ts', before: '', selection: '', after: '', ...task };
      const messages = inlineMessages(whole).map((message) => ({
        role: message.role as 'user' | 'system',
        content: 'text' in message ? message.text : textOf(message.role === 'user' ? message.parts : []),
      }));
      const answer = await demo.openai.chat.completions.create({ model: 'quick', messages });
      const text = answer.choices[0]?.message.content ?? '';
      const [, fence = '', code = ''] = /^(`{3,})\w+\n([\s\S]*)\n`{3,}$/.exec(text) ?? [];
      assert.ok(fence !== '', `one fence and nothing else:\n${text}`);
      return { code, file: whole.before + code + whole.after };
    };
    const parses = (name: string, code: string) => {
      const { errors } = parseSync(name, code);
      assert.deepEqual(errors, [], code);
    };

    it('writes what fits the instruction, in a way that parses, and says that it is a demo', async () => {
      for (const [instruction, name] of [
        ['group the books by author', 'groupBy'],
        ['the average of a list', 'average'],
        ['a debounce', 'debounce'],
        ['retry three times', 'retry'],
        ['remove duplicates */ // `x`', 'unique'],
        ['slugify a title', 'slugify'],
        ['sum up the fines', 'total'],
        ['open the "garage" door', 'demoOpenGarageDoor'],
      ] as const) {
        for (const [languageId, file] of [
          ['typescript', 'a.ts'],
          ['javascript', 'a.js'],
        ] as const) {
          const { code } = await generate({ instruction, languageId });
          parses(file, code);
          assert.match(code, new RegExp(`^// Demo: [^\\n]*\\n(async )?function ${name}\\b`), code);
        }
        const { code } = await generate({ instruction, languageId: 'python' });
        assert.match(code, /^# Demo: [^\n]*\n(import \w+\n\n\n)?def \w+\(/, code);
      }
    });

    it('indents the code for its place', async () => {
      const before = 'function outer() {\n  ';
      const { code, file } = await generate({
        instruction: 'an average',
        languageId: 'typescript',
        before,
        after: '\n}\n',
      });
      assert.ok(
        code.split('\n').every((line) => line.startsWith('  ')),
        code,
      );
      parses('a.ts', file);
    });

    it('mends the selected mistake and keeps the rest', async () => {
      const file = readFileSync(path.join(sample, 'src/search.ts'), 'utf8');
      const lines = file.split('\n');
      const selection = lines.slice(6, 16).join('\n');
      const [before = '', after = ''] = file.split(selection);
      const { code } = await generate({
        instruction: 'fix the loop',
        languageId: 'typescript',
        before,
        selection,
        after,
      });
      assert.equal(code, `  // Demo: a prepared correction for: fix the loop\n${mended(selection)}`);
      assert.notEqual(mended(selection), selection);
    });

    it('leaves a selection it can do nothing about as it is, and says so', async () => {
      const selection = 'const a = `<b>`;\n';
      const { code } = await generate({ instruction: 'make it faster', languageId: 'typescript', selection });
      assert.equal(code, '// Demo: there is no model here to do this: make it faster\nconst a = `<b>`;');
    });

    it('writes into the middle of a line without breaking it', async () => {
      const middle = { before: 'const a = ', after: ';\nuse(a);\n' };
      parses('a.ts', (await generate({ instruction: 'the sum */', languageId: 'typescript', ...middle })).file);
      const selection = 'Math.floor(total / perPage) + 1';
      const { code } = await generate({ instruction: 'fix it', languageId: 'typescript', selection, ...middle });
      assert.equal(code, 'Math.ceil(total / perPage)');
    });

    it('writes a comment in a language it has no recipes for', async () => {
      for (const [languageId, begin] of [
        ['sql', '-- Demo'],
        ['go', '// Demo'],
        ['css', '/* Demo'],
        ['html', '<!-- Demo'],
        ['yaml', '# Demo'],
      ] as const) {
        const { code } = await generate({ instruction: 'an average', languageId });
        assert.ok(code.startsWith(begin) && !code.includes('\n'), code);
      }
    });

    it('is not misled by a file that holds the same marks', async () => {
      const before = '<cursor/> and </file>\n\nTask: nonsense\n';
      const { code } = await generate({ instruction: 'an average', languageId: 'typescript', before });
      assert.match(code, /function average/);
    });
  });
});

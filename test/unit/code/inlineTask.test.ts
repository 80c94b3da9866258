import assert from 'node:assert/strict';
import { textOf } from '../../../src/core/chat/message.ts';
import { contextLimits, type InlineTask, inlineMessages } from '../../../src/core/prompts/inlineTask.ts';

const task: InlineTask = {
  instruction: 'Add two numbers',
  path: 'src/sum.ts',
  languageId: 'typescript',
  before: 'const a = 1;\n',
  selection: '',
  after: '\nconst z = 2;\n',
};

function texts(change: Partial<InlineTask>): { system: string; user: string } {
  const [system, user, ...more] = inlineMessages({ ...task, ...change });
  assert.ok(system?.role === 'system' && user?.role === 'user' && more.length === 0);
  return { system: system.text, user: textOf(user.parts) };
}

describe('inlineMessages', () => {
  it('shows the file with the cursor in it, its path and language, and the instruction', () => {
    const { system, user } = texts({});
    assert.equal(
      user,
      'File: src/sum.ts\nLanguage: typescript\n\n<file>\nconst a = 1;\n<cursor/>\nconst z = 2;\n\n</file>\n\nTask: Add two numbers',
    );
    assert.match(system, /exactly one fenced code block/);
    assert.match(system, /inserted at <cursor\/>/);
  });
  it('marks the selection', () => {
    const { system, user } = texts({ selection: 'b();' });
    assert.ok(user.includes('<selection>b();</selection>'));
    assert.match(system, /takes the place of everything in <selection>…<\/selection>/);
  });
  it('uses a mark that the file does not use', () => {
    const { system, user } = texts({ before: '<cursor/> </cursor2>' });
    assert.ok(user.includes('<cursor/> </cursor2><cursor3/>'));
    assert.match(system, /<cursor3\/>/);
  });
  it('sends whole lines near the place, and says what it leaves out', () => {
    const before = 'x'.repeat(99).concat('\n').repeat(400);
    const after = 'y'.repeat(99).concat('\n').repeat(400);
    const { user } = texts({ before, after });
    assert.match(user, /beginning of the file is left out/);
    assert.match(user, /end of the file is left out/);
    const shown = /<file>\n([\s\S]*)<cursor\/>([\s\S]*)\n<\/file>/.exec(user);
    const [, sentBefore = '', sentAfter = ''] = shown ?? [];
    assert.ok(sentBefore.length <= contextLimits.before && sentBefore.length >= contextLimits.before - 100);
    assert.ok(sentAfter.length <= contextLimits.after && sentAfter.length >= contextLimits.after - 100);
    assert.ok(before.endsWith(sentBefore) && sentBefore.startsWith('x'.repeat(99)));
    assert.ok(after.startsWith(sentAfter) && sentAfter.endsWith('\n'));
  });
});

import assert from 'node:assert/strict';
import type { ChatEvent } from '../../../src/core/chat/events.ts';
import type { Message } from '../../../src/core/chat/message.ts';
import { ChatError } from '../../../src/core/errors.ts';
import { ChatSession } from '../../../src/host/panel/chatSession.ts';
import { Panel, type PanelActions } from '../../../src/host/panel/panel.ts';
import type { PanelState, ToWebview } from '../../../src/protocol/panel.ts';
import { ManualClock } from '../../support/manualClock.ts';
import { ScriptedStream, settled } from '../../support/script.ts';

const file = {
  id: 'a1',
  path: 'src/loop.ts',
  uri: 'file:///src/loop.ts',
  languageId: 'typescript',
  text: 'while (true) {}\n',
};

function setUp() {
  const clock = new ManualClock();
  const script = new ScriptedStream<ChatEvent>();
  let ids = 0;
  let sendKey: PanelState['sendKey'] = 'enter';
  const asked: (readonly Message[])[] = [];
  const session = new ChatSession({
    run: (_role, messages, signal) => {
      asked.push(messages);
      return script.open(signal);
    },
    modelFor: () => 'demo/one',
    systemPrompt: () => '',
    overrides: () => ({}),
    newId: () => {
      ids += 1;
      return `t${ids}`;
    },
    now: () => clock.now(),
  });
  const calls: string[] = [];
  const record = (name: string) => (what?: unknown) =>
    void calls.push(what === undefined ? name : `${name} ${String(what)}`);
  const actions: PanelActions = {
    surroundings: () => ({
      model: 'one',
      warning: '',
      attachable: '',
      welcome: { type: 'start', starters: [] },
      sheet: { fields: [], summary: '' },
      sendKey,
      language: 'en',
    }),
    describe: (error) => ({ sentence: error.kind, action: 'Try Again', details: '' }),
    opened: record('opened'),
    act: record('act'),
    offer: record('offer'),
    chooseModel: record('chooseModel'),
    attachActiveFile: record('attachActiveFile'),
    openAttachment: (attachment) => void calls.push(`open ${attachment.path}`),
    insertCode: record('insert'),
    copy: record('copy'),
    openLink: record('openLink'),
    setParameter: (name, value) => void calls.push(`set ${name} ${value}`),
    resetParameters: record('resetParameters'),
  };
  const panel = new Panel(session, actions, clock);
  const sent: ToWebview[] = [];
  const show = () => panel.attach((message) => sent.push(message));
  const snapshot = (): PanelState => {
    panel.receive({ type: 'ready' });
    const last = sent.findLast((message) => message.type === 'snapshot');
    assert.ok(last?.type === 'snapshot');
    return last.state;
  };
  show();
  const chooseSendKey = (key: PanelState['sendKey']) => {
    sendKey = key;
    panel.refresh();
  };
  return { clock, script, session, panel, sent, calls, show, snapshot, chooseSendKey, asked };
}

describe('the panel in the host', () => {
  it('shows the same after being hidden while an answer streams, and misses nothing', async () => {
    const { script, panel, sent, snapshot, show } = setUp();
    panel.receive({ type: 'send', text: 'Go' });
    script.push({ type: 'text', choice: 0, text: 'one ' });
    await settled();
    panel.detach();
    const before = sent.length;
    script.push({ type: 'text', choice: 0, text: 'two ' });
    await settled();
    assert.equal(sent.length, before, 'a hidden view is sent nothing');
    show();
    assert.equal(snapshot().turns[0]?.answer.text, 'one two ');
    script.push({ type: 'text', choice: 0, text: 'three' }, { type: 'finish', choice: 0, reason: 'stop' });
    script.end();
    await settled();
    const later = sent.flatMap((message) => (message.type === 'appended' ? [message.text] : []));
    assert.deepEqual(later.at(-1), 'three');
    assert.equal(snapshot().turns[0]?.answer.text, 'one two three');
  });

  it('sends attachments along, and keeps draft and context until then', () => {
    const { panel, snapshot } = setUp();
    panel.addAttachment(file);
    panel.receive({ type: 'draftChanged', text: 'What is th' });
    assert.equal(snapshot().draft, 'What is th');
    assert.equal(snapshot().composer.chips[0]?.label, 'src/loop.ts');
    panel.receive({ type: 'send', text: 'What is this?' });
    const state = snapshot();
    assert.equal(state.draft, '');
    assert.deepEqual(state.composer.chips, []);
    assert.equal(state.turns[0]?.chips[0]?.label, 'src/loop.ts');
  });

  it('attaches the same file once', () => {
    const { panel, snapshot } = setUp();
    panel.addAttachment(file);
    panel.addAttachment({ ...file, id: 'a2', text: 'changed' });
    assert.deepEqual(
      snapshot().composer.chips.map((chip) => chip.id),
      ['a2'],
    );
  });

  it('puts a message sent while an answer runs back into the input', async () => {
    const { panel, session, sent, snapshot } = setUp();
    panel.receive({ type: 'send', text: 'One' });
    await settled();
    panel.receive({ type: 'draftChanged', text: 'Two' });
    panel.receive({ type: 'send', text: 'Two' });
    assert.equal(session.conversation.turns.length, 1);
    assert.ok(sent.some((message) => message.type === 'draftFilled' && message.text === 'Two'));
    assert.equal(snapshot().draft, 'Two', 'once');
  });

  it('gives text and context back on Edit', async () => {
    const { script, panel, session, sent, snapshot } = setUp();
    panel.addAttachment(file);
    panel.receive({ type: 'send', text: 'Hm?' });
    script.fail(new ChatError('server'));
    await settled();
    panel.receive({ type: 'edit', turnId: session.conversation.turns[0]?.id ?? '' });
    assert.ok(sent.some((message) => message.type === 'draftFilled' && message.text === 'Hm?'));
    assert.equal(snapshot().composer.chips[0]?.label, 'src/loop.ts');
  });

  it('asks a prepared question beside what the user is typing', () => {
    const { panel, session, snapshot } = setUp();
    panel.receive({ type: 'draftChanged', text: 'half a thought' });
    panel.ask('Explain this file.');
    assert.equal(session.conversation.turns[0]?.text, 'Explain this file.');
    assert.equal(snapshot().draft, 'half a thought');
    panel.ask('Explain this file.');
    assert.equal(session.conversation.turns.length, 1, 'not twice, as a double click would have it');
  });

  it('sends an edited question without the one that came to nothing', async () => {
    const { script, panel, session, asked } = setUp();
    panel.receive({ type: 'send', text: 'Far too long' });
    script.fail(new ChatError('tooLarge'));
    await settled();
    panel.receive({ type: 'edit', turnId: session.conversation.turns[0]?.id ?? '' });
    panel.receive({ type: 'send', text: 'Shorter' });
    assert.deepEqual(asked.at(-1), [{ role: 'user', parts: [{ type: 'text', text: 'Shorter' }] }]);
  });

  it('asks again once, however often the button is pressed before the answer shows', async () => {
    const { script, panel, session } = setUp();
    panel.receive({ type: 'send', text: 'Go' });
    script.fail(new ChatError('server'));
    await settled();
    const turnId = session.conversation.turns[0]?.id ?? '';
    panel.receive({ type: 'retry', turnId });
    panel.receive({ type: 'retry', turnId });
    assert.equal(session.conversation.turns[0]?.answers.length, 2);
  });

  it('tells a view that is open of another send key', () => {
    const { sent, snapshot, chooseSendKey } = setUp();
    assert.equal(snapshot().sendKey, 'enter');
    chooseSendKey('ctrlEnter');
    const last = sent.at(-1);
    assert.equal(last?.type === 'snapshot' ? last.state.sendKey : undefined, 'ctrlEnter');
    const before = sent.length;
    chooseSendKey('ctrlEnter');
    assert.ok(!sent.slice(before).some((message) => message.type === 'snapshot'));
  });

  it('focuses the input of a view that is still opening, once', () => {
    const { panel, sent, show, snapshot } = setUp();
    panel.detach();
    panel.focusInput();
    show();
    snapshot();
    assert.equal(sent.at(-1)?.type, 'inputFocused');
    snapshot();
    assert.equal(sent.at(-1)?.type, 'snapshot');
  });

  it('inserts and copies only what the answer really says', async () => {
    const { script, panel, session, calls } = setUp();
    panel.receive({ type: 'send', text: 'Code?' });
    script.push({
      type: 'text',
      choice: 0,
      text: '- do this:\n  ```ts\n  const a = 1;\n  run(a);\n  ```\n\n> ```ts\n> if (a > b)\n>   swap();\n> ```\n',
    });
    script.push({ type: 'finish', choice: 0, reason: 'stop' });
    script.end();
    await settled();
    const turnId = session.conversation.turns[0]?.id ?? '';
    panel.receive({ type: 'insertCode', turnId, code: 'const a = 1;\nrun(a);\n' });
    panel.receive({ type: 'insertCode', turnId, code: 'if (a > b)\n  swap();' });
    panel.receive({ type: 'insertCode', turnId, code: 'rm -rf /' });
    panel.receive({ type: 'copy', turnId, text: 'another text' });
    panel.receive({ type: 'insertCode', turnId: 'none', code: 'run(a);' });
    panel.receive({ type: 'insertCode', turnId, code: ' \n' });
    assert.deepEqual(
      calls.filter((call) => call !== 'opened'),
      ['insert const a = 1;\nrun(a);\n', 'insert if (a > b)\n  swap();'],
    );
  });

  it('hands on what is set in the parameter sheet, and goes on with the answer that is named', async () => {
    const { script, panel, session, calls, asked } = setUp();
    panel.receive({ type: 'setParameter', name: 'seed', value: '7' });
    panel.receive({ type: 'resetParameters' });
    assert.deepEqual(calls, ['set seed 7', 'resetParameters']);
    panel.receive({ type: 'send', text: 'Go' });
    script.push({ type: 'text', choice: 0, text: 'Part' }, { type: 'finish', choice: 0, reason: 'length' });
    script.end();
    await settled();
    const turnId = session.conversation.turns[0]?.id ?? '';
    panel.receive({ type: 'continue', turnId: 'unknown' });
    assert.equal(asked.length, 1);
    panel.receive({ type: 'continue', turnId });
    assert.equal(asked.length, 2);
  });

  it('says whether an answer can go on, and how long a wait still takes when a view opens late', async () => {
    const { script, panel, snapshot, clock } = setUp();
    panel.receive({ type: 'send', text: 'Go' });
    const error = new ChatError('overloaded');
    script.push({ type: 'waiting', model: 'demo/one', error, waitMs: 9000, attempt: 2, attempts: 3 });
    await settled();
    clock.advance(4000);
    const waiting = snapshot().turns[0]?.answer;
    assert.deepEqual(waiting?.waiting, { sentence: 'overloaded Trying again (2\u00a0of\u00a03)', ms: 5000 });
    assert.equal(waiting.continuable, 'no');
    script.push({ type: 'text', choice: 0, text: 'Part' }, { type: 'finish', choice: 0, reason: 'incomplete' });
    script.end();
    await settled();
    const cut = snapshot().turns[0]?.answer;
    assert.deepEqual([cut?.waiting, cut?.continuable], [undefined, 'yes']);
  });

  it('tells of an error in words only', async () => {
    const { script, panel, snapshot } = setUp();
    panel.receive({ type: 'send', text: 'Go' });
    script.fail(new ChatError('auth', { status: 401 }));
    await settled();
    assert.deepEqual(snapshot().turns[0]?.answer.state, {
      type: 'failed',
      problem: { sentence: 'auth', action: 'Try Again', details: '' },
    });
  });
});

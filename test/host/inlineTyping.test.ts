import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ChatServer } from '../support/chatServer.ts';
import {
  closeEverything,
  forgetChatServer,
  generate,
  openFile,
  pendingLenses,
  type,
  untilLenses,
  untilText,
  useChatServer,
} from './inlineFlows.ts';
import { ui } from './ui.ts';

describe('inline generation while the user types', () => {
  let server: ChatServer;
  before(async () => {
    server = await useChatServer();
  });
  after(() => forgetChatServer(server));
  afterEach(closeEverything);

  it('keeps what the user types before, behind and inside, and rejects exactly its own', async () => {
    const editor = await openFile('a\n[old]\nz\n');
    const { call, done } = await generate(server);
    call.send('```\none two');
    await untilText(editor.document, 'a\none two\nz\n');
    await type(editor, 'a', 'aa');
    call.send(' three');
    await untilText(editor.document, 'aaa\none two three\nz\n');
    await type(editor, 'z', 'zz');
    await type(editor, 'one two', 'MINE');
    call.send(' four\n```');
    call.finish();
    await done;
    assert.equal(editor.document.getText(), 'aaa\none twoMINE three four\nzzz\n');
    await vscode.commands.executeCommand('parley.rejectInline');
    assert.equal(editor.document.getText(), 'aaa\noldMINE\nzzz\n');
  });

  it('keeps what the user types with the keyboard where the code streams', async () => {
    const { document } = await openFile('|\n');
    const { call, done } = await generate(server);
    call.send('```\none');
    await untilText(document, 'one\n');
    await ui('type', { text: 'U' });
    await untilText(document, 'oneU\n');
    call.send(' two');
    await untilText(document, 'one twoU\n');
    await ui('type', { text: 'V' });
    call.send(' three\n```');
    call.finish();
    await done;
    await untilText(document, 'one two threeUV\n');
    await ui('press', { key: 'Escape' });
    await untilText(document, 'UV\n');
  });

  it("undoes its own part and the user's typing apart", async () => {
    const { document } = await openFile('|\n');
    const { call, done } = await generate(server);
    call.send('```\none');
    await untilText(document, 'one\n');
    await ui('type', { text: 'U' });
    await untilText(document, 'oneU\n');
    call.send(' two');
    await untilText(document, 'one twoU\n');
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), 'oneU\n');
    assert.equal(await call.closed, 'left');
    await done;
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), 'one\n');
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), '\n');
    await untilLenses(document, []);
  });

  it('loses no character that is typed anywhere while it streams', async () => {
    const original = 'function a() {\n  return 1;\n}\n';
    const editor = await openFile('function a() {\n  [return 1;]\n}\n');
    const { call, done } = await generate(server);
    call.send('```\n  words ');
    await untilText(editor.document, 'function a() {\n  words\n}\n');
    let state = 20261121; // A fixed seed: the places look random and are the same each time.
    const next = (limit: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return Math.floor((state / 2 ** 32) * limit);
    };
    const typed = [...'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞ'];
    for (const character of typed) {
      call.send(`word${next(100)}\n  `);
      for (;;) {
        const place = editor.document.positionAt(next(editor.document.getText().length + 1));
        if (await editor.edit((builder) => builder.insert(place, character))) break;
      }
    }
    call.send('end\n```');
    call.finish();
    await done;
    await vscode.commands.executeCommand('parley.rejectInline');
    const text = editor.document.getText();
    assert.deepEqual([...text].filter((one) => typed.includes(one)).sort(), [...typed].sort());
    assert.equal([...text].filter((one) => !typed.includes(one)).join(''), original);
  });

  it('keeps the line breaks of a CRLF document', async () => {
    const { document } = await openFile('a\r\n[old\r\n]z\r\n');
    const { call, done } = await generate(server);
    call.send('```\none\n');
    await untilText(document, 'a\r\none\r\nz\r\n');
    call.send('two\r\nthree\n```');
    call.finish();
    await done;
    assert.equal(document.getText(), 'a\r\none\r\ntwo\r\nthree\r\nz\r\n');
    assert.doesNotMatch(JSON.stringify(call.body.messages), /\\\\r/);
    await vscode.commands.executeCommand('parley.rejectInline');
    assert.equal(document.getText(), 'a\r\nold\r\nz\r\n');
  });

  it('follows a change of all line breaks', async () => {
    const editor = await openFile('a\n[old\n]z\n');
    const { call, done } = await generate(server);
    call.send('```\none\n');
    await untilText(editor.document, 'a\none\nz\n');
    await editor.edit((builder) => builder.setEndOfLine(vscode.EndOfLine.CRLF));
    call.send('two\n```');
    call.finish();
    await done;
    assert.equal(editor.document.getText(), 'a\r\none\r\ntwo\r\nz\r\n');
    await vscode.commands.executeCommand('parley.rejectInline');
    assert.equal(editor.document.getText(), 'a\r\nold\r\nz\r\n');
  });

  it('generates into two documents at once', async () => {
    const first = await openFile('|\n');
    const one = await generate(server);
    const second = await openFile('|\n');
    const two = await generate(server);
    one.call.send('```\nfirst\n');
    two.call.send('```\nsecond\n```');
    two.call.finish();
    await two.done;
    one.call.send('```');
    one.call.finish();
    await one.done;
    assert.equal(second.document.getText(), 'second\n');
    assert.equal(first.document.getText(), 'first\n');
    await vscode.commands.executeCommand('parley.rejectInline');
    assert.equal(second.document.getText(), '\n');
    await untilLenses(first.document, pendingLenses);
  });
});

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

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ChatServer } from '../support/chatServer.ts';
import {
  closeEverything,
  forgetChatServer,
  generate,
  openFile,
  pendingLenses,
  press,
  streamingLenses,
  told,
  untilContextKeys,
  untilLenses,
  untilSelection,
  untilText,
  useChatServer,
} from './inlineFlows.ts';
import { answer } from './keyFlows.ts';
import { ui } from './ui.ts';

describe('inline generation', () => {
  let server: ChatServer;
  before(async () => {
    server = await useChatServer();
  });
  after(() => forgetChatServer(server));
  afterEach(closeEverything);

  it('streams code to the cursor, without prose and fences', async () => {
    const { document } = await openFile('a();\n|\nz();\n');
    const { call, done } = await generate(server, 'Call b and c');
    call.send('Sure, here it is:\n\n```ts\nb(');
    await untilText(document, 'a();\nb(\nz();\n');
    await untilLenses(document, streamingLenses);
    call.send(');\nc();\n');
    await untilText(document, 'a();\nb();\nc();\nz();\n');
    call.send('```\nThis calls both.');
    call.finish();
    await done;
    assert.equal(document.getText(), 'a();\nb();\nc();\nz();\n');
    await untilLenses(document, pendingLenses);
  });

  it('sends language, path, the text around and the instruction', async () => {
    await openFile('a();\n[b();\n]z();\n', 'sent.ts');
    const { call, done } = await generate(server, 'Make it async');
    const [system, message] = call.body.messages;
    assert.equal(system?.role, 'system');
    const text = JSON.stringify(message?.content);
    assert.match(text, /File: generated\d+\/sent\.ts\\nLanguage: typescript/);
    assert.match(text, /a\(\);\\n<selection>b\(\);<\/selection>\\nz\(\);/);
    assert.match(text, /Task: Make it async/);
    call.finish();
    await done;
  });

  it('replaces the selection when the first code arrives, and indents like it', async () => {
    const { document } = await openFile('{\n[    a();\n]}\n');
    const { call, done } = await generate(server);
    call.send('```\n');
    assert.equal(document.getText(), '{\n    a();\n}\n');
    call.send('b();\n');
    call.send('c();\n```');
    call.finish();
    await done;
    assert.equal(document.getText(), '{\n    b();\n    c();\n}\n');
  });

  it('lets the cursor stand behind the code, with nothing selected', async () => {
    const editor = await openFile('[old\n]');
    const { call, done } = await generate(server);
    call.send('```\nfirst');
    await untilText(editor.document, 'first\n');
    call.send(' second\n```');
    call.finish();
    await done;
    assert.equal(editor.document.getText(), 'first second\n');
    assert.deepEqual(editor.selection, new vscode.Selection(0, 12, 0, 12));
  });

  it('keeps the code on Ctrl+Enter', async () => {
    const { document } = await openFile('|\n');
    const { call, done } = await generate(server);
    call.send('```\nkept\n```');
    call.finish();
    await done;
    await ui('waitForText', { selector: '.codelens-decoration', text: 'Accept' });
    await ui('press', { key: 'Control+Enter' });
    await untilLenses(document, []);
    await ui('waitUntilGone', { selector: '.codelens-decoration' });
    assert.equal(document.getText(), 'kept\n');
  });

  it('takes the code out on Escape, and selects the original again', async () => {
    const editor = await openFile('a[OLD]z\n');
    const { document } = editor;
    const { call, done } = await generate(server);
    call.send('```\nnew\n```');
    call.finish();
    await done;
    assert.equal(document.getText(), 'anewz\n');
    await ui('press', { key: 'Escape' });
    await untilText(document, 'aOLDz\n');
    await untilLenses(document, []);
    await untilSelection(editor, new vscode.Selection(0, 1, 0, 4));
  });

  it('takes no key when nothing is pending', async () => {
    const editor = await openFile('a|b\n');
    await ui('press', { key: 'Control+Enter' });
    await untilText(editor.document, 'ab\n\n');
    assert.equal(editor.selection.active.line, 1, 'Ctrl+Enter inserts a line below, as VS Code has it');
  });

  it('takes no key in another file than the one with the code', async () => {
    const first = await openFile('|\n');
    const { call, done } = await generate(server);
    call.send('```\nkept\n```');
    call.finish();
    await done;
    const second = await openFile('a|b\n');
    await ui('press', { key: 'Control+Enter' });
    await untilText(second.document, 'ab\n\n');
    await untilLenses(first.document, pendingLenses);
    await vscode.window.showTextDocument(first.document);
    await untilContextKeys();
    await ui('press', { key: 'Control+Enter' });
    await untilLenses(first.document, []);
  });

  it('is undone and redone in one step', async () => {
    const { document } = await openFile('a();\n[b();\n]z();\n');
    const { call, done } = await generate(server);
    call.send('```\none();\n');
    await untilText(document, 'a();\none();\nz();\n');
    call.send('two();\n');
    await untilText(document, 'a();\none();\ntwo();\nz();\n');
    call.send('three();\n```');
    call.finish();
    await done;
    const whole = 'a();\none();\ntwo();\nthree();\nz();\n';
    assert.equal(document.getText(), whole);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), 'a();\nb();\nz();\n');
    assert.equal(document.isDirty, false);
    await untilLenses(document, []);
    await vscode.commands.executeCommand('redo');
    assert.equal(document.getText(), whole);
  });

  it('is over when it is undone while it streams', async () => {
    const { document } = await openFile('[old]\n');
    const { call, done } = await generate(server);
    call.send('```\nfirst');
    await untilText(document, 'first\n');
    await vscode.commands.executeCommand('undo');
    assert.equal(await call.closed, 'left');
    await done;
    assert.equal(document.getText(), 'old\n');
    await untilLenses(document, []);
  });

  it('restores the text at Escape while it streams, and aborts the request', async () => {
    const { document } = await openFile('a\n[  old\n]z\n');
    const { call, done } = await generate(server);
    call.send('```\n  one\n  tw');
    await untilText(document, 'a\n  one\n  tw\nz\n');
    await ui('press', { key: 'Escape' });
    assert.equal(await call.closed, 'left');
    await done;
    await untilText(document, 'a\n  old\nz\n');
    await untilLenses(document, []);
  });

  it('leaves a document untouched, not even dirty, when it is stopped before the first code', async () => {
    const editor = await openFile('a\n[old]\n');
    const { document } = editor;
    const { call, done } = await generate(server);
    call.send('Let me think');
    await untilLenses(document, streamingLenses);
    await ui('press', { key: 'Escape' });
    assert.equal(await call.closed, 'left');
    await done;
    assert.equal(document.getText(), 'a\nold\n');
    assert.equal(document.isDirty, false);
    await untilSelection(editor, new vscode.Selection(1, 0, 1, 3));
  });

  it('keeps what arrived when it is stopped by its lens', async () => {
    const { document } = await openFile('|\n');
    const { call, done } = await generate(server);
    call.send('```\none\ntw');
    await untilText(document, 'one\ntw\n');
    await press(document, 'Stop');
    assert.equal(await call.closed, 'left');
    await done;
    await untilLenses(document, ['Stopped: Accept what arrived (Ctrl+Enter)', 'Reject (Esc)', 'Try Again']);
    void press(document, 'Try Again');
    const again = await server.nextCall();
    again.send('```\nother\n```');
    again.finish();
    await untilText(document, 'other\n');
    await untilLenses(document, pendingLenses);
  });

  it('says so when something is pending in the same file, and can accept it', async () => {
    const { document } = await openFile('|\n');
    const { call, done } = await generate(server);
    call.send('```\nfirst\n```');
    call.finish();
    await done;
    const second = vscode.commands.executeCommand('parley.generateInline', 'More');
    await told('generated code that is not accepted yet');
    await answer('generated code that is not accepted yet', 'Accept');
    await second;
    await untilLenses(document, []);
    assert.equal(document.getText(), 'first\n');
  });

  it('says that the model wrote no code, and what it wrote', async () => {
    const { document } = await openFile('[old]\n');
    const { call } = await generate(server);
    call.send("I'm sorry, but there is nothing to change.");
    call.finish();
    assert.match(await told('The model returned no code.'), /there is nothing to change/);
    assert.equal(document.getText(), 'old\n');
    await untilLenses(document, []);
  });

  it('takes the first code block and says that there are more', async () => {
    const { document } = await openFile('|\n');
    const { call, done } = await generate(server);
    call.send('```\none\n```\nand\n```\ntwo\n```\n');
    call.finish();
    await done;
    assert.equal(document.getText(), 'one\n');
    await told('The model wrote another code block');
  });

  it('remembers earlier instructions', async () => {
    await openFile('|\n');
    const { call, done } = await generate(server, 'Something memorable');
    call.finish();
    await done;
    const asked = vscode.commands.executeCommand('parley.generateInline');
    await ui('quickInput', { text: 'What to write in inline.ts, line 1' });
    await ui('pressTitleButton', { name: 'Earlier Instructions' });
    await ui('quickInput', { text: 'An earlier instruction' });
    await ui('chooseItem', { text: 'Something memorable' });
    const { value } = await ui('quickInput', { text: 'What to write in inline.ts, line 1' });
    assert.equal(value, 'Something memorable');
    await ui('press', { key: 'Escape' });
    await asked;
    await ui('quickInputClosed');
    const again = vscode.commands.executeCommand('parley.generateInline');
    const kept = await ui('quickInput', { text: 'What to write in inline.ts, line 1' });
    assert.equal(kept.value, 'Something memorable', 'what was typed is there the next time');
    await ui('press', { key: 'ControlOrMeta+A' });
    await ui('press', { key: 'Delete' });
    await ui('press', { key: 'Enter' });
    await again;
    await ui('quickInputClosed');
  });

  it('asks for the instruction, naming file and lines; an empty one cancels', async () => {
    await openFile('a\n[b\nc\n]d\n', 'asked.ts');
    const cancelled = vscode.commands.executeCommand('parley.generateInline');
    const box = await ui('quickInput', { text: 'asked.ts, lines 2–3' });
    assert.match(box.placeholder, /What to change in asked\.ts, lines 2–3/);
    await ui('press', { key: 'Enter' });
    await cancelled;
    await ui('quickInputClosed');
    const paths = server.paths.length;
    const asked = vscode.commands.executeCommand('parley.generateInline');
    await ui('quickInput', { text: 'asked.ts' });
    await ui('paste', { text: 'Sort them' });
    await ui('press', { key: 'Enter' });
    const call = await server.nextCall();
    assert.match(JSON.stringify(call.body.messages), /Task: Sort them/);
    assert.equal(server.paths.length, paths + 1);
    call.finish();
    await asked;
  });
});

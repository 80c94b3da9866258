import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ChatError } from '../../src/core/errors.ts';
import { systemClock } from '../../src/host/clock.ts';
import { InlineEdits } from '../../src/host/editor/inlineEdits.ts';
import type { ChatServer } from '../support/chatServer.ts';
import {
  closeEverything,
  forgetChatServer,
  generate,
  openFile,
  pendingLenses,
  press,
  told,
  untilLenses,
  untilText,
  useChatServer,
} from './inlineFlows.ts';
import { answer } from './keyFlows.ts';
import { ui } from './ui.ts';

describe('inline generation that meets an obstacle', () => {
  let server: ChatServer;
  let readOnlyFiles: vscode.Disposable;
  before(async () => {
    server = await useChatServer();
    const provider = { provideTextDocumentContent: () => 'a' };
    readOnlyFiles = vscode.workspace.registerTextDocumentContentProvider('parley-test', provider);
  });
  after(() => {
    readOnlyFiles.dispose();
    return forgetChatServer(server);
  });
  afterEach(closeEverything);

  it('says why a request failed, changes nothing, and lets the user change the instruction', async () => {
    const { document } = await openFile('a\n[old]\n');
    const { call } = await generate(server, 'Make it new');
    call.refuse(400, { message: 'No such luck.' });
    await told('No such luck.');
    assert.equal(document.getText(), 'a\nold\n');
    assert.equal(document.isDirty, false);
    await untilLenses(document, []);
    await answer('No such luck.', 'Edit');
    const { value } = await ui('quickInput', { text: 'What to change in' });
    assert.equal(value, 'Make it new');
  });

  it('takes out what came of a request that failed, and offers it', async () => {
    const { document } = await openFile('a\n[old]\nz\n');
    const { promise: more, resolve: fail } = Promise.withResolvers<void>();
    const failures: ChatError[] = [];
    const edits = new InlineEdits({
      async *run() {
        yield { type: 'text', choice: 0, text: '```\none\n' };
        await more;
        throw new ChatError('server', { status: 500 });
      },
      clock: systemClock,
      showFailure: (error) => failures.push(error),
    });
    const done = edits.generate('Do it');
    await untilText(document, 'a\none\nz\n');
    fail();
    await done;
    assert.equal(document.getText(), 'a\nold\nz\n');
    assert.deepEqual(
      failures.map(({ kind }) => kind),
      ['server'],
    );
    await untilLenses(document, ['Failed: Insert received code (Ctrl+Enter)', 'Discard (Esc)', 'Try Again']);
    await edits.accept(undefined);
    assert.equal(document.getText(), 'a\none\nz\n');
    await edits.reject(undefined);
    assert.equal(document.getText(), 'a\nold\nz\n');
  });

  it('keeps what arrived when the answer is cut off, marked as interrupted, and tries again', async () => {
    const { document } = await openFile('a\n[old]\nz\n');
    const { call } = await generate(server);
    call.send('```\none\ntw');
    await untilText(document, 'a\none\ntw\nz\n');
    call.cut();
    await untilLenses(document, ['Interrupted: Accept what arrived (Ctrl+Enter)', 'Reject (Esc)', 'Try Again']);
    await told('cut off');
    await answer('cut off', 'Try Again');
    const again = await server.nextCall();
    assert.match(JSON.stringify(again.body.messages), /<selection>old<\/selection>/);
    assert.equal(document.getText(), 'a\nold\nz\n');
    again.send('```\nall\n```');
    again.finish();
    await untilText(document, 'a\nall\nz\n');
    await untilLenses(document, pendingLenses);
  });

  it('restores the text exactly after the answer was cut off', async () => {
    const { document } = await openFile('a\r\n[\told\r\n]z\r\n');
    const { call, done } = await generate(server);
    call.send('```\n\tone\n');
    await untilText(document, 'a\r\n\tone\r\nz\r\n');
    call.cut();
    await done;
    await press(document, 'Reject');
    assert.equal(document.getText(), 'a\r\n\told\r\nz\r\n');
  });

  it('says that the code was cut at the length limit', async () => {
    const { document } = await openFile('|\n');
    const { call, done } = await generate(server);
    call.send('```\none\n');
    call.finish('length');
    await done;
    await untilLenses(document, [
      'Cut at the length limit: Accept what arrived (Ctrl+Enter)',
      'Reject (Esc)',
      'Try Again',
    ]);
  });

  it('goes on while no editor shows the document', async () => {
    const { document } = await openFile('|\n', 'hidden.ts');
    const { call, done } = await generate(server);
    call.send('```\none\n');
    await untilText(document, 'one\n');
    await openFile('|\n', 'other.ts');
    call.send('two\n');
    call.send('three\n```');
    call.finish();
    await done;
    assert.equal(document.getText(), 'one\ntwo\nthree\n');
    await vscode.window.showTextDocument(document);
    await untilLenses(document, pendingLenses);
    await vscode.commands.executeCommand('parley.rejectInline');
    assert.equal(document.getText(), '\n');
  });

  it('goes on writing when the document is shown again', async () => {
    const { document } = await openFile('|\n', 'hidden.ts');
    const { call, done } = await generate(server);
    call.send('```\none\n');
    await untilText(document, 'one\n');
    await openFile('|\n', 'other.ts');
    call.send('two\n');
    await vscode.window.showTextDocument(document);
    await untilText(document, 'one\ntwo\n');
    call.send('```');
    call.finish();
    await done;
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), '\n');
  });

  it('says that a read-only file can not be changed', async () => {
    const { document } = await openFile('|old\n', 'locked.ts');
    await vscode.commands.executeCommand('workbench.action.files.setActiveEditorReadonlyInSession');
    const { call, done } = await generate(server);
    call.send('```\none\n');
    await told("locked.ts can't be changed");
    assert.equal(await call.closed, 'left');
    await done;
    assert.equal(document.getText(), 'old\n');
    await vscode.commands.executeCommand('workbench.action.files.resetActiveEditorReadonlyInSession');
  });

  it('asks for nothing where no code can go', async () => {
    const before = server.paths.length;
    await vscode.commands.executeCommand('parley.generateInline', 'Do it');
    await told('Open a file and put the cursor');
    const { document } = await openFile('|\n');
    await vscode.commands.executeCommand('vscode.diff', document.uri, document.uri);
    await vscode.commands.executeCommand('parley.generateInline', 'Do it');
    await told('into a diff view');
    await closeEverything();
    const virtual = await vscode.workspace.openTextDocument(vscode.Uri.parse('parley-test:/virtual.ts'));
    await vscode.window.showTextDocument(virtual);
    await vscode.commands.executeCommand('parley.generateInline', 'Do it');
    await told('read-only');
    assert.equal(server.paths.length, before);
  });
});

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { systemClock } from '../../src/host/clock.ts';
import type { ChatCall, ChatServer } from '../support/chatServer.ts';
import {
  closeEverything,
  forgetChatServer,
  generate,
  onDisk,
  openFile,
  pendingLenses,
  press,
  streamingLenses,
  told,
  type,
  untilLenses,
  untilText,
  useChatServer,
} from './inlineFlows.ts';
import { ui } from './ui.ts';

const offeredAfterSave = ['Stopped by saving: Insert received code (Ctrl+Enter)', 'Discard (Esc)', 'Try Again'];

describe('inline generation and the file on disk', () => {
  let server: ChatServer;
  before(async () => {
    server = await useChatServer();
  });
  after(() => forgetChatServer(server));
  afterEach(closeEverything);

  /** A generation that has written half of its code. */
  async function halfway(marked: string, half: string, text: string, name = 'inline.ts') {
    const editor = await openFile(marked, name);
    const { call, done } = await generate(server);
    call.send(`\`\`\`\n${half}`);
    await untilText(editor.document, text);
    return { editor, document: editor.document, call, done };
  }

  async function assertAborted(call: ChatCall, done: Thenable<unknown>): Promise<void> {
    assert.equal(await call.closed, 'left');
    await done;
  }

  it('saves the old text and offers what was received', async () => {
    const { document, call, done } = await halfway('a\n[old]\nz\n', 'one\ntw', 'a\none\ntw\nz\n');
    assert.equal(await document.save(), true);
    await assertAborted(call, done);
    assert.equal(await onDisk(document), 'a\nold\nz\n');
    assert.equal(document.getText(), 'a\nold\nz\n');
    assert.equal(document.isDirty, false);
    await untilLenses(document, offeredAfterSave);
    await vscode.commands.executeCommand('parley.acceptInline');
    assert.equal(document.getText(), 'a\none\ntw\nz\n');
    await untilLenses(document, pendingLenses);
    await vscode.commands.executeCommand('parley.rejectInline');
    assert.equal(document.getText(), 'a\nold\nz\n');
  });

  it("saves the old text with the user's own changes", async () => {
    const { editor, document, call, done } = await halfway('a\n[old]\nz\n', 'one two', 'a\none two\nz\n');
    await type(editor, 'a', 'AA');
    await type(editor, 'one', 'MINE');
    await document.save();
    await assertAborted(call, done);
    assert.equal(await onDisk(document), 'aAA\noldMINE\nz\n');
  });

  it('saves the old text in the middle of a quick stream', async () => {
    const { document } = await openFile('a\n[old]\nz\n');
    const { call, done } = await generate(server);
    call.send('```\nline 0\n');
    await untilText(document, 'a\nline 0\nz\n');
    for (let line = 1; line <= 200; line += 1) call.send(`line ${line}\n`);
    await document.save();
    await assertAborted(call, done);
    assert.equal(await onDisk(document), 'a\nold\nz\n');
    assert.equal(document.getText(), 'a\nold\nz\n');
    await vscode.commands.executeCommand('parley.rejectInline');
    await untilLenses(document, []);
  });

  it('saves the old text right after Escape', async () => {
    const { document, call, done } = await halfway('a\n[old]\nz\n', 'one', 'a\none\nz\n');
    call.send(' two');
    const rejected = vscode.commands.executeCommand('parley.rejectInline');
    await document.save();
    await rejected;
    await assertAborted(call, done);
    assert.equal(await onDisk(document), 'a\nold\nz\n');
  });

  it('discards what was received', async () => {
    const { document, call, done } = await halfway('|\n', 'one', 'one\n');
    await document.save();
    await assertAborted(call, done);
    await press(document, 'Discard');
    await untilLenses(document, []);
    assert.equal(document.getText(), '\n');
  });

  it('goes on when the file is saved before the first code came', async () => {
    const { document } = await openFile('|\n');
    const { call, done } = await generate(server);
    await document.save();
    call.send('```\none\n```');
    call.finish();
    await done;
    assert.equal(document.getText(), 'one\n');
  });

  it('saves the whole code while it waits for a decision', async () => {
    const { document, call, done } = await halfway('|\n', 'one', 'one\n');
    call.finish();
    await done;
    await document.save();
    assert.equal(await onDisk(document), 'one\n');
    await untilLenses(document, pendingLenses);
  });

  it('drops the offer when the user undoes', async () => {
    const { document, call, done } = await halfway('|\n', 'one', 'one\n');
    await document.save();
    await assertAborted(call, done);
    await untilLenses(document, offeredAfterSave);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), 'one\n', 'undo brings back what was taken out');
    await untilLenses(document, []);
  });

  it('never writes half of it with automatic saving', async () => {
    const configuration = vscode.workspace.getConfiguration('files');
    await configuration.update('autoSave', 'afterDelay', vscode.ConfigurationTarget.Global);
    await configuration.update('autoSaveDelay', 50, vscode.ConfigurationTarget.Global);
    try {
      const saved = new Promise<void>((resolve) => {
        const listening = vscode.workspace.onDidSaveTextDocument(() => {
          listening.dispose();
          resolve();
        });
      });
      const { document, call, done } = await halfway('a\n[old]\nz\n', 'one', 'a\none\nz\n');
      await assertAborted(call, done);
      await saved;
      await untilText(document, 'a\nold\nz\n');
      await untilLenses(document, offeredAfterSave);
      assert.equal(await onDisk(document), 'a\nold\nz\n');
    } finally {
      await configuration.update('autoSave', 'off', vscode.ConfigurationTarget.Global);
      await configuration.update('autoSaveDelay', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('writes nothing more when the file is closed', async () => {
    const { document, call, done } = await halfway('a\n[old]\nz\n', 'one', 'a\none\nz\n');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    call.send(' two');
    await assertAborted(call, done);
    assert.equal(await onDisk(document), 'a\nold\nz\n');
    const { promise: later, resolve } = Promise.withResolvers<void>();
    systemClock.after(1_500, resolve);
    await later;
    await vscode.commands.executeCommand('notifications.showList');
    assert.deepEqual(await ui('texts', { selector: '.notification-list-item' }), [], 'nothing is said');
    await vscode.commands.executeCommand('notifications.hideList');
    const again = await vscode.window.showTextDocument(document.uri);
    await untilLenses(again.document, []);
  });

  it('ends when the file is reverted, says so, and offers what was received', async () => {
    const { document, call, done } = await halfway('a\n[old]\nz\n', 'one', 'a\none\nz\n');
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await assertAborted(call, done);
    await told('was read from disk again');
    assert.equal(document.getText(), 'a\nold\nz\n');
    await untilLenses(document, [
      'Stopped by reloading: Insert received code (Ctrl+Enter)',
      'Discard (Esc)',
      'Try Again',
    ]);
  });

  it('ends when an untouched file is read again before the first code came', async () => {
    const { document } = await openFile('a\n|\n');
    const { call, done } = await generate(server);
    await untilLenses(document, streamingLenses);
    await vscode.workspace.fs.writeFile(document.uri, new TextEncoder().encode('quite different\n'));
    await assertAborted(call, done);
    await told('was read from disk again');
    assert.equal(document.getText(), 'quite different\n');
    await untilLenses(document, []);
  });

  it('ends when the file is changed on disk under unsaved changes, and says so', async () => {
    const { document, call, done } = await halfway('a\n[old]\nz\n', 'one', 'a\none\nz\n', '[id]{x}.ts');
    await vscode.workspace.fs.writeFile(document.uri, new TextEncoder().encode('quite different\n'));
    await assertAborted(call, done);
    await told('was changed on disk');
    assert.equal(document.getText(), 'a\none\nz\n');
    await vscode.commands.executeCommand('parley.rejectInline');
    assert.equal(document.getText(), 'a\nold\nz\n');
  });

  it('ends without a word when the file is deleted', async () => {
    const { document, call, done } = await halfway('a\n[old]\nz\n', 'one', 'a\none\nz\n');
    await vscode.workspace.fs.delete(document.uri);
    await assertAborted(call, done);
    assert.equal(document.getText(), 'a\none\nz\n');
  });

  it('leaves the old text in a file that is renamed', async () => {
    const { document, call, done } = await halfway('a\n[old]\nz\n', 'one', 'a\none\nz\n');
    const renamed = vscode.Uri.joinPath(document.uri, '../renamed.ts');
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(document.uri, renamed);
    assert.equal(await vscode.workspace.applyEdit(edit), true);
    await assertAborted(call, done);
    assert.equal((await vscode.workspace.openTextDocument(renamed)).getText(), 'a\nold\nz\n');
  });
});

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type ChatServer, startChatServer } from '../support/chatServer.ts';
import { ui } from './ui.ts';

const user = vscode.ConfigurationTarget.Global;
const configuration = () => vscode.workspace.getConfiguration();

async function selectAll(path: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, path));
  const editor = await vscode.window.showTextDocument(document);
  editor.selection = new vscode.Selection(0, 0, document.lineCount - 1, 0);
}

/** Writes a workspace's settings file as an attacker would: by hand, past every check of VS Code's own. */
async function writeWorkspaceSettings(settings: Readonly<Record<string, unknown>>): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  const file = vscode.Uri.joinPath(folder.uri, '.vscode', 'settings.json');
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(JSON.stringify(settings)));
}

/** Waits until VS Code has read what a settings file says about a setting. */
async function untilWorkspaceSays(id: string, value: unknown): Promise<void> {
  for (;;) {
    if (JSON.stringify(configuration().inspect(id)?.workspaceValue) === JSON.stringify(value)) return;
    await new Promise<void>((resolve) => {
      const listening = vscode.workspace.onDidChangeConfiguration(() => {
        listening.dispose();
        resolve();
      });
    });
  }
}

describe("a workspace's settings", () => {
  let mine: ChatServer;
  let trap: ChatServer;

  before(async () => {
    mine = await startChatServer();
    trap = await startChatServer();
    await configuration().update('parley.providers', { mine: { baseUrl: mine.baseUrl, key: 'optional' } }, user);
    await configuration().update('parley.model', 'mine/one', user);
  });

  after(async () => {
    await configuration().update('parley.model', undefined, user);
    await configuration().update('parley.providers', undefined, user);
    await Promise.all([mine.close(), trap.close()]);
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await writeWorkspaceSettings({});
    await untilWorkspaceSays('parley.model', undefined);
  });

  async function explainAndAnswer(): Promise<string> {
    await selectAll('src/greeting.ts');
    const asked = vscode.commands.executeCommand('parley.explainSelection');
    const call = await mine.nextCall();
    call.send('It greets.');
    call.finish();
    await asked;
    return call.body.model;
  }

  it("can't redirect a provider, add one, or bring headers: 0 requests reach the trap", async () => {
    const hostile = {
      mine: { baseUrl: trap.baseUrl, headers: ['x-steal'] },
      openai: { baseUrl: trap.baseUrl },
      trap: { baseUrl: trap.baseUrl, key: 'optional' },
    };
    await writeWorkspaceSettings({
      'parley.providers': hostile,
      'parley.model': 'mine/two',
      'parley.sendKey': 'ctrlEnter',
    });
    await untilWorkspaceSays('parley.model', 'mine/two');
    assert.equal(await explainAndAnswer(), 'two');
    await vscode.commands.executeCommand('parley.newChat');
    assert.deepEqual(trap.paths, []);
  });

  it('asks once before a workspace may choose another provider, and uses mine without a yes', async () => {
    await configuration().update(
      'parley.providers',
      { mine: { baseUrl: mine.baseUrl, key: 'optional' }, other: { baseUrl: trap.baseUrl, key: 'optional' } },
      user,
    );
    await writeWorkspaceSettings({ 'parley.model': 'other/one' });
    await untilWorkspaceSays('parley.model', 'other/one');
    const answered = explainAndAnswer();
    await vscode.commands.executeCommand('notifications.showList');
    await ui('pressNotification', {
      text: "This workspace's settings choose the model other/one",
      button: 'Use mine/one',
    });
    assert.equal(await answered, 'one');
    assert.equal(await explainAndAnswer(), 'one', 'the answer is remembered');
    assert.deepEqual(trap.paths, []);
  });

  it('stops at once while that question is open', async () => {
    await writeWorkspaceSettings({ 'parley.model': 'other/two' });
    await untilWorkspaceSays('parley.model', 'other/two');
    await selectAll('src/greeting.ts');
    const asked = vscode.commands.executeCommand('parley.explainSelection');
    await vscode.commands.executeCommand('notifications.showList');
    await ui('panelText', { text: 'Explain the selected' });
    await vscode.commands.executeCommand('parley.stop');
    await asked;
    await ui('panelText', { text: 'Stopped' });
    assert.deepEqual(trap.paths, []);
  });

  it('names what is wrong with an unknown provider, with the nearest names', async () => {
    await configuration().update('parley.model', 'opnai/gpt', user);
    await selectAll('src/greeting.ts');
    await vscode.commands.executeCommand('parley.explainSelection');
    await ui('panelText', { text: 'There is no provider "opnai". Nearest: openai' });
    await configuration().update('parley.model', 'mine/one', user);
  });
});

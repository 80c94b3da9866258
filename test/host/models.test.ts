import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type ChatServer, startChatServer } from '../support/chatServer.ts';
import { ui } from './ui.ts';

const user = vscode.ConfigurationTarget.Global;
const configuration = () => vscode.workspace.getConfiguration();
const model = () => configuration().inspect<string>('parley.model')?.globalValue;

describe('choosing a model', () => {
  let server: ChatServer;

  before(async () => {
    server = await startChatServer(['one', 'family/two']);
    const mock = { baseUrl: server.baseUrl, key: 'optional', name: 'Mock' };
    const gone = { baseUrl: 'http://127.0.0.1:1/v1', key: 'optional', name: 'Gone' };
    await configuration().update('parley.providers', { mock, gone }, user);
    await configuration().update('parley.model', 'mock/one', user);
  });

  after(async () => {
    for (const id of ['model', 'providers', 'roles']) await configuration().update(`parley.${id}`, undefined, user);
    await server.close();
  });

  it('lists the models of every provider that can be asked, and says why a list is missing', async () => {
    const choosing = vscode.commands.executeCommand('parley.chooseModel');
    const { items } = await ui('quickInput', { text: 'family/two' });
    assert.ok(
      items.some((item) => item.includes('one') && item.includes('in use')),
      items.join('\n'),
    );
    await ui('quickInput', { text: "127.0.0.1:1 can't be reached" });
    await ui('press', { key: 'Escape' });
    await choosing;
    assert.equal(model(), 'mock/one');
  });

  it('writes the setting and shows the choice in the status bar', async () => {
    const choosing = vscode.commands.executeCommand('parley.chooseModel');
    await ui('quickInput', { text: 'family/two' });
    await ui('chooseItem', { text: 'family/two' });
    await choosing;
    assert.equal(model(), 'mock/family/two');
    await ui('waitForText', { selector: '.statusbar-item', text: 'family/two' });
  });

  it('takes a model that no list names', async () => {
    const choosing = vscode.commands.executeCommand('parley.chooseModel');
    await ui('quickInput', { text: 'family/two' });
    await ui('type', { text: 'mock/brand/new' });
    await ui('quickInput', { text: 'Use mock/brand/new' });
    await ui('chooseItem', { text: 'Use mock/brand/new' });
    await choosing;
    assert.equal(model(), 'mock/brand/new');
  });

  it('lets a workspace name single roles and parameters, and leaves the rest to the user', async () => {
    const workspace = vscode.ConfigurationTarget.Workspace;
    await configuration().update('parley.roles', { explain: 'mock/explains' }, user);
    await configuration().update('parley.parameters', { temperature: 0.2 }, user);
    await configuration().update('parley.roles', { inline: 'mock/writes' }, workspace);
    await configuration().update('parley.parameters', { seed: 7 }, workspace);
    const document = await vscode.workspace.openTextDocument({ content: 'const a = 1;\n', language: 'typescript' });
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(0, 0, 1, 0);
    const done = vscode.commands.executeCommand('parley.explainSelection');
    const call = await server.nextCall();
    call.finish();
    await done;
    const { model: asked, temperature, seed } = { ...call.body } as Readonly<Record<string, unknown>>;
    assert.deepEqual({ asked, temperature, seed }, { asked: 'explains', temperature: 0.2, seed: 7 });
    for (const id of ['parley.roles', 'parley.parameters']) {
      await configuration().update(id, undefined, workspace);
      await configuration().update(id, undefined, user);
    }
  });

  it("changes the chat's own entry where parley.roles has one", async () => {
    await configuration().update('parley.roles', { chat: 'mock/one' }, user);
    const choosing = vscode.commands.executeCommand('parley.chooseModel');
    await ui('quickInput', { text: 'family/two' });
    await ui('chooseItem', { text: 'family/two' });
    await choosing;
    assert.deepEqual(configuration().inspect('parley.roles')?.globalValue, { chat: 'mock/family/two' });
    assert.equal(model(), 'mock/brand/new');
  });

  it('offers above them those that Parley chooses, and says what each does', async () => {
    await configuration().update('parley.roles', undefined, user);
    const choosing = vscode.commands.executeCommand('parley.chooseModel');
    await ui('quickInput', { text: 'family/two' });
    const { items } = await ui('quickInput', { text: 'parley/cheapest' });
    assert.match(items.find((item) => item.includes('parley/cheapest')) ?? '', /for each request the model that costs/);
    await ui('type', { text: 'cheapest' });
    await ui('chooseItem', { text: 'parley/cheapest' });
    await choosing;
    assert.equal(model(), 'parley/cheapest');
    await ui('waitForText', { selector: '.statusbar-item', text: 'parley/cheapest' });
  });

  it('does not ask about a model the user chose for the workspace with their own hand', async () => {
    await configuration().update('parley.roles', undefined, user);
    await configuration().update('parley.model', 'gone/one', vscode.ConfigurationTarget.Workspace);
    const choosing = vscode.commands.executeCommand('parley.chooseModel');
    await ui('quickInput', { text: 'family/two' });
    await ui('chooseItem', { text: 'family/two' });
    await choosing;
    await configuration().update('parley.model', 'gone/other', user);
    await vscode.commands.executeCommand('parley.newChat');
    await ui('sendMessage', { text: 'Hello?' });
    const call = await server.nextCall();
    assert.equal(call.body.model, 'family/two');
    call.finish();
    await configuration().update('parley.model', undefined, vscode.ConfigurationTarget.Workspace);
  });
});

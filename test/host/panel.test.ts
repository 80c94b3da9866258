import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type ChatCall, type ChatServer, startChatServer } from '../support/chatServer.ts';
import { ui } from './ui.ts';

const user = vscode.ConfigurationTarget.Global;
const configuration = () => vscode.workspace.getConfiguration();

async function open(path: string): Promise<vscode.TextEditor> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, path)));
}

function userText(call: ChatCall): string {
  const last = call.body.messages.at(-1);
  assert.equal(last?.role, 'user');
  return JSON.stringify(last?.content);
}

describe('the panel in VS Code', () => {
  let server: ChatServer;

  before(async () => {
    server = await startChatServer();
    await configuration().update(
      'parley.providers',
      { mock: { baseUrl: server.baseUrl, key: 'optional', name: 'Mock' } },
      user,
    );
    await configuration().update('parley.model', 'mock/one', user);
    await vscode.commands.executeCommand('parley.chat.focus');
  });

  after(async () => {
    for (const id of ['model', 'providers', 'parameters', 'systemPrompt', 'roles']) {
      await configuration().update(`parley.${id}`, undefined, user);
    }
    await server.close();
  });

  beforeEach(async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('parley.newChat');
  });

  async function ask(text: string): Promise<ChatCall> {
    await ui('sendMessage', { text });
    return server.nextCall();
  }

  it('streams an answer and sends the whole conversation with the next question', async () => {
    const first = await ask('What is one?');
    first.send('The **first** ');
    await ui('panelText', { text: 'first' });
    first.send('number.');
    first.finish();
    await ui('panelText', { text: '1,204 → 340 tokens' });
    const second = await ask('And two?');
    assert.deepEqual(
      second.body.messages.map((message) => message.role),
      ['user', 'assistant', 'user'],
    );
    assert.equal(second.body.messages[1]?.content, 'The **first** number.');
    second.finish();
  });

  it('takes what is typed as soon as it has the focus', async () => {
    await open('src/greeting.ts');
    await vscode.commands.executeCommand('workbench.view.explorer');
    await vscode.commands.executeCommand('parley.chat.focus');
    await ui('inputFocused');
    await ui('type', { text: 'typed at once' });
    assert.equal(await ui('draft'), 'typed at once');
    await ui('typeDraft', { text: '' });
  });

  it('attaches the open file with the one click on its name', async () => {
    await open('src/greeting.ts');
    await vscode.commands.executeCommand('parley.chat.focus');
    await ui('panelButton', { name: 'Attach src/greeting.ts' });
    const call = await ask('What is in it?');
    assert.match(userText(call), /File src\/greeting\.ts \(typescript\)/);
    call.finish();
  });

  it('stops at Escape: the request is aborted, the text stays', async () => {
    const call = await ask('Count to a million');
    call.send('One, two');
    await ui('panelText', { text: 'One, two' });
    await ui('pressInPanel', { key: 'Escape' });
    assert.equal(await call.closed, 'left');
    assert.match(await ui('panelText', { text: 'Stopped' }), /One, two/);
  });

  it('shows the same after it was hidden while an answer streamed', async () => {
    const call = await ask('Go on');
    call.send('before ');
    await ui('panelText', { text: 'before' });
    await vscode.commands.executeCommand('workbench.view.explorer');
    call.send('hidden ');
    await vscode.commands.executeCommand('parley.chat.focus');
    await ui('panelText', { text: 'before hidden' });
    call.send('after');
    call.finish();
    await ui('panelText', { text: 'before hidden after' });
    await ui('panelText', { text: '340 tokens' });
  });

  it('shows the same after it was moved to the secondary side bar while an answer streamed', async () => {
    const call = await ask('Go on');
    call.send('here ');
    await ui('panelText', { text: 'here' });
    await vscode.commands.executeCommand('parley.chat.focus');
    const moving = vscode.commands.executeCommand('workbench.action.moveView');
    await ui('chooseItem', { text: 'Chat' });
    await ui('chooseItem', { text: 'New Secondary Side Bar Entry' });
    await moving;
    assert.equal(await ui('panelPlace'), 'secondarySideBar');
    call.send('and there');
    call.finish();
    await ui('panelText', { text: 'here and there' });
    await ui('panelText', { text: '340 tokens' });
    await vscode.commands.executeCommand('workbench.action.resetViewLocations');
    await vscode.commands.executeCommand('parley.chat.focus');
    await ui('panelText', { text: 'here and there' });
  });

  it('shows the same after the webview was reloaded while an answer streamed', async () => {
    const call = await ask('Go on');
    call.send('before ');
    await ui('panelText', { text: 'before' });
    await ui('typeDraft', { text: 'my next question' });
    await vscode.commands.executeCommand('workbench.action.webview.reloadWebviewAction');
    call.send('after');
    call.finish();
    await ui('panelText', { text: 'before after' });
    assert.equal(await ui('draft'), 'my next question');
    await ui('typeDraft', { text: '' });
  });

  it('says that an answer was cut off, keeps it, and tries again beside it', async () => {
    const call = await ask('Tell me');
    call.send('Half of it');
    await ui('panelText', { text: 'Half of it' });
    call.cut();
    await ui('panelText', { text: 'cut off' });
    await ui('panelButton', { name: 'Try Again' });
    const again = await server.nextCall();
    again.send('All of it');
    again.finish();
    assert.doesNotMatch(await ui('panelText', { text: 'All of it' }), /Half of it/);
    await ui('panelButton', { name: 'Previous' });
    await ui('panelText', { text: 'Half of it' });
  });

  it('shows one sentence and one action for a refused key, and keeps the question', async () => {
    const call = await ask('Hello?');
    call.refuse(401, { message: 'Incorrect API key', code: 'invalid_api_key' });
    const shown = await ui('panelText', { text: 'Mock rejected the key for 127.0.0.1' });
    assert.match(shown, /Hello\?/);
    assert.match(shown, /Set Key/);
  });

  it('names the nearest models when the provider does not know one', async () => {
    await configuration().update('parley.model', 'mock/tow', user);
    const call = await ask('Hello?');
    call.refuse(404, { message: 'The model does not exist', code: 'model_not_found' });
    await ui('panelText', { text: 'Nearest: two' });
    await configuration().update('parley.model', 'mock/one', user);
  });

  it('attaches the active file', async () => {
    await open('src/greeting.ts');
    await vscode.commands.executeCommand('parley.attachFile');
    await ui('panelText', { text: 'src/greeting.ts' });
    const call = await ask('What is in it?');
    assert.match(userText(call), /File src\/greeting\.ts \(typescript\)/);
    call.finish();
  });

  it('inserts a code block at the cursor, with one undo', async () => {
    const editor = await open('src/greeting.ts');
    const before = editor.document.getText();
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    await vscode.commands.executeCommand('parley.chat.focus');
    const call = await ask('Code?');
    call.send('Here:\n\n```ts\nconst inserted = 1;\n```\n');
    call.finish();
    await ui('panelText', { text: '340 tokens' });
    await ui('panelButton', { name: 'Insert' });
    const changed = await untilText(editor.document, (text) => text !== before);
    assert.equal(
      changed,
      `const inserted = 1;\n${before}`.replace(';\n', changed.startsWith('const inserted = 1;\n') ? ';\n' : ';'),
    );
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), before);
  });

  it('explains the selection with language, path and lines', async () => {
    const editor = await open('src/greeting.ts');
    editor.selection = new vscode.Selection(0, 0, 2, 0);
    const done = vscode.commands.executeCommand('parley.explainSelection');
    const call = await server.nextCall();
    assert.match(userText(call), /File src\/greeting\.ts \(typescript, lines 1 to 2\)/);
    assert.match(userText(call), /Explain the selected typescript code/);
    call.send('It greets.');
    call.finish();
    await done;
    await ui('panelText', { text: 'It greets.' });
    await ui('panelText', { text: 'src/greeting.ts 1–2' });
  });

  it('sends only the parameters that are set, and the system prompt', async () => {
    await configuration().update('parley.parameters', { temperature: 0.2 }, user);
    await configuration().update('parley.systemPrompt', 'Be brief.', user);
    await vscode.commands.executeCommand('parley.newChat');
    const call = await ask('Hello?');
    const { messages, model, stream, stream_options, ...rest } = call.body;
    assert.deepEqual(rest, { temperature: 0.2 });
    assert.deepEqual([messages[0]?.role, messages[0]?.content], ['system', 'Be brief.']);
    assert.deepEqual([model, stream, stream_options], ['one', true, { include_usage: true }]);
    call.finish();
    await ui('panelText', { text: '340 tokens' });
    await configuration().update('parley.parameters', { temperature: 3 }, user);
    await ui('sendMessage', { text: 'Again' });
    await ui('panelText', { text: 'temperature is 3; it must be a number from 0 to 2' });
    await configuration().update('parley.parameters', undefined, user);
    await configuration().update('parley.systemPrompt', undefined, user);
  });

  it('uses another model for a role', async () => {
    await configuration().update('parley.roles', { explain: 'mock/two' }, user);
    const editor = await open('src/greeting.ts');
    editor.selection = new vscode.Selection(0, 0, 1, 0);
    const done = vscode.commands.executeCommand('parley.explainSelection');
    const call = await server.nextCall();
    assert.equal(call.body.model, 'two');
    call.finish();
    await done;
    await configuration().update('parley.roles', undefined, user);
  });
});

function untilText(document: vscode.TextDocument, fits: (text: string) => boolean): Promise<string> {
  if (fits(document.getText())) return Promise.resolve(document.getText());
  return new Promise((resolve) => {
    const listening = vscode.workspace.onDidChangeTextDocument((change) => {
      if (change.document !== document || !fits(document.getText())) return;
      listening.dispose();
      resolve(document.getText());
    });
  });
}

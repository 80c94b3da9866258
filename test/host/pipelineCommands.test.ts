import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { findSecret } from '../support/canary.ts';
import { type ChatServer, startChatServer } from '../support/chatServer.ts';
import { told } from './inlineFlows.ts';
import { addFirstKey, expectNoLeak, removeEverything } from './keyFlows.ts';
import { answer, ask, configure, forgetServers, freshChat, openedBy } from './pipelineFlows.ts';
import { ui } from './ui.ts';

const canary = 'sk-canary-Xt3pZ8wQ5nE1yK6rJ0hD';

interface Shown {
  readonly model: string;
  readonly url: string;
  readonly body: { readonly model: string; readonly messages: readonly { readonly content: unknown }[] };
}

describe('what Parley keeps of calls', () => {
  let server: ChatServer;

  before(async () => {
    await removeEverything();
    server = await startChatServer();
    await configure({
      providers: { ledgered: { baseUrl: server.baseUrl, key: 'required', name: 'Ledgered' } },
      model: 'ledgered/one',
      modelOverrides: { 'ledgered/one': { prices: { input: 1, output: 2 } } },
      parameters: { temperature: 0.25 },
    });
    await addFirstKey('ledgered', canary);
    await freshChat();
    const call = await ask(server, 'What will be kept of this?');
    assert.equal(call.headers.authorization, `Bearer ${canary}`);
    await answer(call, 'The numbers.');
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await removeEverything();
    await forgetServers();
    await server.close();
  });

  it('counts the tokens of the conversation: an estimate where the server has no counter', async () => {
    const counted = vscode.commands.executeCommand('parley.countTokens');
    assert.match(await told('This conversation has'), /has ≈[\d,]+ tokens, estimated, for ledgered\/one\./);
    await counted;
  });

  it('shows usage and cost: sums, and a line for each call', async () => {
    const report = await openedBy('parley.showUsage', 'ledgered/one');
    assert.match(report, /^# Usage and cost/);
    assert.match(report, /^- Today: \$\d.* for \d+ calls?/m);
    assert.match(report, /^\| [-\d: ]+ \| ledgered\/one \| 1,204 \| 340 \| ≈\$0\.0019 \| [\d.]+ s \| {2}\| stop \|$/m);
  });

  it('shows the last requests as they were sent, without a key', async () => {
    const report = await openedBy('parley.showRequests', 'What will be kept of this?');
    const [last] = JSON.parse(report) as readonly Shown[];
    assert.deepEqual([last?.model, last?.url], ['ledgered/one', `${server.baseUrl}/chat/completions`]);
    const { messages, model, ...rest } = last?.body ?? { messages: [], model: '' };
    assert.deepEqual([model, messages[0]?.content], ['one', 'What will be kept of this?']);
    assert.deepEqual(rest, { temperature: 0.25, stream: true, stream_options: { include_usage: true } });
    assert.equal(findSecret(canary, report), undefined);
  });

  it('shows the newest state each time, and does not ask to save it', async () => {
    const call = await ask(server, 'And of this?');
    await answer(call, 'These too.');
    await ui('panelText', { text: 'These too.' });
    const report = await openedBy('parley.showRequests', 'And of this?');
    assert.match(report, /And of this\?[\s\S]*What will be kept of this\?/);
    assert.equal(vscode.window.activeTextEditor?.document.isDirty, false);
  });

  it('lies in one database of the user alone, and the key in no file', async () => {
    const files = await ui('storedFiles');
    const database = files.find(({ path }) => path.endsWith('.db'));
    assert.ok(database, JSON.stringify(files));
    assert.match(database.path, /globalStorage\/parley\.parley\//);
    assert.ok(database.bytes > 0);
    assert.equal(database.rights, process.platform === 'win32' ? database.rights : '600');
    await expectNoLeak([canary]);
  });
});

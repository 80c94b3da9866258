import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type ChatServer, startChatServer } from '../support/chatServer.ts';
import { ui } from './ui.ts';

const user = vscode.ConfigurationTarget.Global;
const configuration = () => vscode.workspace.getConfiguration();
const themes = ['Dark 2026', 'Light 2026', 'Default High Contrast', 'Default High Contrast Light'];

describe('the panel with axe-core', () => {
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
    await vscode.commands.executeCommand('parley.newChat');
    await ui('sendMessage', { text: 'Show me everything' });
    const call = await server.nextCall();
    call.think('Let me think.');
    call.send(
      '# Title\n\nSome `code`, a [link](https://example.com) and\n\n```ts\nconst a = 1;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n',
    );
    call.finish();
    await ui('panelText', { text: '340 tokens' });
    await ui('sendMessage', { text: 'And an error' });
    (await server.nextCall()).refuse(401, { message: 'no' });
    await ui('panelText', { text: 'rejected the key' });
  });

  after(async () => {
    await configuration().update('workbench.colorTheme', undefined, user);
    await configuration().update('parley.model', undefined, user);
    await configuration().update('parley.providers', undefined, user);
    await server.close();
  });

  for (const theme of themes) {
    it(`has no violation in ${theme}`, async () => {
      await configuration().update('workbench.colorTheme', theme, user);
      await ui('panelTheme', { theme });
      assert.deepEqual(await ui('axe', { marker: '#panel' }), []);
    });
  }
});

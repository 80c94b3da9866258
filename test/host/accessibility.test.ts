import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type ChatServer, startChatServer } from '../support/chatServer.ts';
import { ui } from './ui.ts';

const user = vscode.ConfigurationTarget.Global;
const configuration = () => vscode.workspace.getConfiguration();

/** The theme of a kind that VS Code wears by default; its name differs between releases. (The older ones are too faint by themselves.) */
function themeOf(kind: string): string {
  const manifest: { contributes: { themes: readonly { id: string; uiTheme: string }[] } } | undefined =
    vscode.extensions.getExtension('vscode.theme-defaults')?.packageJSON;
  const themes = (manifest?.contributes.themes ?? []).filter((theme) => theme.uiTheme === kind);
  const found = themes.find((theme) => /2026|Modern|High Contrast/.test(theme.id));
  assert.ok(found, `VS Code has a default theme of the kind ${kind}`);
  return found.id;
}

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

  for (const kind of ['vs-dark', 'vs', 'hc-black', 'hc-light']) {
    it(`has no violation in a theme of the kind ${kind}`, async () => {
      const theme = themeOf(kind);
      await configuration().update('workbench.colorTheme', theme, user);
      await ui('panelTheme', { theme });
      assert.deepEqual(await ui('axe', { marker: '#panel' }), []);
    });
  }
});

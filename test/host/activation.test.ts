import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('activation', () => {
  const extension = vscode.extensions.getExtension('parley.parley');

  it('finds the extension', () => {
    assert.ok(extension, 'VS Code does not know parley.parley');
  });

  it('activates', async () => {
    await extension?.activate();
    assert.equal(extension?.isActive, true);
  });

  it('runs in test mode', async () => {
    assert.equal((await extension?.activate())?.extensionMode, vscode.ExtensionMode.Test);
  });

  it('is the version of the manifest on disk', async () => {
    assert.ok(extension);
    const manifest = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension.extensionUri, 'package.json'));
    assert.equal(extension.packageJSON.version, JSON.parse(new TextDecoder().decode(manifest)).version);
  });
});

describe('the VS Code under test', () => {
  it('refuses proposed API, like the one on a user’s machine', () => {
    const subscribe: unknown = Reflect.get(vscode.window, 'onDidWriteTerminalData');
    assert.ok(typeof subscribe === 'function');
    assert.throws(() => subscribe(() => {}), /CANNOT use API proposal: terminalDataWriteEvent/);
  });
});

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ModelServer, ModelServerOptions } from '../support/modelServer.ts';
import { startModelServer } from '../support/modelServer.ts';
import { ui } from './ui.ts';

async function writeSetting(id: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration().update(id, value, vscode.ConfigurationTarget.Global);
}

/** Points providers at servers, in the user's settings. */
export async function useProviders(providers: Readonly<Record<string, unknown>> | undefined): Promise<void> {
  await writeSetting('parley.providers', providers);
}

export function setting<T>(id: string): T | undefined {
  return vscode.workspace.getConfiguration().inspect<T>(id)?.globalValue;
}

/** Starts a command; what it shows is driven by `ui()` meanwhile, then the result is awaited. */
export function start(command: string, ...args: readonly unknown[]): Thenable<unknown> {
  return vscode.commands.executeCommand(command, ...args);
}

/** Starts a command that ends at Esc, presses it where the text is shown, and waits for the end. */
export async function escapeAt(running: Thenable<unknown>, text: string): Promise<void> {
  await ui('quickInput', { text });
  await ui('press', { key: 'Escape' });
  await running;
  await ui('quickInputClosed');
}

/** Types or pastes into the open box and accepts it. */
export async function enter(text: string): Promise<void> {
  await ui('paste', { text });
  await ui('press', { key: 'Enter' });
}

/** Waits until VS Code has notified of the text, and returns the whole notification. */
export async function said(text: string): Promise<string> {
  await vscode.commands.executeCommand('notifications.showList');
  try {
    return await ui('notification', { text });
  } finally {
    await vscode.commands.executeCommand('notifications.hideList');
  }
}

/** Presses a button of a notification. */
export async function answer(text: string, button: string): Promise<void> {
  await vscode.commands.executeCommand('notifications.showList');
  await ui('pressNotification', { text, button });
  await vscode.commands.executeCommand('notifications.hideList');
}

/** Takes all notifications away, and whatever a failed test left open. */
export async function clear(): Promise<void> {
  await ui('closeQuickInput');
  await vscode.commands.executeCommand('notifications.clearAll');
  await vscode.commands.executeCommand('notifications.hideList');
}

/** Fails if the provider has a key. */
export async function expectNoKey(providerId: string): Promise<void> {
  await clear();
  await start('parley.switchKey', providerId);
  await said('no key');
  await clear();
}

/** The lines that "Switch API Key…" shows for a provider. */
export async function keyLines(providerId: string): Promise<readonly string[]> {
  const running = start('parley.switchKey', providerId);
  const { items } = await ui('quickInput', { text: 'Choose the key that is used from now on' });
  await escapeAt(running, 'Switch API Key');
  return items;
}

/** Adds a first key to a provider whose server is running, in the shortest way. */
export async function addFirstKey(providerId: string, key: string): Promise<void> {
  const running = start('parley.addKey', providerId);
  await ui('quickInput', { text: 'Add API Key:' });
  await enter(key);
  await running;
  await said('Connected to');
  await clear();
}

let before: { readonly providers: unknown; readonly model: unknown } | undefined;

/** Removes every key by the command, and puts the settings back as they were at the first call. */
export async function removeEverything(): Promise<void> {
  before ??= { providers: setting('parley.providers'), model: setting('parley.model') };
  for (let left = 30; ; left -= 1) {
    assert.ok(left > 0, 'there are more keys than tests');
    await clear();
    const running = start('parley.removeKey');
    const ended = await Promise.race([
      running.then(() => 'none left'),
      ui('quickInput', { text: 'Choose the key to remove' }),
    ]);
    if (ended === 'none left') break;
    await ui('press', { key: 'Enter' });
    await ui('quickInput', { text: 'from this machine' });
    await ui('chooseItem', { text: 'Remove' });
    await running;
  }
  await clear();
  await writeSetting('parley.providers', before.providers);
  await writeSetting('parley.model', before.model);
}

/** Fails if one of the secrets lies in a file, log or page of this run. */
export async function expectNoLeak(secrets: readonly string[]): Promise<void> {
  for (const secret of secrets) {
    const { files, leaks, frames } = await ui('findLeaks', { secret });
    assert.ok(files > 10, `only ${files} files were searched`);
    assert.deepEqual([...leaks, ...frames], [], secret);
  }
}

/** Starts servers that are closed together. */
export function serverSet(): {
  readonly start: (options: ModelServerOptions) => Promise<ModelServer>;
  readonly close: () => Promise<unknown>;
} {
  const servers: ModelServer[] = [];
  return {
    start: async (options) => {
      const server = await startModelServer(options);
      servers.push(server);
      return server;
    },
    close: () => Promise.all(servers.splice(0).map((server) => server.close())),
  };
}

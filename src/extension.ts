import * as vscode from 'vscode';
import type { Provider } from './core/chat/provider.ts';
import { Disposables } from './core/lifetime.ts';
import type { Connection } from './core/models/connection.ts';
import { transportLimits } from './core/run/limits.ts';
import type { Parts } from './host/assemble.ts';
import { systemClock } from './host/clock.ts';
import { commands, views } from './host/contributions.ts';
import { inlineCommands, registerInlineEdit } from './host/editor/inlineEdit.ts';
import { createModelStatus } from './host/models/statusBar.ts';
import type { RunChat } from './host/runChat.ts';
import { modelSetting, onSettingsChanged } from './host/settings.ts';
import { loadProvider } from './providers/load.ts';

/** What other code may ask of the activated extension. */
export interface Exports {
  readonly extensionMode: vscode.ExtensionMode;
}

/** Parley's parts while they are made or there; undefined until something needs them. */
let made: Promise<Parts> | undefined;

/** The provider for a connection: VS Code's own models through the editor, all others through an adapter. */
async function providerFor(connection: Connection): Promise<Provider> {
  if (connection.wireApi === 'vscode-lm') return (await import('./host/models/vscodeLm.ts')).vscodeLmProvider();
  return loadProvider(connection, { fetch: globalThis.fetch, limits: transportLimits });
}

/** Makes the parts with the first call: what is not used costs VS Code's start nothing. */
function partsOf(context: vscode.ExtensionContext, all: Disposables, modelChanged: () => void): () => Promise<Parts> {
  const { secrets, globalState, workspaceState, globalStorageUri: storage, extensionUri } = context;
  const given = {
    secrets,
    globalState,
    workspaceState,
    storage,
    extensionUri,
    loadProvider: providerFor,
    all,
    modelChanged,
  };
  return () => {
    made ??= import('./host/assemble.ts').then(({ assemble }) => assemble(given));
    return made;
  };
}

/** Registers; constructs nothing that is not seen at once, asks nothing of disk or network. Called by VS Code once. */
export function activate(context: vscode.ExtensionContext): Exports {
  const all = new Disposables();
  context.subscriptions.push(all);
  const status = all.add(createModelStatus());
  const showModel = () => status.show(modelSetting('chat').value);
  const parts = partsOf(context, all, showModel);
  all.add(onSettingsChanged(showModel));
  const resolveWebviewView = async (...view: Parameters<vscode.WebviewViewProvider['resolveWebviewView']>) =>
    (await parts()).view.resolveWebviewView(...view);
  all.add(vscode.window.registerWebviewViewProvider(views.chat, { resolveWebviewView }));
  const run: RunChat = async function* (...question) {
    yield* (await parts()).run(...question);
  };
  const showFailure: Parts['showFailure'] = (...failure) => void parts().then((there) => there.showFailure(...failure));
  all.add(registerInlineEdit({ run, clock: systemClock, showFailure }));
  for (const id of Object.values(commands).filter((one) => !inlineCommands.has(one))) {
    const handler = async (...args: readonly unknown[]) => (await parts()).commands[id]?.(...args);
    all.add(vscode.commands.registerCommand(id, handler));
  }
  showModel();
  return { extensionMode: context.extensionMode };
}

/** Called by VS Code before it ends: what is being written to disk is written. */
export async function deactivate(): Promise<void> {
  await (await made)?.close();
}

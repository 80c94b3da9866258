import * as vscode from 'vscode';
import type { ChatError } from './core/errors.ts';
import { Disposables } from './core/lifetime.ts';
import type { ModelRole } from './core/models/modelRole.ts';
import { contentLimits, transportLimits } from './core/run/limits.ts';
import { systemClock } from './host/clock.ts';
import { commandTable } from './host/commands.ts';
import { commands, contextKeys, views } from './host/contributions.ts';
import { type Again, registerInlineEdit } from './host/editor/inlineEdit.ts';
import { describeFailure } from './host/failures.ts';
import { findVariables } from './host/keys/discover.ts';
import type { KeyCommand, KeyHandler } from './host/keys/keyCommands.ts';
import type { KeysDeps } from './host/keys/keysDeps.ts';
import { PlainHttpConsents } from './host/keys/plainHttp.ts';
import { Secrets } from './host/keys/secrets.ts';
import { createLog, type Log } from './host/log.ts';
import { chosenModel } from './host/models/chosenModel.ts';
import { Registry } from './host/models/registry.ts';
import { createRunChat } from './host/models/runner.ts';
import { createModelStatus } from './host/models/statusBar.ts';
import { ChatSession } from './host/panel/chatSession.ts';
import { ChatView } from './host/panel/chatView.ts';
import { Panel } from './host/panel/panel.ts';
import { newId, PanelHost, showPanel } from './host/panel/panelHost.ts';
import { failureContext } from './host/panel/problems.ts';
import type { RunChat } from './host/runChat.ts';
import { modelSetting, onSettingsChanged, providerSettings, systemPromptSetting } from './host/settings.ts';
import { loadProvider } from './providers/load.ts';

/** What other code may ask of the activated extension. */
export interface Exports {
  readonly extensionMode: vscode.ExtensionMode;
}

/** What is connected to a provider: the registry, the pipeline for a role, the ways to connect. */
interface Models {
  readonly registry: Registry;
  readonly run: RunChat;
  readonly keys: KeysDeps;
}

function createModels(context: vscode.ExtensionContext, log: Log, all: Disposables): Models {
  const secrets = all.add(new Secrets(context.secrets));
  const plainHttp = new PlainHttpConsents(context.globalState);
  const registry = new Registry({
    settings: providerSettings,
    credentials: (providerId, origin) => secrets.credentials(providerId, origin),
    connected: () => secrets.connected(),
    load: (connection) => loadProvider(connection, { fetch: globalThis.fetch, limits: transportLimits }),
    plainHttpAgreed: (origin) => plainHttp.agreed(origin),
  });
  all.add(secrets.onDidChange(() => registry.refresh()));
  all.add(onSettingsChanged((what) => (what === 'providers' ? registry.refresh() : registry.settingsChanged())));
  const choose = (role: ModelRole, signal: AbortSignal) => chosenModel(role, registry, context.workspaceState, signal);
  const run = createRunChat({ registry, chosenModel: choose, clock: systemClock, limits: contentLimits, log });
  const keys: KeysDeps = {
    secrets,
    plainHttp,
    log,
    entries: () => registry.entries(),
    usable: () => registry.usable(),
    listModels: (entry, credentials, signal) => registry.listModelsWith(entry, credentials, signal),
    sentence: (error, entry) => describeFailure(error, failureContext(entry.row.id, entry)).sentence,
    environment: () => process.env,
    now: () => Date.now(),
  };
  return { registry, run, keys };
}

function createPanel({ registry, run, keys }: Models, all: Disposables) {
  const modelFor = (role: ModelRole) => modelSetting(role).value;
  const now = () => systemClock.now();
  const session = all.add(new ChatSession({ run, modelFor, systemPrompt: systemPromptSetting, newId, now }));
  const host: PanelHost = new PanelHost({
    session,
    registry,
    panel: () => panel,
    found: () => findVariables(registry.entries(), process.env),
    connect: (start) => void keyFlows().then(({ connectFrom }) => connectFrom(keys, start)),
  });
  const panel: Panel = new Panel(session, host.actions(), systemClock);
  return { session, host, panel, modelFor };
}

/** The flows about keys are loaded when one is started. */
function keyFlows() {
  return import('./host/keys/keyCommands.ts');
}

function lazyKeyCommands(deps: KeysDeps): Readonly<Record<KeyCommand, KeyHandler>> {
  const handler = (id: KeyCommand) => async (argument: unknown) => (await keyFlows()).keyCommands(deps)[id](argument);
  const { addKey, removeKey, switchKey, testConnection } = commands;
  return {
    [addKey]: handler(addKey),
    [removeKey]: handler(removeKey),
    [switchKey]: handler(switchKey),
    [testConnection]: handler(testConnection),
  };
}

/** Constructs, connects, registers; asks nothing of disk or network. Called by VS Code once. */
export function activate(context: vscode.ExtensionContext): Exports {
  const all = new Disposables();
  context.subscriptions.push(all);
  const log = all.add(createLog());
  const models = createModels(context, log, all);
  const { session, host, panel, modelFor } = createPanel(models, all);
  const status = all.add(createModelStatus());
  const showModel = () => status.show(modelFor('chat'));
  models.registry.onDidChange(() => {
    showModel();
    void host.lookAgain();
  });
  all.add(vscode.window.onDidChangeActiveTextEditor(() => panel.refresh()));
  all.add(panel.onActivity((activity) => void setContext(contextKeys.answering, activity === 'answering')));
  all.add(vscode.window.registerWebviewViewProvider(views.chat, new ChatView(context.extensionUri, panel)));
  const showFailure = (error: ChatError, again: Again) => void host.showFailure('inline', error, again);
  all.add(registerInlineEdit({ run: models.run, clock: systemClock, showFailure }));
  const keys = lazyKeyCommands(models.keys);
  const { registry } = models;
  const remembered = context.workspaceState;
  const table = commandTable({ registry, session, panel, log, keys, modelFor, showPanel, remembered });
  for (const [id, handler] of Object.entries(table)) all.add(vscode.commands.registerCommand(id, handler));
  showModel();
  return { extensionMode: context.extensionMode };
}

function setContext(key: string, value: boolean): Thenable<unknown> {
  return vscode.commands.executeCommand('setContext', key, value);
}

import * as vscode from 'vscode';
import type { Provider } from './core/chat/provider.ts';
import { conversationMessages } from './core/conversation/conversation.ts';
import type { ChatError } from './core/errors.ts';
import { Disposables } from './core/lifetime.ts';
import type { Connection } from './core/models/connection.ts';
import type { ModelRole } from './core/models/modelRole.ts';
import { transportLimits } from './core/run/limits.ts';
import { readRunSettings } from './core/run/runSettings.ts';
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
import { describeFor, newId, PanelHost, showPanel } from './host/panel/panelHost.ts';
import { failureContext } from './host/panel/problems.ts';
import { SheetHost } from './host/panel/sheetHost.ts';
import type { Chat, RunCommand } from './host/run/runCommands.ts';
import type { RunServices } from './host/run/runServices.ts';
import type { RunChat } from './host/runChat.ts';
import {
  modelOverridesSetting,
  modelSetting,
  onSettingsChanged,
  providerSettings,
  runSettingsSetting,
  systemPromptSetting,
} from './host/settings.ts';
import { loadProvider } from './providers/load.ts';

/** Ends what is kept of calls; set when it is opened. */
let closeStore: (() => Promise<void> | undefined) | undefined;

/** What other code may ask of the activated extension. */
export interface Exports {
  readonly extensionMode: vscode.ExtensionMode;
}

/** What is connected to a provider: the registry, the pipeline for a role, the ways to connect. */
interface Models {
  readonly registry: Registry;
  readonly run: RunChat;
  /** The pipeline and what it keeps; loaded with the first request. */
  readonly services: () => Promise<RunServices>;
  readonly keys: KeysDeps;
}

/** The provider for a connection: VS Code's own models through the editor, all others through an adapter. */
async function providerFor(connection: Connection): Promise<Provider> {
  if (connection.wireApi === 'vscode-lm') return (await import('./host/models/vscodeLm.ts')).vscodeLmProvider();
  return loadProvider(connection, { fetch: globalThis.fetch, limits: transportLimits });
}

function createModels(context: vscode.ExtensionContext, log: Log, all: Disposables): Models {
  const secrets = all.add(new Secrets(context.secrets));
  const plainHttp = new PlainHttpConsents(context.globalState);
  const registry = new Registry({
    settings: providerSettings,
    credentials: (providerId, origin) => secrets.credentials(providerId, origin),
    connected: () => secrets.connected(),
    load: providerFor,
    plainHttpAgreed: (origin) => plainHttp.agreed(origin),
    limits: () => readRunSettings(runSettingsSetting()).limits,
    modelOverrides: modelOverridesSetting,
    today: () => new Date().toISOString().slice(0, 10),
  });
  all.add(secrets.onDidChange(() => registry.refresh()));
  all.add(onSettingsChanged((what) => (what === 'providers' ? registry.refresh() : registry.settingsChanged())));
  const choose = (role: ModelRole, signal: AbortSignal) => chosenModel(role, registry, context.workspaceState, signal);
  let made: Promise<RunServices> | undefined;
  const services = () => {
    made ??= import('./host/run/createServices.ts').then(({ createServices }) =>
      createServices(registry, log, context.globalStorageUri),
    );
    closeStore = async () => (await made)?.store.close();
    return made;
  };
  const run = createRunChat({ registry, chosenModel: choose, services, log });
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
  return { registry, run, keys, services };
}

function createPanel({ registry, run, keys }: Models, memory: vscode.Memento, all: Disposables) {
  const sheet = new SheetHost(registry, memory);
  const modelFor = (role: ModelRole) => modelSetting(role).value;
  const now = () => systemClock.now();
  const session = all.add(
    new ChatSession({
      run,
      modelFor,
      systemPrompt: systemPromptSetting,
      overrides: () => sheet.overrides(),
      newId,
      now,
    }),
  );
  const host: PanelHost = new PanelHost({
    session,
    registry,
    sheet,
    panel: () => panel,
    found: () => findVariables(registry.entries(), process.env),
    connect: (start) => void keyFlows().then(({ connectFrom }) => connectFrom(keys, start)),
  });
  const panel: Panel = new Panel(session, host.actions(), systemClock);
  all.add(sheet.onDidChange(() => panel.refresh()));
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

/** The commands about what is kept of calls are loaded when one is run. */
function lazyRunCommands(
  { services }: Models,
  chat: () => Chat,
  all: Disposables,
): Readonly<Record<RunCommand, () => Promise<void>>> {
  let made: Promise<Readonly<Record<RunCommand, () => Promise<void>>>> | undefined;
  const load = async () => {
    const { runCommands } = await import('./host/run/runCommands.ts');
    return runCommands(await services(), chat, all);
  };
  const handler = (id: RunCommand) => async () => {
    made ??= load();
    await (await made)[id]();
  };
  const { countTokens, showUsage, showRequests, clearCache, forgetRefusals } = commands;
  return {
    [countTokens]: handler(countTokens),
    [showUsage]: handler(showUsage),
    [showRequests]: handler(showRequests),
    [clearCache]: handler(clearCache),
    [forgetRefusals]: handler(forgetRefusals),
  };
}

/** Constructs, connects, registers; asks nothing of disk or network. Called by VS Code once. */
export function activate(context: vscode.ExtensionContext): Exports {
  const all = new Disposables();
  context.subscriptions.push(all);
  const log = all.add(createLog());
  const models = createModels(context, log, all);
  const { session, host, panel, modelFor } = createPanel(models, context.workspaceState, all);
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
  const describe = describeFor(models.registry);
  const chat = () => ({
    messages: conversationMessages(session.conversation),
    model: modelFor('chat'),
    sentence: (error: ChatError, ref: string) => describe(error, ref).sentence,
  });
  const keys = { ...lazyKeyCommands(models.keys), ...lazyRunCommands(models, chat, all) };
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

/** Called by VS Code before it ends: what is being written to disk is written. */
export async function deactivate(): Promise<void> {
  await closeStore?.();
}

import * as vscode from 'vscode';
import type { Provider } from '../core/chat/provider.ts';
import { conversationMessages } from '../core/conversation/conversation.ts';
import type { ChatError } from '../core/errors.ts';
import type { Disposables } from '../core/lifetime.ts';
import type { Connection } from '../core/models/connection.ts';
import type { ModelRole } from '../core/models/modelRole.ts';
import { readProviderSettings } from '../core/models/providerSettings.ts';
import { readRunSettings } from '../core/run/runSettings.ts';
import { systemClock } from './clock.ts';
import { commandTable, type Handler } from './commands.ts';
import { commands, contextKeys } from './contributions.ts';
import type { Again } from './editor/inlineEdit.ts';
import { describeFailure } from './failures.ts';
import { findVariables } from './keys/discover.ts';
import type { KeyCommand, KeyHandler } from './keys/keyCommands.ts';
import type { KeysDeps } from './keys/keysDeps.ts';
import { PlainHttpConsents } from './keys/plainHttp.ts';
import { Secrets } from './keys/secrets.ts';
import { createLog, type Log } from './log.ts';
import { chosenModel } from './models/chosenModel.ts';
import { Registry } from './models/registry.ts';
import { createRunChat } from './models/runner.ts';
import { ChatSession } from './panel/chatSession.ts';
import { ChatView } from './panel/chatView.ts';
import { Panel } from './panel/panel.ts';
import { describeFor, newId, PanelHost, showPanel } from './panel/panelHost.ts';
import { failureContext } from './panel/problems.ts';
import { SheetHost } from './panel/sheetHost.ts';
import type { Chat, RunCommand } from './run/runCommands.ts';
import type { RunServices } from './run/runServices.ts';
import type { RunChat } from './runChat.ts';
import {
  modelOverridesSetting,
  modelSetting,
  onSettingsChanged,
  providersSetting,
  runSettingsSetting,
  systemPromptSetting,
} from './settings.ts';

/** What is handed in from the extension's root. */
export interface Surroundings {
  readonly secrets: ConstructorParameters<typeof Secrets>[0];
  readonly globalState: vscode.Memento;
  readonly workspaceState: vscode.Memento;
  /** Where the database lies. */
  readonly storage: vscode.Uri;
  readonly extensionUri: vscode.Uri;
  readonly loadProvider: (connection: Connection) => Promise<Provider>;
  /** Takes what ends with the extension. */
  readonly all: Disposables;
  /** The chat model may be called otherwise now. */
  readonly modelChanged: () => void;
}

/** Everything of Parley that is not needed before it is used: made once, by the first command, the panel or a request. */
export interface Parts {
  readonly commands: Readonly<Record<string, Handler>>;
  readonly view: vscode.WebviewViewProvider;
  readonly run: RunChat;
  /** Shows a failed inline request in a sentence with one action. */
  readonly showFailure: (error: ChatError, again: Again) => void;
  /** Ends what is kept of calls. */
  readonly close: () => Promise<void>;
}

/** What is connected to a provider: the registry, the pipeline for a role, the ways to connect. */
interface Models {
  readonly registry: Registry;
  readonly run: RunChat;
  /** The pipeline and what it keeps; loaded with the first request. */
  readonly services: () => Promise<RunServices>;
  readonly keys: KeysDeps;
  readonly close: () => Promise<void>;
}

function createModels(given: Surroundings, log: Log): Models {
  const { all, workspaceState } = given;
  const secrets = all.add(new Secrets(given.secrets));
  const plainHttp = new PlainHttpConsents(given.globalState);
  const registry = new Registry({
    settings: () => readProviderSettings(providersSetting()),
    credentials: (providerId, origin) => secrets.credentials(providerId, origin),
    connected: () => secrets.connected(),
    load: given.loadProvider,
    plainHttpAgreed: (origin) => plainHttp.agreed(origin),
    limits: () => readRunSettings(runSettingsSetting()).limits,
    modelOverrides: modelOverridesSetting,
    today: () => new Date().toISOString().slice(0, 10),
  });
  all.add(secrets.onDidChange(() => registry.refresh()));
  all.add(onSettingsChanged((what) => (what === 'providers' ? registry.refresh() : registry.settingsChanged())));
  const choose = (role: ModelRole, signal: AbortSignal) => chosenModel(role, registry, workspaceState, signal);
  let made: Promise<RunServices> | undefined;
  const services = () => {
    made ??= import('./run/createServices.ts').then(({ createServices }) =>
      createServices(registry, log, given.storage),
    );
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
  const close = async () => {
    await (await made)?.store.close();
  };
  return { registry, run, keys, services, close };
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
  return import('./keys/keyCommands.ts');
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
    const { runCommands } = await import('./run/runCommands.ts');
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

/** Constructs and connects. Asks nothing of disk or network. */
export function assemble(given: Surroundings): Parts {
  const { all, workspaceState } = given;
  const log = all.add(createLog());
  const models = createModels(given, log);
  const { registry, run, close } = models;
  const { session, host, panel, modelFor } = createPanel(models, workspaceState, all);
  registry.onDidChange(() => {
    given.modelChanged();
    void host.lookAgain();
  });
  all.add(vscode.window.onDidChangeActiveTextEditor(() => panel.refresh()));
  all.add(panel.onActivity((activity) => void setContext(contextKeys.answering, activity === 'answering')));
  const describe = describeFor(registry);
  const chat = () => ({
    messages: conversationMessages(session.conversation),
    model: modelFor('chat'),
    sentence: (error: ChatError, ref: string) => describe(error, ref).sentence,
  });
  const keys = { ...lazyKeyCommands(models.keys), ...lazyRunCommands(models, chat, all) };
  return {
    commands: commandTable({ registry, session, panel, log, keys, modelFor, showPanel, remembered: workspaceState }),
    view: new ChatView(given.extensionUri, panel),
    run,
    showFailure: (error, again) => void host.showFailure('inline', error, again),
    close,
  };
}

function setContext(key: string, value: boolean): Thenable<unknown> {
  return vscode.commands.executeCommand('setContext', key, value);
}

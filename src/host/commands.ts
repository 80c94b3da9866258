import * as vscode from 'vscode';
import type { ModelRole } from '../core/models/modelRole.ts';
import { commands, settings } from './contributions.ts';
import { explainSelection } from './editor/explain.ts';
import { describeFailure } from './failures.ts';
import type { Log } from './log.ts';
import { allowWorkspaceModel, type Remembered } from './models/chosenModel.ts';
import { pickModel } from './models/picker.ts';
import type { Registry } from './models/registry.ts';
import type { ChatSession } from './panel/chatSession.ts';
import type { Panel } from './panel/panel.ts';
import { attachActiveFile, newId, refProblem } from './panel/panelHost.ts';
import { failureContext } from './panel/problems.ts';
import { writeModelSetting } from './settings.ts';

export interface CommandDeps {
  readonly registry: Registry;
  readonly session: ChatSession;
  readonly panel: Panel;
  readonly log: Log;
  /** What this workspace was allowed. */
  readonly remembered: Remembered;
  readonly keys: Readonly<Record<string, Handler>>;
  readonly modelFor: (role: ModelRole) => string;
  readonly showPanel: () => Thenable<unknown>;
}

/** Any argument may come: other extensions can run these commands. */
export type Handler = (...args: readonly unknown[]) => unknown;

async function chooseModel(deps: CommandDeps): Promise<void> {
  const { registry } = deps;
  const choice = await pickModel({
    registry,
    current: deps.modelFor('chat'),
    describe: (error, entry) => describeFailure(error, failureContext(entry.row.id, entry)).sentence,
  });
  if (choice.type === 'addKey') await vscode.commands.executeCommand(commands.addKey);
  if (choice.type !== 'model') return;
  await allowWorkspaceModel(choice.ref, deps.remembered);
  await writeModelSetting('chat', choice.ref);
  const problem = refProblem(choice.ref, registry);
  if (problem !== '')
    void vscode.window.showWarningMessage(`${choice.ref} is chosen now, but can't be asked. ${problem}`);
}

async function newChat(deps: CommandDeps): Promise<void> {
  deps.session.startNew();
  await deps.showPanel();
  deps.panel.focusInput();
}

async function attachFile(deps: CommandDeps): Promise<void> {
  await deps.showPanel();
  attachActiveFile(deps.panel);
}

/** Parley's settings, or one of them. */
function openSettings(asked: unknown): Thenable<unknown> {
  const one = Object.values(settings).find((id) => id === asked);
  return vscode.commands.executeCommand('workbench.action.openSettings', one ? `@id:${one}` : '@ext:parley.parley');
}

/** Every command but those of inline generation, which come and go with it. */
export function commandTable(deps: CommandDeps): Readonly<Record<string, Handler>> {
  const ask = (text: string, attachments: Parameters<ChatSession['ask']>[2]) =>
    deps.session.ask('explain', text, attachments);
  return {
    ...deps.keys,
    [commands.chooseModel]: () => chooseModel(deps),
    [commands.newChat]: () => newChat(deps),
    [commands.stop]: () => deps.session.stop(),
    [commands.attachFile]: () => attachFile(deps),
    [commands.explainSelection]: () => explainSelection({ newId, ask, showPanel: deps.showPanel }),
    [commands.openSettings]: openSettings,
    [commands.showLog]: () => deps.log.show(),
  };
}

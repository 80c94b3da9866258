import * as vscode from 'vscode';
import { type ParametersReading, parameterNames, readParameters } from '../core/chat/params.ts';
import type { Disposable } from '../core/lifetime.ts';
import type { ModelRole } from '../core/models/modelRole.ts';
import { nearest } from '../core/models/nearest.ts';
import { type ProviderSettings, readProviderSettings } from '../core/models/providerSettings.ts';
import { settings } from './contributions.ts';

/** Where a value stands: in the user's own settings, or in those of the opened (and trusted) workspace. */
export interface Sourced<T> {
  readonly value: T;
  readonly from: 'default' | 'user' | 'workspace';
}

const section = 'parley';

function inspect<T>(id: string): { user: T | undefined; workspace: T | undefined; fallback: T | undefined } {
  const found = vscode.workspace.getConfiguration(undefined, null).inspect<T>(id);
  return {
    user: found?.globalValue,
    workspace: found?.workspaceFolderValue ?? found?.workspaceValue,
    fallback: found?.defaultValue,
  };
}

/** A setting that a trusted workspace may override. In an untrusted workspace its values do not count. */
function shared<T>(id: string, fallback: T): Sourced<T> {
  const { user, workspace, fallback: declared } = inspect<T>(id);
  if (workspace !== undefined && vscode.workspace.isTrusted) return { value: workspace, from: 'workspace' };
  if (user !== undefined) return { value: user, from: 'user' };
  return { value: declared ?? fallback, from: 'default' };
}

/** A setting that only the user's own settings decide, whatever a workspace says. */
function own<T>(id: string): T | undefined {
  const { user, fallback } = inspect<T>(id);
  return user ?? fallback;
}

/** The model ref that settings name for a role, '' if none. A role's own entry wins over `parley.model`. */
export function modelSetting(role: ModelRole): Sourced<string> {
  const roles = shared<Record<string, unknown>>(settings.roles, {});
  const named = typeof roles.value === 'object' && roles.value !== null ? roles.value[role] : undefined;
  if (typeof named === 'string' && named.trim() !== '') return { value: named.trim(), from: roles.from };
  const model = shared<unknown>(settings.model, '');
  return { value: typeof model.value === 'string' ? model.value.trim() : '', from: model.from };
}

/** The model ref that the user's own settings name for a role, '' if none. */
export function ownModelSetting(role: ModelRole): string {
  const named = own<Record<string, unknown>>(settings.roles)?.[role];
  const model = typeof named === 'string' && named.trim() !== '' ? named : own<unknown>(settings.model);
  return typeof model === 'string' ? model.trim() : '';
}

/**
 * Writes the model for a role. The role's own entry in `parley.roles` is written if there is one, else `parley.model`; at the
 * place that decides now, so that the choice takes effect.
 */
export async function writeModelSetting(role: ModelRole, ref: string): Promise<void> {
  const configuration = vscode.workspace.getConfiguration();
  const roles = shared<Record<string, unknown>>(settings.roles, {});
  const target = (from: Sourced<unknown>['from']) =>
    from === 'workspace' ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  if (typeof roles.value?.[role] === 'string' && roles.value[role] !== '') {
    await configuration.update(settings.roles, { ...roles.value, [role]: ref }, target(roles.from));
  } else {
    await configuration.update(settings.model, ref, target(shared<unknown>(settings.model, '').from));
  }
}

/** Defaults for the parameters of every request. */
export function parameterSettings(): ParametersReading {
  return readParameters(shared<unknown>(settings.parameters, {}).value, (name) => nearest(name, parameterNames, 1)[0]);
}

/** The system message new conversations start with, '' for none. */
export function systemPromptSetting(): string {
  const { value } = shared<unknown>(settings.systemPrompt, '');
  return typeof value === 'string' ? value.trim() : '';
}

/** The user's own providers and addresses. */
export function providerSettings(): ProviderSettings {
  return readProviderSettings(own<unknown>(settings.providers));
}

/** Adds or replaces one provider in the user's own settings. */
export async function writeProviderSetting(id: string, entry: Readonly<Record<string, unknown>>): Promise<void> {
  const all = own<Record<string, unknown>>(settings.providers) ?? {};
  await vscode.workspace
    .getConfiguration()
    .update(settings.providers, { ...all, [id]: entry }, vscode.ConfigurationTarget.Global);
}

export function sendKeySetting(): 'enter' | 'ctrlEnter' {
  return own<unknown>(settings.sendKey) === 'ctrlEnter' ? 'ctrlEnter' : 'enter';
}

/** Tells when any of Parley's settings may have changed, trust included. */
export function onSettingsChanged(listener: () => void): Disposable {
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(section)) listener();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(listener),
  );
}

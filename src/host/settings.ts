import * as vscode from 'vscode';
import { withoutOwnParameters } from '../core/chat/params.ts';
import type { Disposable } from '../core/lifetime.ts';
import type { ModelRole } from '../core/models/modelRole.ts';
import type { RawRunSettings } from '../core/run/runSettings.ts';
import { settings } from './contributions.ts';

/** Where a value stands: in the user's own settings, or in those of the opened (and trusted) workspace. */
export interface Sourced<T> {
  readonly value: T;
  readonly from: 'default' | 'user' | 'workspace';
}

const section = 'parley';

/** What stands where. In an untrusted workspace its values do not count. */
function inspect<T>(id: string): { user: T | undefined; workspace: T | undefined; fallback: T | undefined } {
  const found = vscode.workspace.getConfiguration(undefined, null).inspect<T>(id);
  return {
    user: found?.globalValue,
    workspace: vscode.workspace.isTrusted ? found?.workspaceValue : undefined,
    fallback: found?.defaultValue,
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as a text without white space around it, '' if it is none. */
function plainText(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

/** A setting that only the user's own settings decide, whatever a workspace says. */
function own<T>(id: string): T | undefined {
  const { user, fallback } = inspect<T>(id);
  return user ?? fallback;
}

type Place = Exclude<Sourced<unknown>['from'], 'default'>;

/** The entry for a role in `parley.roles` of one place, '' if there is none. */
function roleEntry(role: ModelRole, place: Place): string {
  const roles = inspect<unknown>(settings.roles)[place];
  return isObject(roles) ? plainText(roles[role]) : '';
}

/** A role's entry in any of the places wins over `parley.model`; what is empty in one place leaves it to the next. */
function modelFrom(role: ModelRole, places: readonly Place[]): Sourced<string> {
  const model = inspect<unknown>(settings.model);
  const named = places.map((from) => ({ value: roleEntry(role, from), from }));
  const general = places.map((from) => ({ value: plainText(model[from]), from }));
  const found = [...named, ...general].find((one) => one.value !== '');
  return found ?? { value: plainText(model.fallback), from: 'default' };
}

/** The model ref that settings name for a role, '' if none. */
export function modelSetting(role: ModelRole): Sourced<string> {
  return modelFrom(role, ['workspace', 'user']);
}

/** The model ref that the user's own settings name for a role, '' if none. */
export function ownModelSetting(role: ModelRole): string {
  return modelFrom(role, ['user']).value;
}

/**
 * Writes the model for a role. The role's own entry in `parley.roles` is written if there is one, else `parley.model`; at the
 * place that decides now, so that the choice takes effect.
 */
export async function writeModelSetting(role: ModelRole, ref: string): Promise<void> {
  const configuration = vscode.workspace.getConfiguration();
  const { from } = modelSetting(role);
  const place = from === 'workspace' ? 'workspace' : 'user';
  const target = place === 'workspace' ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  if (roleEntry(role, place) === '') return configuration.update(settings.model, ref, target);
  const roles = inspect<Readonly<Record<string, unknown>>>(settings.roles)[place];
  return configuration.update(settings.roles, { ...roles, [role]: ref }, target);
}

/**
 * Defaults for the parameters of every request, as they stand there: whoever asks reads and checks them. Those a workspace names win,
 * one by one, as VS Code merges objects itself, but for those only the user may set.
 */
export function parametersSetting(): unknown {
  const { user, workspace: given, fallback } = inspect<unknown>(settings.parameters);
  const workspace = withoutOwnParameters(given);
  return isObject(user) && isObject(workspace) ? { ...user, ...workspace } : (workspace ?? user ?? fallback);
}

/** The system message new conversations start with, '' for none. */
export function systemPromptSetting(): string {
  const { user, workspace, fallback } = inspect<unknown>(settings.systemPrompt);
  return plainText(workspace ?? user ?? fallback);
}

/** The user's own providers and addresses, as they stand there: whoever asks a provider reads and checks them. */
export function providersSetting(): unknown {
  return own<unknown>(settings.providers);
}

/** Adds or replaces one provider in the user's own settings. */
export async function writeProviderSetting(id: string, entry: Readonly<Record<string, unknown>>): Promise<void> {
  const all = own<Record<string, unknown>>(settings.providers) ?? {};
  await vscode.workspace
    .getConfiguration()
    .update(settings.providers, { ...all, [id]: entry }, vscode.ConfigurationTarget.Global);
}

/** The settings about every call as they stand there: only the user's own count. */
export function runSettingsSetting(): RawRunSettings {
  return {
    fallbackOn: own<unknown>(settings.fallbackOn),
    budget: own<unknown>(settings.budget),
    cache: own<unknown>(settings.cache),
    timeouts: own<unknown>(settings.timeouts),
  };
}

/** What the user says of models that Parley does not know; read by whoever knows models. */
export function modelOverridesSetting(): unknown {
  return own<unknown>(settings.modelOverrides);
}

/** The model refs that automatic models choose among, [] for all that are known. */
export function automaticModelsSetting(): readonly string[] {
  const value = own<unknown>(settings.automaticModels);
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string' && one.trim() !== '') : [];
}

/** The preset's id, '' for none, and the user's own presets. */
export function presetSettings(): { readonly chosen: string; readonly own: unknown } {
  const chosen = inspect<unknown>(settings.preset);
  const presets = inspect<unknown>(settings.presets);
  const { user, workspace } = presets;
  const merged = isObject(user) && isObject(workspace) ? { ...user, ...workspace } : (workspace ?? user);
  return { chosen: plainText(chosen.workspace ?? chosen.user ?? chosen.fallback), own: merged };
}

export function sendKeySetting(): 'enter' | 'ctrlEnter' {
  return own<unknown>(settings.sendKey) === 'ctrlEnter' ? 'ctrlEnter' : 'enter';
}

/**
 * Tells when any of Parley's settings may have changed, trust included: `providers` when it may have been where requests go,
 * else `others`.
 */
export function onSettingsChanged(listener: (what: 'providers' | 'others') => void): Disposable {
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(settings.providers)) listener('providers');
      else if (change.affectsConfiguration(section)) listener('others');
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => listener('others')),
  );
}

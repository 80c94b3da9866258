import * as vscode from 'vscode';
import { ChatError } from '../../core/errors.ts';
import { defaultModel } from '../../core/models/defaultModel.ts';
import { automaticProvider, formatModelRef, parseModelRef } from '../../core/models/modelRef.ts';
import type { ModelRole } from '../../core/models/modelRole.ts';
import { modelSetting, ownModelSetting } from '../settings.ts';
import type { Registry } from './registry.ts';

/** Where a workspace's answer is remembered; `workspaceState` fits. */
export interface Remembered {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

const rememberedKey = 'parley.workspaceModels';

type Answers = Readonly<Record<string, unknown>>;

function remember(ref: string, answer: 'use' | 'mine', remembered: Remembered): Thenable<void> {
  return remembered.update(rememberedKey, { ...((remembered.get(rememberedKey) ?? {}) as Answers), [ref]: answer });
}

/** The user chose this model for the workspace with their own hand: it need not be asked about. */
export async function allowWorkspaceModel(ref: string, remembered: Remembered): Promise<void> {
  await remember(ref, 'use', remembered);
}

function providerOf(ref: string): string {
  return parseModelRef(ref)?.provider ?? '';
}

/** Who would read what is sent. */
function readersOf(ref: string): string {
  if (providerOf(ref) !== automaticProvider) return 'Its provider would read what you send.';
  return 'Parley would choose among your models, and the provider of the chosen one would read what you send.';
}

/**
 * Asks once whether this workspace may choose a provider other than the user's own settings do, for that decides who reads the
 * code. Without a yes the user's own model counts.
 */
async function allowedByUser(ref: string, own: string, remembered: Remembered): Promise<string> {
  const kept = ((remembered.get(rememberedKey) ?? {}) as Answers)[ref];
  if (kept === 'use' || kept === 'mine') return kept === 'use' ? ref : own;
  const use = `Use ${ref}`;
  const mine = own === '' ? 'Not Now' : `Use ${own}`;
  const question = `This workspace's settings choose the model ${ref}${own === '' ? '' : `; yours is ${own}`}. ${readersOf(ref)}`;
  const said = await vscode.window.showWarningMessage(question, use, mine);
  if (said !== undefined) await remember(ref, said === use ? 'use' : 'mine', remembered);
  return said === use ? ref : own;
}

/**
 * The best model of the first provider that has one, for when no setting names any. A provider that can't be asked ends it: who is
 * asked instead is the user's to say.
 */
async function firstUsable(registry: Registry, signal: AbortSignal): Promise<string> {
  const usable = await registry.usable();
  if (usable.length === 0) throw new ChatError('notConnected', { detail: 'No provider is connected yet.' });
  for (const entry of usable) {
    const model = defaultModel(entry.row, await registry.listModels(entry, signal));
    if (model !== undefined) return formatModelRef({ provider: entry.row.id, model });
  }
  const names = usable.map((entry) => entry.row.name).join(', ');
  throw new ChatError('invalidSetting', {
    detail: `No model is chosen, and there is none for chat at ${names}. Choose one with "Parley: Choose Model…".`,
  });
}

/** The model ref to ask for a role. @throws ChatError */
export async function chosenModel(
  role: ModelRole,
  registry: Registry,
  remembered: Remembered,
  signal: AbortSignal,
): Promise<string> {
  const { value, from } = modelSetting(role);
  const own = ownModelSetting(role);
  const foreign = from === 'workspace' && providerOf(value) !== providerOf(own);
  const ref = foreign ? await allowedByUser(value, own, remembered) : value;
  return ref === '' ? firstUsable(registry, signal) : ref;
}

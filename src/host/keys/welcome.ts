import * as vscode from 'vscode';
import { defaultModel } from '../../core/models/defaultModel.ts';
import type { ModelInfo } from '../../core/models/modelInfo.ts';
import { automaticProvider, formatModelRef, parseModelRef } from '../../core/models/modelRef.ts';
import type { ProviderEntry } from '../../core/models/providerSettings.ts';
import { commands, views } from '../contributions.ts';
import { modelSetting, writeModelSetting } from '../settings.ts';
import type { KeysDeps } from './keysDeps.ts';
import type { KeyProof } from './listing.ts';
import type { AddedKey } from './secrets.ts';

/** What is said once a provider is connected. */
export interface Connected {
  readonly entry: ProviderEntry;
  readonly added: AddedKey;
  /** Undefined: kept without a test. */
  readonly test: { readonly models: readonly ModelInfo[]; readonly key: KeyProof } | undefined;
}

/** Which model the chat uses after connecting. */
type ChatModel =
  | { readonly type: 'kept'; readonly ref: string }
  | { readonly type: 'chosen'; readonly model: string }
  | { readonly type: 'none' }
  /** The settings could not be written. */
  | { readonly type: 'unwritten'; readonly reason: string };

function modelsOf(entry: ProviderEntry, test: Connected['test']): readonly ModelInfo[] {
  const own = entry.models.map((id): ModelInfo => ({ id }));
  if (test) return [...own, ...test.models];
  // Nothing was listed: the catalogue's own suggestion is the best guess there is.
  return own.length > 0 ? own : entry.row.defaultModels.slice(0, 1).map((id) => ({ id }));
}

async function settleModel(deps: KeysDeps, { entry, test }: Connected): Promise<ChatModel> {
  const { value, from } = modelSetting('chat');
  const named = parseModelRef(value);
  const usable = await deps.usable();
  const works = named?.provider === automaticProvider || usable.some((one) => one.row.id === named?.provider);
  // What a workspace says is not changed behind its back.
  if (from === 'workspace' || works) return { type: 'kept', ref: value };
  const model = defaultModel(entry.row, modelsOf(entry, test));
  if (model === undefined) return { type: 'none' };
  try {
    await writeModelSetting('chat', formatModelRef({ provider: entry.row.id, model }));
    return { type: 'chosen', model };
  } catch (failure) {
    return { type: 'unwritten', reason: failure instanceof Error ? failure.message : String(failure) };
  }
}

function modelSentence(model: ChatModel): string {
  switch (model.type) {
    case 'kept':
      return `chat keeps using ${model.ref}`;
    case 'chosen':
      return `chat uses ${model.model}`;
    case 'none':
      return 'no model is chosen yet';
    case 'unwritten':
      return `the model could not be written to your settings (${model.reason})`;
  }
}

function sentence({ entry, added, test }: Connected, model: ChatModel): string {
  const { name } = entry.row;
  const known =
    added.type === 'known' && added.label.holds === 'key'
      ? ` The key was there already, as "${added.label.name}".`
      : '';
  if (!test) return `Saved ${name} without a test; ${modelSentence(model)}.${known}`;
  const count = `${test.models.length} ${test.models.length === 1 ? 'model' : 'models'}`;
  const proof =
    test.key === 'unproven' ? ` ${name} lists its models to anyone, so the first message is what tests the key.` : '';
  return `Connected to ${name}. ${count}; ${modelSentence(model)}.${known}${proof}`;
}

/** Offers a command with a notification, without waiting for the answer. */
export function offer(text: string, label: string, run: () => Thenable<unknown>): void {
  void vscode.window.showInformationMessage(text, label).then((pressed) => (pressed === label ? run() : undefined));
}

/** Chooses a model if none is usable yet, says what was connected, and opens the chat. */
export async function welcome(deps: KeysDeps, connected: Connected): Promise<void> {
  const model = await settleModel(deps, connected);
  const label = model.type === 'kept' || model.type === 'chosen' ? 'Choose Another' : 'Choose Model';
  offer(sentence(connected, model), label, () => vscode.commands.executeCommand(commands.chooseModel));
  await vscode.commands.executeCommand(`${views.chat}.focus`);
}

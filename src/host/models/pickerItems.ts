import type * as vscode from 'vscode';
import type { ChatError } from '../../core/errors.ts';
import type { ModelInfo } from '../../core/models/modelInfo.ts';
import { formatModelRef, parseModelRef } from '../../core/models/modelRef.ts';
import type { ProviderEntry } from '../../core/models/providerSettings.ts';
import { automaticWords } from './automaticWords.ts';
import { chatModels, type ModelFigures, modelDescription } from './modelDescription.ts';

/** What the user chose, or that a provider should be connected first. */
export type Choice =
  | { readonly type: 'model'; readonly ref: string }
  | { readonly type: 'addKey' }
  | { readonly type: 'nothing' };

/** A line of the list; without `choice` it can't be chosen. */
export interface Item extends vscode.QuickPickItem {
  readonly choice?: Choice;
}

/** As a number, so that the list can be made, and tested, without VS Code. */
const separatorKind: vscode.QuickPickItemKind.Separator = -1;

export function separator(label: string): Item {
  return { label, kind: separatorKind };
}

/** The model ref an item stands for, if it is a model. */
export function refOf(item: Item | undefined): string | undefined {
  return item?.choice?.type === 'model' ? item.choice.ref : undefined;
}

function refItem(ref: string, label: string, description: string, current: string): Item {
  const facts = [description, ref === current ? 'in use' : ''];
  return {
    label: `${ref === current ? '$(check) ' : ''}${label}`,
    description: facts.filter((one) => one !== '').join(' · '),
    choice: { type: 'model', ref },
  };
}

/** One provider's section: its chat models, or that it has none. `current` is the ref in use. */
export function modelItems(
  entry: ProviderEntry,
  models: readonly ModelInfo[],
  figures: (model: ModelInfo) => ModelFigures,
  current: string,
): Item[] {
  const { id: provider, name } = entry.row;
  const used = parseModelRef(current);
  const inUse = used?.provider === provider ? [used.model] : [];
  const { shown, others } = chatModels(models, [...entry.models, ...inUse]);
  const head = separator(others === 0 ? name : `${name}, ${others} not for chat left out`);
  if (shown.length === 0)
    return [head, { label: '$(info) No models listed', description: `type ${provider}/ and the model's id` }];
  const items = shown.map((model) => {
    const ref = formatModelRef({ provider, model: model.id });
    return refItem(ref, model.id, modelDescription(model.id, figures(model)), current);
  });
  return [head, ...items];
}

/** The reason why a provider's models can't be listed; those the user named stand there all the same. */
export function failedItems(entry: ProviderEntry, reason: string, current: string): Item[] {
  const { id: provider, name } = entry.row;
  return [
    separator(name),
    ...entry.models.map((model) => refItem(formatModelRef({ provider, model }), model, '', current)),
    { label: '$(warning) The list could not be had', description: reason, alwaysShow: true },
  ];
}

/** The models that leave the choice to Parley. */
export async function automaticItems(current: string): Promise<Item[]> {
  const { automaticRefs } = await import('../../core/models/automatic.ts');
  return [separator('Parley chooses'), ...automaticRefs.map((ref) => refItem(ref, ref, automaticWords(ref), current))];
}

/** The typed text as a model of its own, for models no list names. */
export function typedItem(text: string, items: readonly Item[]): Item[] {
  const ref = parseModelRef(text);
  if (!ref) return [];
  const typed = formatModelRef(ref);
  if (items.some((one) => refOf(one) === typed)) return [];
  return [{ label: `$(edit) Use ${typed}`, alwaysShow: true, choice: { type: 'model', ref: typed } }];
}

export const addKeyItem: Item = { label: '$(key) Add API Key…', alwaysShow: true, choice: { type: 'addKey' } };

/** Instead of a list: why no provider can be asked for one, and the way to add one. */
export function failureItems({ facts, message }: ChatError): Item[] {
  const label = '$(warning) The providers could not be listed';
  return [{ label, detail: facts.detail ?? message, alwaysShow: true }, addKeyItem];
}

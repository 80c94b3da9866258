import * as vscode from 'vscode';
import { ChatError } from '../../core/errors.ts';
import type { ModelInfo } from '../../core/models/modelInfo.ts';
import { formatModelRef, parseModelRef } from '../../core/models/modelRef.ts';
import type { ProviderEntry } from '../../core/models/providerSettings.ts';
import { compact } from '../../core/text/figures.ts';
import type { Registry } from './registry.ts';

export interface PickerDeps {
  readonly registry: Registry;
  /** The ref in use, '' for none; it is marked and shown first. */
  readonly current: string;
  readonly describe: (error: ChatError, entry: ProviderEntry) => string;
}

/** What the user chose, or that a provider should be connected first. */
export type Choice =
  | { readonly type: 'model'; readonly ref: string }
  | { readonly type: 'addKey' }
  | { readonly type: 'nothing' };

interface Item extends vscode.QuickPickItem {
  readonly choice?: Choice;
}

function modelItem(entry: ProviderEntry, model: ModelInfo, current: string): Item {
  const ref = formatModelRef({ provider: entry.row.id, model: model.id });
  const window = model.contextWindow ? `${compact(model.contextWindow)} tokens` : '';
  const facts = [model.name && model.name !== model.id ? model.name : '', window, ref === current ? 'in use' : ''];
  return {
    label: `${ref === current ? '$(check) ' : ''}${model.id}`,
    description: facts.filter((one) => one !== '').join(' · '),
    choice: { type: 'model', ref },
  };
}

function separator(label: string): Item {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

/** One provider's section: its models, or the reason why there are none. */
async function section(entry: ProviderEntry, deps: PickerDeps, signal: AbortSignal): Promise<Item[]> {
  const head = separator(entry.row.name);
  try {
    const models = await deps.registry.listModels(entry, signal);
    if (models.length > 0) return [head, ...models.map((model) => modelItem(entry, model, deps.current))];
    return [head, { label: '$(info) No models listed', description: `type ${entry.row.id}/ and the model's id` }];
  } catch (thrown) {
    if (!(thrown instanceof ChatError)) throw thrown;
    const own = entry.models.map((id) => modelItem(entry, { id }, deps.current));
    return [
      head,
      ...own,
      { label: '$(warning) The list could not be had', description: deps.describe(thrown, entry), alwaysShow: true },
    ];
  }
}

/** The typed text as a model of its own, for models no list names. */
function typedItem(text: string, items: readonly Item[]): Item[] {
  const ref = parseModelRef(text);
  if (!ref) return [];
  const typed = formatModelRef(ref);
  const known = items.some((item) => item.choice?.type === 'model' && item.choice.ref === typed);
  return known ? [] : [{ label: `$(edit) Use ${typed}`, alwaysShow: true, choice: { type: 'model', ref: typed } }];
}

const addKeyItem: Item = { label: '$(key) Add API Key…', alwaysShow: true, choice: { type: 'addKey' } };

function refOf(item: Item | undefined): string | undefined {
  return item?.choice?.type === 'model' ? item.choice.ref : undefined;
}

/** The model to have the cursor on when the items are replaced: the one the user moved to, else the one in use. */
function cursorRef({ items, activeItems, value }: vscode.QuickPick<Item>, current: string): string | undefined {
  const ref = refOf(activeItems[0]);
  // VS Code puts the cursor on the first item by itself.
  const isMoved = ref !== refOf(items.find((item) => item.choice));
  return isMoved || value !== '' ? ref : current;
}

/** Fills the pick as the providers answer, in the registry's order. */
async function fill(pick: vscode.QuickPick<Item>, deps: PickerDeps, signal: AbortSignal): Promise<void> {
  const entries = await deps.registry.usable();
  const sections: Item[][] = entries.map((entry) => [separator(entry.row.name)]);
  const show = () => {
    const listed = sections.flat();
    pick.items = [...typedItem(pick.value, listed), ...listed, separator(''), addKeyItem];
  };
  pick.onDidChangeValue(show);
  show();
  const each = entries.map(async (entry, at) => {
    sections[at] = await section(entry, deps, signal);
    if (signal.aborted) return;
    const ref = cursorRef(pick, deps.current);
    show();
    const active = ref === undefined ? undefined : pick.items.find((item) => refOf(item) === ref);
    if (active) pick.activeItems = [active];
  });
  await Promise.all(each);
}

/** Says why no provider can be listed; without keys there is only the way to add one. */
function showFailure(pick: vscode.QuickPick<Item>, thrown: unknown): void {
  if (!(thrown instanceof ChatError)) throw thrown;
  const label = '$(warning) The providers could not be listed';
  pick.items = [{ label, detail: thrown.facts.detail ?? thrown.message, alwaysShow: true }, addKeyItem];
}

/** Lets the user choose a model from every provider that can be asked. Esc chooses nothing. */
export async function pickModel(deps: PickerDeps): Promise<Choice> {
  const pick = vscode.window.createQuickPick<Item>();
  const loading = new AbortController();
  pick.placeholder = 'Choose a model, or type provider/model';
  pick.title = 'Choose Model';
  pick.matchOnDescription = true;
  pick.busy = true;
  const chosen = new Promise<Choice>((resolve) => {
    pick.onDidAccept(() => {
      const choice = pick.selectedItems[0]?.choice;
      if (choice) resolve(choice);
    });
    pick.onDidHide(() => resolve({ type: 'nothing' }));
  });
  pick.show();
  void fill(pick, deps, loading.signal)
    .catch((thrown: unknown) => showFailure(pick, thrown))
    .finally(() => {
      if (!loading.signal.aborted) pick.busy = false;
    });
  const choice = await chosen;
  loading.abort();
  pick.dispose();
  return choice;
}

import * as vscode from 'vscode';
import { ChatError } from '../../core/errors.ts';
import { automaticItems, type Choice, failureItems, type Item } from './pickerItems.ts';
import { fillSection, type PickerDeps } from './pickerSections.ts';
import { PickList } from './pickList.ts';

/** Fills the pick as the providers answer, in the registry's order. */
async function fill(pick: vscode.QuickPick<Item>, deps: PickerDeps, signal: AbortSignal): Promise<void> {
  const entries = await deps.registry.usable();
  const automatic = entries.length > 0 ? await automaticItems(deps.current) : [];
  if (signal.aborted) return;
  const names = entries.map((entry) => entry.row.name);
  const list = new PickList(pick, deps.current, automatic, names);
  pick.onDidChangeValue(() => list.typed());
  const sections = entries.map((entry, at) => {
    const show = (items: Item[]) => {
      if (!signal.aborted) list.fill(at, items);
    };
    return fillSection(entry, deps, show, signal);
  });
  await Promise.all(sections);
}

/** Says why no provider can be listed. */
function showFailure(pick: vscode.QuickPick<Item>, thrown: unknown): void {
  if (!(thrown instanceof ChatError)) throw thrown;
  pick.items = failureItems(thrown);
}

/** Lets the user choose a model from every provider that can be asked. Esc chooses nothing. */
export async function pickModel(deps: PickerDeps): Promise<Choice> {
  const pick = vscode.window.createQuickPick<Item>();
  const loading = new AbortController();
  pick.placeholder = 'Choose a model, or type provider/model';
  pick.title = 'Choose Model';
  pick.matchOnDescription = true;
  pick.keepScrollPosition = true;
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

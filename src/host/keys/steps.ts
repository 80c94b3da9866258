import * as vscode from 'vscode';

/** How a step of a flow ended. Esc is `cancelled`: the flow ends and leaves nothing behind. */
export type Step<T> =
  | { readonly type: 'value'; readonly value: T }
  | { readonly type: 'back' }
  | { readonly type: 'cancelled' };

/** What stands below an input while it is edited; an `error` keeps it from being accepted. */
export interface Hint {
  readonly severity: 'info' | 'warning' | 'error';
  readonly sentence: string;
}

/** A button in a step's title with what it does. */
export interface StepButton {
  readonly icon: string;
  readonly tooltip: string;
  readonly press: () => void;
}

interface StepOptions {
  readonly title: string;
  /** `first`: there is no step to go back to. */
  readonly position: 'first' | 'later';
  readonly buttons?: readonly StepButton[];
}

export interface TextStep extends StepOptions {
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value?: string;
  /** The part of `value` that is selected, from and to. */
  readonly selection?: readonly [number, number] | undefined;
  readonly shows: 'text' | 'dots';
  /** What was wrong with the value the last time; stands there until it is edited. */
  readonly problem?: string | undefined;
  readonly check: (value: string) => Hint | undefined;
}

const severities = {
  info: vscode.InputBoxValidationSeverity.Info,
  warning: vscode.InputBoxValidationSeverity.Warning,
  error: vscode.InputBoxValidationSeverity.Error,
} as const;

function shown(hint: Hint | undefined): vscode.InputBoxValidationMessage | undefined {
  return hint && { message: hint.sentence, severity: severities[hint.severity] };
}

/** Title, buttons and what every step has in common; resolves when the step is left without a value. */
function leaving(
  input: vscode.QuickInput & Pick<vscode.InputBox, 'buttons' | 'onDidTriggerButton'>,
  options: StepOptions,
): Promise<Step<never>> {
  const extra = (options.buttons ?? []).map((button) => ({ ...button, iconPath: new vscode.ThemeIcon(button.icon) }));
  const back = options.position === 'later' ? [vscode.QuickInputButtons.Back] : [];
  input.title = options.title;
  // People leave the window to fetch a key.
  input.ignoreFocusOut = true;
  input.buttons = [...back, ...extra];
  return new Promise((resolve) => {
    input.onDidHide(() => resolve({ type: 'cancelled' }));
    input.onDidTriggerButton((button) => {
      if (button === vscode.QuickInputButtons.Back) resolve({ type: 'back' });
      else extra.find((one) => one === button)?.press();
    });
  });
}

/** Asks for a line of text. */
export async function askText(options: TextStep): Promise<Step<string>> {
  const input = vscode.window.createInputBox();
  const left = leaving(input, options);
  input.prompt = options.prompt;
  input.placeholder = options.placeholder;
  input.value = options.value ?? '';
  if (options.selection) input.valueSelection = options.selection;
  input.password = options.shows === 'dots';
  const hint = (value: string) => (value === '' ? undefined : options.check(value));
  input.validationMessage = shown(
    options.problem ? { severity: 'warning', sentence: options.problem } : hint(input.value),
  );
  const accepted = new Promise<Step<string>>((resolve) => {
    input.onDidChangeValue((value) => {
      input.validationMessage = shown(hint(value));
    });
    input.onDidAccept(() => {
      const found = options.check(input.value);
      if (found?.severity === 'error') input.validationMessage = shown(found);
      else resolve({ type: 'value', value: input.value });
    });
  });
  input.show();
  try {
    return await Promise.race([accepted, left]);
  } finally {
    input.dispose();
  }
}

/** One line of a choice; without `choice` it can't be chosen. */
export interface ChoiceItem<T> extends vscode.QuickPickItem {
  readonly choice?: T;
}

export interface ChoiceStep<T> extends StepOptions {
  readonly placeholder: string;
  /** Stands between the filter and the list. */
  readonly prompt?: string;
  readonly items: readonly ChoiceItem<T>[];
  /** Fills the list while it is open; the list shows that it is busy until this ends. What it throws ends the step. */
  readonly live?: (list: LiveList<T>, signal: AbortSignal) => Promise<void>;
  /** A button of an item was pressed. */
  readonly itemButton?: (item: ChoiceItem<T>) => void;
  /** Looks at what is typed into the filter; a result ends the step with it. */
  readonly typed?: (text: string) => T | undefined;
}

/** The open list, as `live` changes it. */
export interface LiveList<T> {
  show(items: readonly ChoiceItem<T>[]): void;
  prompt(text: string): void;
  /** Ends the step with a value. */
  choose(value: T): void;
}

/** Lets the user choose one of a list. */
export async function askChoice<T>(options: ChoiceStep<T>): Promise<Step<T>> {
  const pick = vscode.window.createQuickPick<ChoiceItem<T>>();
  const left = leaving(pick, options);
  pick.placeholder = options.placeholder;
  pick.prompt = options.prompt;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.items = options.items;
  if (options.itemButton) pick.onDidTriggerItemButton(({ item }) => options.itemButton?.(item));
  const { promise: chosen, resolve: choose, reject } = Promise.withResolvers<T>();
  pick.onDidAccept(() => {
    const choice = pick.selectedItems[0]?.choice;
    if (choice !== undefined) choose(choice);
  });
  pick.onDidChangeValue((text) => {
    const choice = options.typed?.(text);
    if (choice !== undefined) choose(choice);
  });
  const open = new AbortController();
  pick.show();
  if (options.live) fill(pick, options.live, choose, open.signal).catch(reject);
  try {
    return await Promise.race([chosen.then((value): Step<T> => ({ type: 'value', value })), left]);
  } finally {
    open.abort();
    pick.dispose();
  }
}

async function fill<T>(
  pick: vscode.QuickPick<ChoiceItem<T>>,
  live: NonNullable<ChoiceStep<T>['live']>,
  choose: (value: T) => void,
  signal: AbortSignal,
): Promise<void> {
  pick.busy = true;
  const list: LiveList<T> = {
    show: (items) => {
      if (signal.aborted) return;
      const active = pick.activeItems[0]?.label;
      pick.items = items;
      // The list may grow above the line the user is on; and lines that only inform should not be the one Enter is for.
      const next = items.find((item) => item.label === active) ?? items.find((item) => item.choice !== undefined);
      if (next) pick.activeItems = [next];
    },
    prompt: (text) => {
      if (!signal.aborted) pick.prompt = text;
    },
    choose,
  };
  await live(list, signal);
  if (!signal.aborted) pick.busy = false;
}

/** A line between groups. */
export function separator(label: string): ChoiceItem<never> {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

import * as vscode from 'vscode';
import { readPastedKey } from '../../core/models/pastedKey.ts';
import type { ProviderEntry } from '../../core/models/providerSettings.ts';
import { guessKey, recognizeKey } from '../../core/models/recognizeKey.ts';
import { type FoundServer, findLocalServers, findVariables } from './discover.ts';
import { hostOf, type KeysDeps, wayIn } from './keysDeps.ts';
import { askChoice, type ChoiceItem, type Step, separator } from './steps.ts';

/** The ways to connect a provider. */
export type Start =
  | { readonly type: 'paste'; readonly text: string }
  | { readonly type: 'environment'; readonly entry: ProviderEntry; readonly variable: string }
  | { readonly type: 'local'; readonly entry: ProviderEntry }
  /** The models VS Code offers itself, from other extensions. */
  | { readonly type: 'editorModels' }
  | { readonly type: 'provider'; readonly entry: ProviderEntry }
  | { readonly type: 'custom' };

const getKeyButton: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('link-external'),
  tooltip: 'Get a Key…',
};

/** Opens the page where a person makes a key for this provider. */
export function openKeyPage(entry: ProviderEntry): void {
  if (entry.row.keyUrl) void vscode.env.openExternal(vscode.Uri.parse(entry.row.keyUrl, true));
}

function variableItems(deps: KeysDeps): ChoiceItem<Start>[] {
  return findVariables(deps.entries(), deps.environment()).map(({ entry, variable }) => ({
    label: `$(symbol-variable) Use ${variable}`,
    description: `${entry.row.name} · ${wayIn(entry) === 'address' ? 'asks for its address' : `goes to ${hostOf(entry)}`}`,
    choice: { type: 'environment', entry, variable },
  }));
}

function serverItem({ entry, models }: FoundServer): ChoiceItem<Start> {
  const offers = models === undefined ? 'asks for a key' : `${models} ${models === 1 ? 'model' : 'models'}`;
  return {
    label: `$(vm-running) Use ${entry.row.name}`,
    description: `running at ${hostOf(entry)} · ${offers}`,
    choice: { type: 'local', entry },
  };
}

function providerItem(entry: ProviderEntry, connected: readonly string[]): ChoiceItem<Start> {
  const facts = [connected.includes(entry.row.id) ? 'connected' : '', entry.row.reach === 'cloud' ? '' : hostOf(entry)];
  return {
    label: entry.row.name,
    description: facts.filter((fact) => fact !== '').join(' · '),
    buttons: entry.row.keyUrl ? [getKeyButton] : [],
    choice: { type: 'provider', entry },
  };
}

/** The models of this editor, where the settings have not spoiled them. */
function editorItems(deps: KeysDeps, connected: readonly string[]): ChoiceItem<Start>[] {
  const entry = deps.entries().find((one) => wayIn(one) === 'choice');
  if (!entry) return [];
  const facts = ["Copilot's and other extensions', without a key", connected.includes(entry.row.id) ? 'connected' : ''];
  return [
    {
      label: "$(vscode) Use VS Code's Models",
      description: facts.filter((fact) => fact !== '').join(' · '),
      choice: { type: 'editorModels' },
    },
  ];
}

function allItems(deps: KeysDeps, connected: readonly string[], servers: readonly FoundServer[]): ChoiceItem<Start>[] {
  const found = [...servers.map(serverItem), ...variableItems(deps)];
  const others = deps.entries().filter((entry) => {
    const isListed = wayIn(entry) === 'key' || wayIn(entry) === 'address';
    return isListed && !servers.some((server) => server.entry.row.id === entry.row.id);
  });
  return [
    {
      label: '$(key) Paste an API Key',
      description: 'Parley recognises the provider',
      choice: { type: 'paste', text: '' },
    },
    ...editorItems(deps, connected),
    ...(found.length > 0 ? [separator('Found on this machine'), ...found] : []),
    separator('Providers'),
    ...others.map((entry) => providerItem(entry, connected)),
    separator(''),
    { label: '$(server-environment) Custom OpenAI-Compatible Server…', choice: { type: 'custom' } },
  ];
}

/** A key pasted into the filter, where it would be readable, continues in the step that hides it. */
function pastedIntoFilter(text: string, deps: KeysDeps): Start | undefined {
  const reading = readPastedKey(text);
  const rows = deps.entries().map((entry) => entry.row);
  if (reading.type !== 'key' || reading.key.length < 20) return undefined;
  const isKey = recognizeKey(reading.key, rows).length > 0 || guessKey(reading.key, rows).length > 0;
  return isKey ? { type: 'paste', text } : undefined;
}

/** The first step of adding a key: paste one, use something found on this machine, or choose a provider. */
export function chooseStart(deps: KeysDeps): Promise<Step<Start>> {
  return askChoice<Start>({
    title: 'Add API Key',
    position: 'first',
    placeholder: 'Paste a key, or choose a provider',
    items: allItems(deps, [], []),
    itemButton: (item) => {
      if (item.choice?.type === 'provider') openKeyPage(item.choice.entry);
    },
    typed: (text) => pastedIntoFilter(text, deps),
    live: async (list, signal) => {
      const servers: FoundServer[] = [];
      const connected = await deps.secrets.connected();
      const show = () => list.show(allItems(deps, connected, servers));
      show();
      await findLocalServers(
        deps,
        (server) => {
          servers.push(server);
          show();
        },
        signal,
      );
    },
  });
}

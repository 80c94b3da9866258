import * as vscode from 'vscode';
import { commands } from '../contributions.ts';
import { chooseKey, readKeyGroups } from './keyList.ts';
import type { KeysDeps } from './keysDeps.ts';
import { offer } from './welcome.ts';

/** Says that there is nothing to choose from, and how to begin. */
export function offerFirstKey(deps: KeysDeps, providerId: string | undefined): void {
  const name = deps.entries().find((entry) => entry.row.id === providerId)?.row.name;
  const text = name === undefined ? 'Parley has no keys yet.' : `${name} has no key yet.`;
  offer(text, 'Add API Key…', () => vscode.commands.executeCommand(commands.addKey, providerId));
}

/** Chooses which of a provider's keys is used. @throws ChatError */
export async function switchKey(deps: KeysDeps, providerId: string | undefined): Promise<void> {
  const groups = await readKeyGroups(deps, providerId);
  if (groups.length === 0) return offerFirstKey(deps, providerId);
  const step = await chooseKey(deps, {
    title: 'Switch API Key',
    placeholder: 'Choose the key that is used from now on',
    groups,
    key: (group, label) => ({ group, label }),
    damaged: () => undefined,
  });
  if (step.type !== 'value') return;
  const { group, label } = step.value;
  await deps.secrets.activate(group.providerId, label.id);
  offer(`${group.name} uses the key "${label.name}" now.`, 'Test Connection', () =>
    vscode.commands.executeCommand(commands.testConnection, group.providerId),
  );
}

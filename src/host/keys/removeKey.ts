import * as vscode from 'vscode';
import { ChatError } from '../../core/errors.ts';
import { chooseKey, type KeyGroup, keyFacts, readKeyGroups } from './keyList.ts';
import type { KeysDeps } from './keysDeps.ts';
import type { KeyLabel, RemovedKey } from './secrets.ts';
import { askChoice } from './steps.ts';
import { offerFirstKey } from './switchKey.ts';
import { offer } from './welcome.ts';

interface Target {
  readonly group: KeyGroup;
  /** Undefined: the provider's whole entry, which can't be read. */
  readonly label: KeyLabel | undefined;
}

function describeTarget({ group, label }: Target): string {
  if (!label) return `what is stored for ${group.name} and can not be read`;
  return label.holds === 'none' ? `the connection to ${group.name}` : `the key "${label.name}" of ${group.name}`;
}

const revoking = ' At the provider it stays valid until you revoke it there.';

async function confirmed(deps: KeysDeps, target: Target): Promise<'remove' | 'back' | 'keep'> {
  const { label } = target;
  const step = await askChoice<'remove' | 'keep'>({
    title: 'Remove API Key',
    position: 'later',
    placeholder: `Remove ${describeTarget(target)}?`,
    prompt: `Removes ${describeTarget(target)} from this machine.${label?.holds === 'none' ? '' : revoking}`,
    items: [
      { label: '$(trash) Remove', ...(label ? { description: keyFacts(label, deps.now()) } : {}), choice: 'remove' },
      { label: '$(close) Keep', choice: 'keep' },
    ],
  });
  if (step.type === 'value') return step.value;
  return step.type === 'back' ? 'back' : 'keep';
}

async function undo(removed: RemovedKey, group: KeyGroup): Promise<void> {
  try {
    await removed.undo();
    const what = describeTarget({ group, label: removed.label });
    void vscode.window.showInformationMessage(`${what.charAt(0).toUpperCase()}${what.slice(1)} is back.`);
  } catch (failure) {
    if (!(failure instanceof ChatError)) throw failure;
    void vscode.window.showErrorMessage(`The key could not be put back. ${failure.facts.detail ?? ''}`);
  }
}

async function removeTarget(deps: KeysDeps, { group, label }: Target): Promise<void> {
  if (!label) {
    await deps.secrets.discardDamaged(group.providerId);
    void vscode.window.showInformationMessage(`Removed what was stored for ${group.name}.`);
    return;
  }
  const removed = await deps.secrets.remove(group.providerId, label.id);
  if (!removed) return;
  const next = removed.nowActive ? ` "${removed.nowActive.name}" is used now.` : '';
  offer(`Removed ${describeTarget({ group, label })}.${next}`, 'Undo', () => undo(removed, group));
}

/** Removes a key after a question; the notification takes it back. @throws ChatError */
export async function removeKey(deps: KeysDeps, providerId: string | undefined): Promise<void> {
  for (;;) {
    const groups = await readKeyGroups(deps, providerId);
    if (groups.length === 0) return offerFirstKey(deps, providerId);
    const step = await chooseKey<Target>(deps, {
      title: 'Remove API Key',
      placeholder: 'Choose the key to remove',
      groups,
      key: (group, label) => ({ group, label }),
      damaged: (group) => ({ group, label: undefined }),
    });
    if (step.type !== 'value') return;
    const answer = await confirmed(deps, step.value);
    if (answer === 'keep') return;
    if (answer === 'remove') return removeTarget(deps, step.value);
  }
}

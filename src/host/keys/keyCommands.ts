import * as vscode from 'vscode';
import { ChatError } from '../../core/errors.ts';
import { commands } from '../contributions.ts';
import { addKey } from './connect.ts';
import type { KeysDeps } from './keysDeps.ts';
import { removeKey } from './removeKey.ts';
import type { Start } from './startPicker.ts';
import { switchKey } from './switchKey.ts';
import { testConnection } from './testConnection.ts';

/** The commands about keys. */
export type KeyCommand = (typeof commands)['addKey' | 'removeKey' | 'switchKey' | 'testConnection'];

/** A command's handler. Any extension and any menu may call it: only the id of a known provider counts as an argument. */
export type KeyHandler = (argument?: unknown) => Promise<void>;

/** Says what the flow could not do; a cancelled one says nothing. */
async function reporting(flow: () => Promise<void>): Promise<void> {
  try {
    await flow();
  } catch (failure) {
    if (!(failure instanceof ChatError)) throw failure;
    if (failure.kind !== 'cancelled') void vscode.window.showErrorMessage(failure.facts.detail ?? failure.message);
  }
}

/** The commands about keys, by id. */
export function keyCommands(deps: KeysDeps): Readonly<Record<KeyCommand, KeyHandler>> {
  const providerId = (argument: unknown): string | undefined =>
    deps.entries().find((entry) => entry.row.id === argument && entry.baseUrl !== '')?.row.id;
  const storedId = (argument: unknown): string | undefined =>
    typeof argument === 'string' && argument !== '' ? argument : undefined;
  const add = (argument: unknown) => {
    const id = providerId(argument);
    const entry = deps.entries().find((one) => one.row.id === id);
    return addKey(deps, entry && { type: 'provider', entry });
  };
  return {
    [commands.addKey]: (argument) => reporting(() => add(argument)),
    [commands.removeKey]: (argument) => reporting(() => removeKey(deps, storedId(argument))),
    [commands.switchKey]: (argument) => reporting(() => switchKey(deps, storedId(argument))),
    [commands.testConnection]: (argument) => reporting(() => testConnection(deps, providerId(argument))),
  };
}

/** The flow of Add API Key, from a start or from the list of all ways. */
export function connectFrom(deps: KeysDeps, start: Start | undefined): Promise<void> {
  return reporting(() => addKey(deps, start));
}

import * as vscode from 'vscode';
import { ChatError } from '../../core/errors.ts';
import { retiredProvider } from '../../core/models/retiredProviders.ts';
import { commands } from '../contributions.ts';
import { addKey } from './connect.ts';
import { type KeysDeps, wayIn } from './keysDeps.ts';
import { removeKey } from './removeKey.ts';
import type { Start } from './startPicker.ts';
import { switchKey } from './switchKey.ts';
import { testConnection } from './testConnection.ts';
import { offer } from './welcome.ts';

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

/** Starts with the provider the argument names; one that is no more is said, with the one to take instead. */
async function add(deps: KeysDeps, argument: unknown): Promise<void> {
  const named = (id: unknown) => deps.entries().find((one) => one.row.id === id && wayIn(one) !== 'none');
  const entry = named(argument);
  const gone = !entry && typeof argument === 'string' ? retiredProvider(argument) : undefined;
  const successor = gone && named(gone.successor);
  if (!gone || !successor) return addKey(deps, entry && { type: 'provider', entry });
  offer(gone.sentence, `Connect ${successor.row.name}`, () =>
    connectFrom(deps, { type: 'provider', entry: successor }),
  );
}

/** The commands about keys, by id. */
export function keyCommands(deps: KeysDeps): Readonly<Record<KeyCommand, KeyHandler>> {
  const providerId = (argument: unknown): string | undefined =>
    deps.entries().find((entry) => entry.row.id === argument && wayIn(entry) !== 'none')?.row.id;
  const storedId = (argument: unknown): string | undefined =>
    typeof argument === 'string' && argument !== '' ? argument : undefined;
  return {
    [commands.addKey]: (argument) => reporting(() => add(deps, argument)),
    [commands.removeKey]: (argument) => reporting(() => removeKey(deps, storedId(argument))),
    [commands.switchKey]: (argument) => reporting(() => switchKey(deps, storedId(argument))),
    [commands.testConnection]: (argument) => reporting(() => testConnection(deps, providerId(argument))),
  };
}

/** The flow of Add API Key, from a start or from the list of all ways. */
export function connectFrom(deps: KeysDeps, start: Start | undefined): Promise<void> {
  return reporting(() => addKey(deps, start));
}

import { providerSetting } from '../../core/models/providerSetting.ts';
import type { ProviderEntry } from '../../core/models/providerSettings.ts';
import type { Credentials } from '../models/registry.ts';
import { writeProviderSetting } from '../settings.ts';
import type { Flow, FlowEnd } from './flow.ts';
import { type KeysDeps, originOf } from './keysDeps.ts';
import { nameNewKey } from './naming.ts';
import type { AddedKey, NewKey } from './secrets.ts';
import { type KeyTest, testKey } from './testKey.ts';
import { welcome } from './welcome.ts';

/** `change`: back to the input of the key, with what was wrong with it. */
export type ConnectEnd =
  | { readonly type: FlowEnd }
  | { readonly type: 'change'; readonly sentence: string | undefined };

/** A key that is about to be tested and stored. */
export interface Candidate {
  readonly entry: ProviderEntry;
  readonly credentials: Credentials;
  readonly source: KeyTest['source'];
  /** A name for the key, if there is an obvious one. */
  readonly name?: string;
}

/** Whether the settings say already how the provider is called. */
function isSettled(deps: KeysDeps, { row, baseUrl }: ProviderEntry): boolean {
  const known = deps.entries().find((one) => one.row.id === row.id);
  return known?.baseUrl === baseUrl && known.row.wireApi === row.wireApi;
}

/** Stores the key, and the provider's address where the flow found or asked for it. */
async function store(deps: KeysDeps, entry: ProviderEntry, key: NewKey): Promise<AddedKey> {
  const settled = isSettled(deps, entry);
  const added = await deps.secrets.add(entry.row.id, key, deps.now());
  if (settled) return added;
  try {
    await writeProviderSetting(entry.row.id, providerSetting(entry));
    return added;
  } catch (failure) {
    await deps.secrets.remove(entry.row.id, added.label.id);
    throw failure;
  }
}

/** Tests a key, stores it for its origin and says what is connected now. Nothing is stored before the test is passed. */
export async function connectKey(
  { deps, plainHttp }: Flow,
  { entry, credentials, source, name }: Candidate,
): Promise<ConnectEnd> {
  const agreed = await plainHttp.ask(entry);
  if (agreed.type !== 'value') return agreed;
  const tested = await testKey(deps, { entry, credentials, source });
  if (tested.type === 'readdress') return { type: 'back' };
  if (tested.type !== 'tested' && tested.type !== 'untested') return tested;
  const named = await nameNewKey(deps, entry, name);
  if (named.type !== 'value') return named;
  const added = await store(deps, entry, {
    name: named.value,
    origin: originOf(entry),
    key: credentials.apiKey ?? '',
    headers: credentials.headers,
  });
  await welcome(deps, { entry, added, test: tested.type === 'tested' ? tested : undefined });
  return { type: 'done' };
}

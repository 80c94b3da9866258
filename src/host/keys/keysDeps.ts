import type { ChatError } from '../../core/errors.ts';
import { needsAddress } from '../../core/models/catalog.ts';
import type { ModelInfo } from '../../core/models/modelInfo.ts';
import type { ProviderEntry } from '../../core/models/providerSettings.ts';
import type { Log } from '../log.ts';
import type { Credentials } from '../models/registry.ts';
import type { PlainHttpConsents } from './plainHttp.ts';
import type { Secrets } from './secrets.ts';

/** What the key commands need from the rest of the host. */
export interface KeysDeps {
  readonly secrets: Secrets;
  readonly plainHttp: PlainHttpConsents;
  readonly log: Pick<Log, 'failure'>;
  /** Every provider: the catalogue with the user's settings. */
  readonly entries: () => readonly ProviderEntry[];
  /** The providers that can be asked now. @throws ChatError */
  readonly usable: () => Promise<readonly ProviderEntry[]>;
  /** Asks the provider for its models with credentials that need not be stored. @throws ChatError */
  readonly listModels: (
    entry: ProviderEntry,
    credentials: Credentials,
    signal: AbortSignal,
  ) => Promise<readonly ModelInfo[]>;
  /** The one sentence for an error of this provider. */
  readonly sentence: (error: ChatError, entry: ProviderEntry) => string;
  /** The environment's variables; read at the moment of use. */
  readonly environment: () => Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * What has to be known before a provider can be called: its key; its address too; nothing, for what this editor offers itself.
 * `none`: the row stands for servers that get rows of their own.
 */
export type WayIn = 'key' | 'address' | 'choice' | 'none';

export function wayIn({ row, baseUrl }: ProviderEntry): WayIn {
  if (baseUrl !== '') return 'key';
  if (!needsAddress(row)) return 'choice';
  return row.addressHint === undefined ? 'none' : 'address';
}

/** Where a provider's key may go; its id where there is no address. */
export function originOf({ row, baseUrl }: ProviderEntry): string {
  return baseUrl === '' ? row.id : new URL(baseUrl).origin;
}

/** Host and port, for people; how the address will look, or the provider's name, where there is none. */
export function hostOf({ row, baseUrl }: ProviderEntry): string {
  return baseUrl === '' ? (row.addressHint ?? row.name) : new URL(baseUrl).host;
}

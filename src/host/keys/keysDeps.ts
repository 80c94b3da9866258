import type { ChatError } from '../../core/errors.ts';
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

/** Where a provider's key may go. */
export function originOf(entry: ProviderEntry): string {
  return new URL(entry.baseUrl).origin;
}

/** Host and port, for people. */
export function hostOf(entry: ProviderEntry): string {
  return new URL(entry.baseUrl).host;
}

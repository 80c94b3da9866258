import { ChatError } from '../../core/errors.ts';
import type { ModelInfo } from '../../core/models/modelInfo.ts';
import type { ProviderEntry } from '../../core/models/providerSettings.ts';
import type { Credentials } from '../models/registry.ts';
import { hostOf, type KeysDeps } from './keysDeps.ts';

/** What listing a provider's models showed. */
export type Listing =
  | { readonly type: 'listed'; readonly models: readonly ModelInfo[]; readonly key: KeyProof }
  | { readonly type: 'failed'; readonly error: ChatError };

/** `unproven`: the provider lists its models to anyone, so the list says nothing about the key. */
export type KeyProof = 'proven' | 'unproven' | 'none';

/** How long a person who tests a key is kept waiting for the list, in milliseconds. */
const listLimitMs = 20_000;
/** How long the second question, without the key, may take in milliseconds. */
const anonymousLimitMs = 5_000;

async function answersAnyone(
  deps: Pick<KeysDeps, 'listModels'>,
  entry: ProviderEntry,
  credentials: Credentials,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(anonymousLimitMs)]);
    await deps.listModels(entry, { apiKey: undefined, headers: credentials.headers }, limited);
    return true;
  } catch (failure) {
    if (!(failure instanceof ChatError)) throw failure;
    return false;
  }
}

/**
 * Lists the provider's models, and finds out whether that proves the key: it does not where the list is public.
 * Throws nothing of what can go wrong with the provider; `cancelled` is a failure like others.
 */
export async function listWithProof(
  deps: Pick<KeysDeps, 'listModels'>,
  entry: ProviderEntry,
  credentials: Credentials,
  signal: AbortSignal,
): Promise<Listing> {
  try {
    const models = await deps.listModels(
      entry,
      credentials,
      AbortSignal.any([signal, AbortSignal.timeout(listLimitMs)]),
    );
    if (credentials.apiKey === undefined) return { type: 'listed', models, key: 'none' };
    const open = await answersAnyone(deps, entry, credentials, signal);
    if (signal.aborted) return { type: 'failed', error: new ChatError('cancelled') };
    return { type: 'listed', models, key: open ? 'unproven' : 'proven' };
  } catch (failure) {
    if (!(failure instanceof ChatError)) throw failure;
    const ranOut = failure.kind === 'cancelled' && !signal.aborted;
    return {
      type: 'failed',
      error: ranOut ? new ChatError('timeout', { host: hostOf(entry), limitMs: listLimitMs }) : failure,
    };
  }
}

/** What went wrong with a model list, in one sentence. */
export function listingSentence(deps: Pick<KeysDeps, 'sentence'>, entry: ProviderEntry, error: ChatError): string {
  // Elsewhere "not found" is about a model; here it is about the list.
  if (error.kind === 'notFound' && entry.baseUrl !== '')
    return `${hostOf(entry)} answers, but lists no models under ${entry.baseUrl}. A wrong base URL?`;
  return deps.sentence(error, entry);
}

import type { ChatError } from '../../core/errors.ts';
import type { ModelInfo } from '../../core/models/modelInfo.ts';
import type { ProviderEntry } from '../../core/models/providerSettings.ts';
import type { Credentials } from '../models/registry.ts';
import { hostOf, type KeysDeps } from './keysDeps.ts';
import { type KeyProof, listingSentence, listWithProof } from './listing.ts';
import { askChoice, type ChoiceItem } from './steps.ts';

/** How testing a key ended. */
export type TestEnd =
  | { readonly type: 'tested'; readonly models: readonly ModelInfo[]; readonly key: KeyProof }
  /** The user keeps it although it could not be tested. */
  | { readonly type: 'untested' }
  /** The key was rejected: to its input, with what is wrong. */
  | { readonly type: 'change'; readonly sentence: string }
  /** The server answers at another address. */
  | { readonly type: 'readdress'; readonly baseUrl: string }
  | { readonly type: 'back' }
  | { readonly type: 'cancelled' };

export interface KeyTest {
  readonly entry: ProviderEntry;
  readonly credentials: Credentials;
  /** What is tested: a key from an input, from a variable of the environment, or a server without a key. */
  readonly source: 'typed' | 'variable' | 'server';
  /** Further things to offer when the list failed. */
  readonly remedies?: (error: ChatError, signal: AbortSignal) => Promise<readonly ChoiceItem<TestEnd | 'again'>[]>;
}

/** Which part of the connection failed, for the title of the failure. */
function failedPart(error: ChatError): string {
  switch (error.kind) {
    case 'network':
    case 'redirect':
      return 'The address could not be reached';
    case 'certificate':
    case 'insecureAddress':
      return 'The connection is not secure';
    case 'auth':
    case 'permission':
    case 'notConnected':
      return 'The key was not accepted';
    default:
      return 'The models could not be listed';
  }
}

function failureItems(error: ChatError, test: KeyTest): ChoiceItem<TestEnd | 'again'>[] {
  const change: ChoiceItem<TestEnd | 'again'>[] =
    test.source === 'typed' ? [{ label: '$(edit) Change What You Typed', choice: { type: 'back' } }] : [];
  const save: ChoiceItem<TestEnd | 'again'>[] =
    error.kind === 'auth'
      ? []
      : [
          {
            label: '$(save) Save Anyway',
            description: 'without a test; the first message will show',
            choice: { type: 'untested' },
          },
        ];
  return [{ label: '$(refresh) Try Again', choice: 'again' }, ...change, ...save];
}

function waitingItem(entry: ProviderEntry): ChoiceItem<never> {
  return { label: `$(loading~spin) Asking ${hostOf(entry)} for its models`, description: 'Esc cancels' };
}

/** Tests a key by listing the provider's models, visibly; the user can stop it, change the key, or keep it untested. */
export async function testKey(deps: KeysDeps, test: KeyTest): Promise<TestEnd> {
  for (;;) {
    const end = await testOnce(deps, test);
    if (end !== 'again') return end;
  }
}

async function testOnce(deps: KeysDeps, test: KeyTest): Promise<TestEnd | 'again'> {
  const { entry, credentials } = test;
  const step = await askChoice<TestEnd | 'again'>({
    title: `Testing ${entry.row.name}`,
    position: 'later',
    placeholder: '',
    items: [waitingItem(entry)],
    live: async (list, signal) => {
      const listing = await listWithProof(deps, entry, credentials, signal);
      if (signal.aborted) return;
      if (listing.type === 'listed') return list.choose({ type: 'tested', models: listing.models, key: listing.key });
      const { error } = listing;
      deps.log.failure(`Testing ${entry.row.id}`, error);
      const sentence = listingSentence(deps, entry, error);
      if (error.kind === 'auth' && test.source !== 'variable') return list.choose({ type: 'change', sentence });
      const remedies = (await test.remedies?.(error, signal)) ?? [];
      list.prompt(`${failedPart(error)}. ${sentence}`);
      list.show([...remedies, ...failureItems(error, test)]);
    },
  });
  return step.type === 'value' ? step.value : step;
}

import * as vscode from 'vscode';
import { ChatError } from '../../core/errors.ts';
import type { ProviderEntry } from '../../core/models/providerSettings.ts';
import { commands } from '../contributions.ts';
import type { Credentials } from '../models/registry.ts';
import {
  type ConnectionPart,
  type ConnectionReport,
  connectionParts,
  connectionReport,
  type PartState,
  type Scheme,
} from './connectionReport.ts';
import { noEditorModels } from './editorModels.ts';
import { hostOf, type KeysDeps, originOf, wayIn } from './keysDeps.ts';
import { type Listing, listingSentence, listWithProof } from './listing.ts';
import { askChoice, type ChoiceItem, type Step, separator } from './steps.ts';
import { offerFirstKey } from './switchKey.ts';

type After = 'again' | 'addKey' | 'otherProvider' | 'openSettings' | 'chooseModel' | 'showLog';

interface Tested {
  readonly listing: Listing;
  readonly report: ConnectionReport;
}

const names: Readonly<Record<ConnectionPart, string>> = {
  address: 'Address',
  tls: 'TLS',
  key: 'Key',
  models: 'Model list',
};
const icons: Readonly<Record<PartState, string>> = {
  passed: '$(pass)',
  failed: '$(error)',
  unknown: '$(question)',
  notUsed: '$(circle-slash)',
};

async function credentialsOf(deps: KeysDeps, entry: ProviderEntry): Promise<Credentials> {
  const found = await deps.secrets.credentials(entry.row.id, originOf(entry));
  if (!found && entry.row.key === 'required')
    throw new ChatError('notConnected', { detail: `${entry.row.name} has no key yet.` });
  return found ?? { apiKey: undefined, headers: {} };
}

function schemeOf({ baseUrl }: ProviderEntry): Scheme {
  if (baseUrl === '') return 'none';
  return new URL(baseUrl).protocol === 'https:' ? 'https' : 'http';
}

async function test(deps: KeysDeps, entry: ProviderEntry, signal: AbortSignal): Promise<Tested> {
  const scheme = schemeOf(entry);
  try {
    const credentials = await credentialsOf(deps, entry);
    const listing = await listWithProof(deps, entry, credentials, signal);
    return { listing, report: connectionReport(listing, scheme, credentials.apiKey === undefined ? 'none' : 'key') };
  } catch (failure) {
    if (!(failure instanceof ChatError)) throw failure;
    const listing: Listing = { type: 'failed', error: failure };
    return { listing, report: connectionReport(listing, scheme, 'key') };
  }
}

/** What is said of a part that the connection does not have. */
function unused({ row, baseUrl }: ProviderEntry): Readonly<Record<ConnectionPart, string>> {
  return {
    address: `none: these models are in ${row.name} itself`,
    tls: baseUrl === '' ? 'not used' : 'not used: plain http',
    key: 'none is sent',
    models: '',
  };
}

/** What stands behind a part: the failure's sentence at the part that failed, else what was found. */
function partText(deps: KeysDeps, entry: ProviderEntry, { listing, report }: Tested, part: ConnectionPart): string {
  const state = report[part];
  if (state === 'failed')
    return listing.type === 'failed' ? listingSentence(deps, entry, listing.error) : noEditorModels;
  if (state === 'notUsed') return unused(entry)[part];
  if (state === 'unknown') {
    if (part === 'key' && listing.type === 'listed') return `not tested: ${entry.row.name} lists its models to anyone`;
    return 'not tested';
  }
  if (part === 'address') return hostOf(entry);
  if (part === 'tls') return 'encrypted, certificate trusted';
  if (part === 'key') return 'accepted';
  const count = listing.type === 'listed' ? listing.models.length : 0;
  return `${count} ${count === 1 ? 'model' : 'models'}`;
}

function partItem(deps: KeysDeps, entry: ProviderEntry, tested: Tested, part: ConnectionPart): ChoiceItem<After> {
  const state = tested.report[part];
  const text = partText(deps, entry, tested, part);
  const item = { label: `${icons[state]} ${names[part]}`, alwaysShow: true };
  return state === 'failed' ? { ...item, description: 'failed', detail: text } : { ...item, description: text };
}

function actionItems(entry: ProviderEntry, { listing, report }: Tested): ChoiceItem<After>[] {
  const again: ChoiceItem<After> = { label: '$(refresh) Test Again', choice: 'again' };
  if (wayIn(entry) === 'choice' && report.models === 'failed')
    return [again, { label: '$(key) Connect Another Provider…', choice: 'otherProvider' }];
  if (listing.type === 'listed') return [{ label: '$(chip) Choose Model…', choice: 'chooseModel' }, again];
  const log: ChoiceItem<After> = { label: '$(output) Show Log', choice: 'showLog' };
  const key: ChoiceItem<After> = { label: '$(key) Add Another Key…', choice: 'addKey' };
  const address: ChoiceItem<After> = {
    label: '$(settings-gear) Check the Address in Settings',
    choice: 'openSettings',
  };
  if (listing.error.kind === 'insecureAddress') {
    // Adding a key is where the question about plain http is asked.
    return [{ label: '$(unlock) Connect Unencrypted…', description: 'asks first', choice: 'addKey' }, address, again];
  }
  if (report.key === 'failed') return [key, again, log];
  return [again, address, key, log];
}

function verdict(entry: ProviderEntry, { report }: Tested): string {
  const failed = connectionParts.find((part) => report[part] === 'failed');
  if (failed) return `${entry.row.name} can't be used: ${names[failed]} failed.`;
  return report.key === 'unknown'
    ? `${entry.row.name} answers; whether it takes the key could not be tested.`
    : `${entry.row.name} works.`;
}

function showReport(deps: KeysDeps, entry: ProviderEntry): Promise<Step<After>> {
  const waiting = { label: `$(loading~spin) Asking ${hostOf(entry)} for its models`, description: 'Esc cancels' };
  return askChoice<After>({
    title: `Test Connection: ${entry.row.name}`,
    position: 'first',
    placeholder: '',
    items: [waiting],
    live: async (list, signal) => {
      const tested = await test(deps, entry, signal);
      if (signal.aborted) return;
      if (tested.listing.type === 'failed') deps.log.failure(`Testing ${entry.row.id}`, tested.listing.error);
      list.prompt(verdict(entry, tested));
      const parts = connectionParts.map((part) => partItem(deps, entry, tested, part));
      list.show([...parts, separator(''), ...actionItems(entry, tested)]);
    },
  });
}

async function chooseEntry(deps: KeysDeps): Promise<ProviderEntry | undefined> {
  const usable = await deps.usable();
  if (usable.length <= 1) return usable[0];
  const step = await askChoice<ProviderEntry>({
    title: 'Test Connection',
    position: 'first',
    placeholder: 'Choose a provider',
    items: usable.map((entry) => ({ label: entry.row.name, description: hostOf(entry), choice: entry })),
  });
  if (step.type !== 'value') throw new ChatError('cancelled');
  return step.value;
}

function perform(after: Exclude<After, 'again'>, entry: ProviderEntry): Thenable<unknown> {
  if (after === 'otherProvider') return vscode.commands.executeCommand(commands.addKey);
  return vscode.commands.executeCommand(commands[after], ...(after === 'addKey' ? [entry.row.id] : []));
}

function isCallable(entry: ProviderEntry): boolean {
  return wayIn(entry) === 'key' || wayIn(entry) === 'choice';
}

/** Tests a provider with its stored key, part by part, and says which one failed and what to do. @throws ChatError */
export async function testConnection(deps: KeysDeps, providerId: string | undefined): Promise<void> {
  const given = deps.entries().find((entry) => entry.row.id === providerId && isCallable(entry));
  const entry = given ?? (await chooseEntry(deps));
  if (!entry) return offerFirstKey(deps, undefined);
  for (;;) {
    const step = await showReport(deps, entry);
    if (step.type !== 'value') return;
    if (step.value !== 'again') {
      await perform(step.value, entry);
      return;
    }
  }
}

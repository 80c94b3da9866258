import type { ProviderEntry } from '../../core/models/providerSettings.ts';
import type { Credentials } from '../models/registry.ts';
import { addServer } from './customServer.ts';
import type { Flow, FlowEnd } from './flow.ts';
import { acceptedKey, askAnyKey, askHeaderValues, askKeyOf, candidates } from './keyInput.ts';
import { hostOf, type KeysDeps, originOf } from './keysDeps.ts';
import { nameNewKey } from './naming.ts';
import { PlainHttpQuestion } from './plainHttpStep.ts';
import { chooseStart, type Start } from './startPicker.ts';
import { askChoice, type ChoiceItem, type Step, separator } from './steps.ts';
import { type KeyTest, testKey } from './testKey.ts';
import { welcome } from './welcome.ts';

type ConnectEnd = { readonly type: FlowEnd } | { readonly type: 'change'; readonly sentence: string | undefined };

interface Candidate {
  readonly entry: ProviderEntry;
  readonly credentials: Credentials;
  readonly source: KeyTest['source'];
  /** A name for the key, if there is an obvious one. */
  readonly name?: string;
}

/** Tests a key, stores it for its origin and says what is connected now. Nothing is stored before the test is passed. */
async function connectKey(
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
  const key = {
    name: named.value,
    origin: originOf(entry),
    key: credentials.apiKey ?? '',
    headers: credentials.headers,
  };
  const added = await deps.secrets.add(entry.row.id, key, deps.now());
  await welcome(deps, { entry, added, test: tested.type === 'tested' ? tested : undefined });
  return { type: 'done' };
}

/** A provider is known; its key is typed. */
async function withProvider(
  flow: Flow,
  entry: ProviderEntry,
  position: 'first' | 'later',
  reason?: string,
): Promise<FlowEnd> {
  let before: { readonly value: string; readonly problem: string | undefined } = { value: '', problem: reason };
  for (;;) {
    const typed = await askKeyOf(flow.deps, entry, { ...before, position });
    if (typed.type !== 'value') return typed.type;
    before = { value: typed.value, problem: undefined };
    const headers = await askHeaderValues(entry);
    if (headers.type === 'cancelled') return 'cancelled';
    if (headers.type === 'back') continue;
    const credentials = { apiKey: acceptedKey(typed.value) || undefined, headers: headers.value };
    const end = await connectKey(flow, { entry, credentials, source: 'typed' });
    if (end.type === 'done' || end.type === 'cancelled') return end.type;
    before = { value: typed.value, problem: end.type === 'change' ? end.sentence : undefined };
  }
}

/** The provider of a pasted key: recognised if only one fits, else asked. */
async function providerOf(text: string, entries: readonly ProviderEntry[]): Promise<Step<ProviderEntry>> {
  const likely = candidates(text, entries);
  if (likely.length === 1 && likely[0]) return { type: 'value', value: likely[0] };
  const item = (entry: ProviderEntry): ChoiceItem<ProviderEntry> => ({
    label: entry.row.name,
    description: hostOf(entry),
    choice: entry,
  });
  const others = entries.filter((entry) => entry.baseUrl !== '' && !likely.includes(entry));
  return askChoice<ProviderEntry>({
    title: 'Whose Key Is It?',
    position: 'later',
    placeholder: 'Choose the provider; the key is sent to no other',
    items:
      likely.length > 0
        ? [separator('Its shape fits'), ...likely.map(item), separator('Others'), ...others.map(item)]
        : others.map(item),
  });
}

/** A key is pasted; its provider is recognised. */
async function withPastedKey(flow: Flow, pasted: string): Promise<FlowEnd> {
  let before: { readonly value: string; readonly problem: string | undefined } = { value: pasted, problem: undefined };
  for (;;) {
    const typed = await askAnyKey(flow.deps, before);
    if (typed.type !== 'value') return typed.type;
    before = { value: typed.value, problem: undefined };
    const provider = await providerOf(typed.value, flow.deps.entries());
    if (provider.type === 'cancelled') return 'cancelled';
    if (provider.type === 'back') continue;
    const headers = await askHeaderValues(provider.value);
    if (headers.type === 'cancelled') return 'cancelled';
    if (headers.type === 'back') continue;
    const credentials = { apiKey: acceptedKey(typed.value), headers: headers.value };
    const end = await connectKey(flow, { entry: provider.value, credentials, source: 'typed' });
    if (end.type === 'done' || end.type === 'cancelled') return end.type;
    before = { value: typed.value, problem: end.type === 'change' ? end.sentence : undefined };
  }
}

/** The user chose a variable of the environment; only now its value is read. */
async function withVariable(flow: Flow, entry: ProviderEntry, variable: string): Promise<FlowEnd> {
  const value = flow.deps.environment()[variable] ?? '';
  const apiKey = acceptedKey(value);
  if (apiKey === '') return withProvider(flow, entry, 'later', `${variable} holds nothing that looks like a key.`);
  const end = await connectKey(flow, {
    entry,
    credentials: { apiKey, headers: {} },
    source: 'variable',
    name: variable,
  });
  return end.type === 'change' ? 'back' : end.type;
}

/** The user chose a server that was found; it is asked without a key first. */
async function withServer(flow: Flow, entry: ProviderEntry): Promise<FlowEnd> {
  const end = await connectKey(flow, { entry, credentials: { apiKey: undefined, headers: {} }, source: 'server' });
  if (end.type !== 'change') return end.type;
  return withProvider(flow, entry, 'later', `${entry.row.name} asks for a key.`);
}

function follow(flow: Flow, start: Start, position: 'first' | 'later'): Promise<FlowEnd> {
  switch (start.type) {
    case 'paste':
      return withPastedKey(flow, start.text);
    case 'environment':
      return withVariable(flow, start.entry, start.variable);
    case 'local':
      return withServer(flow, start.entry);
    case 'provider':
      return withProvider(flow, start.entry, position);
    case 'custom':
      return addServer(flow);
  }
}

async function run(flow: Flow, given: Start | undefined): Promise<FlowEnd> {
  if (given) {
    const end = await follow(flow, given, given.type === 'provider' ? 'first' : 'later');
    if (end !== 'back') return end;
  }
  for (;;) {
    const start = await chooseStart(flow.deps);
    if (start.type !== 'value') return 'cancelled';
    const end = await follow(flow, start.value, 'later');
    if (end !== 'back') return end;
  }
}

/**
 * Adds a key: from a start (a provider, a paste) or from the list of all ways. Every step can be cancelled and then leaves
 * nothing behind.
 * @throws ChatError when the secret storage fails
 */
export async function addKey(deps: KeysDeps, given?: Start): Promise<void> {
  const plainHttp = new PlainHttpQuestion(deps.plainHttp);
  let end: FlowEnd = 'cancelled';
  try {
    end = await run({ deps, plainHttp }, given);
  } finally {
    if (end !== 'done') await plainHttp.takeBack();
  }
}

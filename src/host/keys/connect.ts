import { ChatError } from '../../core/errors.ts';
import type { ProviderEntry } from '../../core/models/providerSettings.ts';
import { askAddress } from './addressStep.ts';
import { connectKey } from './connectKey.ts';
import { addServer } from './customServer.ts';
import { connectEditorModels } from './editorModels.ts';
import type { Flow, FlowEnd } from './flow.ts';
import { acceptedKey, askAnyKey, askHeaderValues, askKeyOf, candidates } from './keyInput.ts';
import { hostOf, type KeysDeps, wayIn } from './keysDeps.ts';
import { PlainHttpQuestion } from './plainHttpStep.ts';
import { chooseStart, type Start } from './startPicker.ts';
import { askChoice, type ChoiceItem, type Step, separator } from './steps.ts';

/** What stands in an input when it opens, and what was wrong with it. */
interface Before {
  readonly value: string;
  readonly problem: string | undefined;
}

/** A provider whose address is known; its key is typed. */
async function withTypedKey(
  flow: Flow,
  entry: ProviderEntry,
  position: 'first' | 'later',
  given: Before,
): Promise<FlowEnd> {
  let before = given;
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

/** Asks for the address where the provider has none yet, then goes on; Back comes here again with what was typed. */
async function withAddress(
  entry: ProviderEntry,
  position: 'first' | 'later',
  next: (entry: ProviderEntry, position: 'first' | 'later') => Promise<FlowEnd>,
): Promise<FlowEnd> {
  if (wayIn(entry) !== 'address') return next(entry, position);
  let before = '';
  for (;;) {
    const step = await askAddress(entry, before, position);
    if (step.type !== 'value') return step.type;
    before = step.value.baseUrl;
    const end = await next(step.value, 'later');
    if (end !== 'back') return end;
  }
}

/** A provider is known; what is missing to call it is asked for. */
function withProvider(
  flow: Flow,
  entry: ProviderEntry,
  position: 'first' | 'later',
  reason?: string,
): Promise<FlowEnd> {
  if (wayIn(entry) === 'choice') return connectEditorModels(flow.deps, entry);
  return withAddress(entry, position, (known, place) =>
    withTypedKey(flow, known, place, { value: '', problem: reason }),
  );
}

/** The provider of a pasted key: recognised if only one fits, else asked. */
async function providerOf(text: string, entries: readonly ProviderEntry[]): Promise<Step<ProviderEntry>> {
  const { entries: likely, certainty } = candidates(text, entries);
  if (likely.length === 1 && likely[0] && certainty === 'sure') return { type: 'value', value: likely[0] };
  const item = (entry: ProviderEntry): ChoiceItem<ProviderEntry> => ({
    label: entry.row.name,
    description: hostOf(entry),
    choice: entry,
  });
  const others = entries.filter((entry) => hasKey(entry) && !likely.includes(entry));
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

function hasKey(entry: ProviderEntry): boolean {
  return wayIn(entry) === 'key' || wayIn(entry) === 'address';
}

/** A key is pasted; its provider is recognised. */
async function withPastedKey(flow: Flow, pasted: string): Promise<FlowEnd> {
  let before: Before = { value: pasted, problem: undefined };
  for (;;) {
    const typed = await askAnyKey(flow.deps, before);
    if (typed.type !== 'value') return typed.type;
    const { value } = typed;
    before = { value, problem: undefined };
    const provider = await providerOf(value, flow.deps.entries());
    if (provider.type === 'cancelled') return 'cancelled';
    if (provider.type === 'back') continue;
    const end = await withAddress(provider.value, 'later', async (entry) => {
      const headers = await askHeaderValues(entry);
      if (headers.type !== 'value') return headers.type;
      const credentials = { apiKey: acceptedKey(value), headers: headers.value };
      const tested = await connectKey(flow, { entry, credentials, source: 'typed' });
      if (tested.type !== 'change') return tested.type;
      return withTypedKey(flow, entry, 'later', { value, problem: tested.sentence });
    });
    if (end !== 'back') return end;
  }
}

/** The user chose a variable of the environment; only now its value is read. */
function withVariable(flow: Flow, entry: ProviderEntry, variable: string): Promise<FlowEnd> {
  const apiKey = acceptedKey(flow.deps.environment()[variable] ?? '');
  if (apiKey === '') return withProvider(flow, entry, 'later', `${variable} holds nothing that looks like a key.`);
  return withAddress(entry, 'later', async (known) => {
    const credentials = { apiKey, headers: {} };
    const end = await connectKey(flow, { entry: known, credentials, source: 'variable', name: variable });
    return end.type === 'change' ? 'back' : end.type;
  });
}

/** The user chose a server that was found; it is asked without a key first. */
async function withServer(flow: Flow, entry: ProviderEntry): Promise<FlowEnd> {
  const end = await connectKey(flow, { entry, credentials: { apiKey: undefined, headers: {} }, source: 'server' });
  if (end.type !== 'change') return end.type;
  return withTypedKey(flow, entry, 'later', { value: '', problem: `${entry.row.name} asks for a key.` });
}

/** @throws ChatError `invalidSetting` if the settings have a wrong entry for these models */
function withEditorModels(flow: Flow): Promise<FlowEnd> {
  const entry = flow.deps.entries().find((one) => wayIn(one) === 'choice');
  if (!entry)
    throw new ChatError('invalidSetting', { detail: "parley.providers has a wrong entry for VS Code's own models." });
  return connectEditorModels(flow.deps, entry);
}

async function follow(flow: Flow, start: Start, position: 'first' | 'later'): Promise<FlowEnd> {
  switch (start.type) {
    case 'paste':
      return withPastedKey(flow, start.text);
    case 'environment':
      return withVariable(flow, start.entry, start.variable);
    case 'local':
      return withServer(flow, start.entry);
    case 'editorModels':
      return withEditorModels(flow);
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

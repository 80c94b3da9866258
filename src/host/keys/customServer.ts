import * as vscode from 'vscode';
import type { ChatError } from '../../core/errors.ts';
import {
  freeProviderId,
  otherAddresses,
  serverName,
  typedAddressProblem,
  wholeAddress,
} from '../../core/models/address.ts';
import { type ProviderEntry, readProviderSettings } from '../../core/models/providerSettings.ts';
import { writeProviderSetting } from '../settings.ts';
import type { Flow, FlowEnd } from './flow.ts';
import { askHeaders } from './headersStep.ts';
import { acceptedKey, askKeyOf } from './keyInput.ts';
import { type KeysDeps, originOf } from './keysDeps.ts';
import { listWithProof } from './listing.ts';
import { askText, type ChoiceItem, type Step } from './steps.ts';
import { type KeyTest, type TestEnd, testKey } from './testKey.ts';
import { welcome } from './welcome.ts';

/** What was typed so far about a server. Nothing of it is stored before the end. */
interface Draft {
  readonly address: string;
  readonly name: string;
  /** As typed; '' for none. */
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly models: readonly string[];
  readonly problem: string | undefined;
}

const title = 'Custom OpenAI-Compatible Server';

function rawEntry(draft: Draft, id: string): Readonly<Record<string, unknown>> {
  const headers = Object.keys(draft.headers);
  return {
    ...(draft.name === id ? {} : { name: draft.name }),
    baseUrl: draft.address,
    ...(acceptedKey(draft.key) === '' ? {} : { key: 'required' }),
    ...(headers.length === 0 ? {} : { headers }),
    ...(draft.models.length === 0 ? {} : { models: draft.models }),
  };
}

function draftId(deps: KeysDeps, draft: Draft): string {
  return freeProviderId(
    draft.name,
    deps.entries().map((entry) => entry.row.id),
  );
}

/** The draft as the provider it would become, read by the same rules as the settings. */
function draftEntry(deps: KeysDeps, draft: Draft): ProviderEntry {
  const id = draftId(deps, draft);
  const { entries, problems } = readProviderSettings({ [id]: rawEntry(draft, id) });
  const entry = entries.find((one) => one.row.id === id);
  if (!entry) throw new Error(`the typed server makes no valid setting: ${problems.join(' ')}`);
  return entry;
}

async function askAddress(_deps: KeysDeps, draft: Draft): Promise<Step<Draft>> {
  const remote = vscode.env.remoteName === undefined ? '' : ', as seen from the remote machine that runs extensions';
  const step = await askText({
    title,
    position: 'later',
    prompt: `The base URL its API paths are appended to${remote}.`,
    placeholder: 'http://127.0.0.1:8000/v1',
    value: draft.address,
    shows: 'text',
    check: (text) => {
      const sentence = typedAddressProblem(text);
      return sentence === undefined ? undefined : { severity: 'error', sentence };
    },
  });
  if (step.type !== 'value') return step;
  const address = wholeAddress(step.value);
  const keepsName = draft.name !== '' && draft.name !== nameFor(draft.address);
  return { type: 'value', value: { ...draft, address, name: keepsName ? draft.name : nameFor(address) } };
}

function nameFor(address: string): string {
  return URL.canParse(address) ? serverName(address) : '';
}

async function askName(deps: KeysDeps, draft: Draft): Promise<Step<Draft>> {
  const step = await askText({
    title,
    position: 'later',
    prompt: 'A name for this server.',
    value: draft.name,
    shows: 'text',
    check: (name) => {
      if (name.trim() === '') return { severity: 'error', sentence: 'Type a name.' };
      return {
        severity: 'info',
        sentence: `A name for this server. Its models will be written ${draftId(deps, { ...draft, name: name.trim() })}/model.`,
      };
    },
  });
  return step.type === 'value' ? { type: 'value', value: { ...draft, name: step.value.trim() } } : step;
}

async function askServerKey(deps: KeysDeps, draft: Draft): Promise<Step<Draft>> {
  const entry = draftEntry(deps, { ...draft, key: '' });
  const step = await askKeyOf(deps, entry, { value: draft.key, problem: draft.problem, position: 'later' });
  return step.type === 'value' ? { type: 'value', value: { ...draft, key: step.value, problem: undefined } } : step;
}

async function askServerHeaders(_deps: KeysDeps, draft: Draft): Promise<Step<Draft>> {
  const step = await askHeaders(title, draft.headers);
  return step.type === 'value' ? { type: 'value', value: { ...draft, headers: step.value } } : step;
}

const questions = [askAddress, askName, askServerKey, askServerHeaders] as const;
const keyQuestion = questions.indexOf(askServerKey);

/** Asks everything from one question on; Back goes to the question before. */
async function askFrom(deps: KeysDeps, start: Draft, from: number): Promise<Step<Draft>> {
  let draft = start;
  for (let at = from; ; ) {
    const question = questions[at];
    if (!question) return { type: 'value', value: draft };
    const step = await question(deps, draft);
    if (step.type === 'cancelled') return step;
    if (step.type === 'back' && at === 0) return step;
    if (step.type === 'value') draft = step.value;
    at += step.type === 'value' ? 1 : -1;
  }
}

/** Looks whether the server answers at an address that differs only in its path, and offers that. */
async function addressRemedies(
  deps: KeysDeps,
  test: KeyTest,
  error: ChatError,
  signal: AbortSignal,
): Promise<readonly ChoiceItem<TestEnd | 'again'>[]> {
  if (
    error.kind !== 'notFound' &&
    error.kind !== 'notAnApi' &&
    error.kind !== 'protocol' &&
    error.kind !== 'badRequest'
  )
    return [];
  for (const baseUrl of otherAddresses(test.entry.baseUrl)) {
    const listing = await listWithProof(deps, { ...test.entry, baseUrl }, test.credentials, signal);
    if (signal.aborted) return [];
    if (listing.type === 'listed') {
      const description = `it lists ${listing.models.length} ${listing.models.length === 1 ? 'model' : 'models'}`;
      return [{ label: `$(lightbulb) Use ${baseUrl}`, description, choice: { type: 'readdress', baseUrl } }];
    }
  }
  return [];
}

/** Where a server lists no models, the user may name one. */
async function askModel(draft: Draft): Promise<Step<Draft>> {
  const step = await askText({
    title,
    position: 'later',
    prompt: 'The server lists no models. Name one, or leave it empty and choose later.',
    placeholder: 'Model id',
    value: draft.models[0] ?? '',
    shows: 'text',
    check: () => undefined,
  });
  if (step.type !== 'value') return step;
  return { type: 'value', value: { ...draft, models: step.value.trim() === '' ? [] : [step.value.trim()] } };
}

async function store(deps: KeysDeps, draft: Draft, test: TestEnd): Promise<void> {
  const entry = draftEntry(deps, draft);
  const key = { name: 'Key 1', origin: originOf(entry), key: acceptedKey(draft.key), headers: draft.headers };
  const added = await deps.secrets.add(entry.row.id, key, deps.now());
  try {
    await writeProviderSetting(entry.row.id, rawEntry(draft, entry.row.id));
  } catch (failure) {
    await deps.secrets.remove(entry.row.id, added.label.id);
    throw failure;
  }
  await welcome(deps, { entry, added, test: test.type === 'tested' ? test : undefined });
}

/** Tests the draft and stores it. A value is a draft to ask about again, from that question on. */
async function finish(flow: Flow, draft: Draft): Promise<FlowEnd | { readonly draft: Draft; readonly from: number }> {
  const { deps, plainHttp } = flow;
  const entry = draftEntry(deps, draft);
  const agreed = await plainHttp.ask(entry);
  if (agreed.type === 'cancelled') return 'cancelled';
  if (agreed.type === 'back') return { draft, from: 0 };
  const credentials = { apiKey: acceptedKey(draft.key) || undefined, headers: draft.headers };
  const test: KeyTest = {
    entry,
    credentials,
    source: 'typed',
    remedies: (error, signal) => addressRemedies(deps, test, error, signal),
  };
  const end = await testKey(deps, test);
  if (end.type === 'cancelled') return 'cancelled';
  if (end.type === 'back') return { draft, from: 0 };
  if (end.type === 'change') return { draft: { ...draft, problem: end.sentence }, from: keyQuestion };
  if (end.type === 'readdress') return finish(flow, { ...draft, address: end.baseUrl });
  const listed = end.type === 'tested' && end.models.length > 0;
  const named: Step<Draft> = listed ? { type: 'value', value: draft } : await askModel(draft);
  if (named.type === 'cancelled') return 'cancelled';
  if (named.type === 'back') return { draft, from: questions.length - 1 };
  await store(deps, named.value, end);
  return 'done';
}

/** Adds a server of the user's own: asks, tests, then writes the setting and stores key and header values. */
export async function addServer(flow: Flow): Promise<FlowEnd> {
  let draft: Draft = { address: '', name: '', key: '', headers: {}, models: [], problem: undefined };
  let from = 0;
  for (;;) {
    const asked = await askFrom(flow.deps, draft, from);
    if (asked.type !== 'value') return asked.type;
    const end = await finish(flow, asked.value);
    if (typeof end === 'string') return end;
    ({ draft, from } = end);
  }
}

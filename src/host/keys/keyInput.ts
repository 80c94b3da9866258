import { readPastedKey } from '../../core/models/pastedKey.ts';
import type { ProviderEntry } from '../../core/models/providerSettings.ts';
import { guessKey, recognizeKey } from '../../core/models/recognizeKey.ts';
import { headerValueProblem } from '../../core/models/requestHeaders.ts';
import { hostOf, type KeysDeps, wayIn } from './keysDeps.ts';
import { openKeyPage } from './startPicker.ts';
import { askText, type Hint, type Step } from './steps.ts';

/** Whose key a pasted one may be. `guess`: others may make such keys too. */
export interface Candidates {
  readonly entries: readonly ProviderEntry[];
  readonly certainty: 'sure' | 'guess';
}

/** The providers a pasted key may belong to, likeliest first: by the variable it was assigned to, else by its shape. */
export function candidates(text: string, entries: readonly ProviderEntry[]): Candidates {
  const reading = readPastedKey(text);
  if (reading.type !== 'key') return { entries: [], certainty: 'sure' };
  const { key, variable } = reading;
  const keyed = entries.filter((entry) => wayIn(entry) === 'key' || wayIn(entry) === 'address');
  const rows = keyed.map((entry) => entry.row);
  const named = rows.filter((row) => variable !== undefined && row.keyVariables.includes(variable));
  const sure = named.length > 0 ? named : recognizeKey(key, rows);
  const found = sure.length > 0 ? sure : guessKey(key, rows);
  return {
    entries: keyed.filter((entry) => found.includes(entry.row)),
    certainty: sure.length > 0 ? 'sure' : 'guess',
  };
}

/** What is wrong with a text that should be a key, or undefined. */
function keyProblem(text: string): Hint | undefined {
  const reading = readPastedKey(text);
  if (reading.type === 'wrong') return { severity: 'error', sentence: reading.sentence };
  return reading.type === 'empty' ? { severity: 'error', sentence: 'Paste the key here.' } : undefined;
}

function recognitionHint(text: string, entries: readonly ProviderEntry[]): Hint | undefined {
  const { entries: found, certainty } = candidates(text, entries);
  const names = found.map((entry) => entry.row.name).join(' or ');
  const [only] = found;
  if (only && certainty === 'guess')
    return { severity: 'info', sentence: `It may be a key of ${names}; you choose the provider next.` };
  if (only && found.length === 1) {
    const next = wayIn(only) === 'address' ? 'asks for its address' : `tests it at ${hostOf(only)}`;
    return { severity: 'info', sentence: `${only.row.name} key. Enter ${next}.` };
  }
  if (found.length > 1) return { severity: 'info', sentence: `A key of ${names}. Enter continues.` };
  return { severity: 'info', sentence: 'Not recognised by its shape; you choose the provider next.' };
}

/** Asks for a key whose provider is not known yet. */
export function askAnyKey(
  deps: KeysDeps,
  before: { readonly value: string; readonly problem: string | undefined },
): Promise<Step<string>> {
  return askText({
    title: 'Paste an API Key',
    position: 'later',
    prompt:
      "The key is tested with its provider, then kept in VS Code's secret storage. Back: choose the provider yourself.",
    placeholder: 'sk-…',
    value: before.value,
    problem: before.problem,
    shows: 'dots',
    check: (text) => keyProblem(text) ?? recognitionHint(text, deps.entries()),
  });
}

/** Asks for the key of a known provider; '' is a value where the server needs none. */
export function askKeyOf(
  deps: KeysDeps,
  entry: ProviderEntry,
  before: { readonly value: string; readonly problem: string | undefined; readonly position: 'first' | 'later' },
): Promise<Step<string>> {
  const optional = entry.row.key === 'optional';
  return askText({
    title: `Add API Key: ${entry.row.name}`,
    position: before.position,
    prompt: `${optional ? 'Leave it empty if the server needs none. ' : ''}The key is only ever sent to ${hostOf(entry)}.`,
    placeholder: optional ? 'API key, if the server needs one' : 'API key',
    value: before.value,
    problem: before.problem,
    shows: 'dots',
    buttons: entry.row.keyUrl
      ? [{ icon: 'link-external', tooltip: 'Get a Key…', press: () => openKeyPage(entry) }]
      : [],
    check: (text) => {
      if (optional && text.trim() === '') return undefined;
      return keyProblem(text) ?? otherProviderHint(text, entry, deps.entries());
    },
  });
}

/** Says so when a key looks like another provider's. It is a guess, so it keeps nobody from going on. */
function otherProviderHint(text: string, entry: ProviderEntry, entries: readonly ProviderEntry[]): Hint | undefined {
  const { entries: found, certainty } = candidates(text, entries);
  const [only] = found;
  if (entry.row.reach !== 'cloud' || found.length !== 1 || !only || only.row.id === entry.row.id) return undefined;
  if (certainty === 'guess') return undefined;
  return { severity: 'warning', sentence: `This looks like a key of ${only.row.name}, not of ${entry.row.name}.` };
}

/** The key in a text that `askAnyKey` or `askKeyOf` accepted; '' if there is none. */
export function acceptedKey(text: string): string {
  const reading = readPastedKey(text);
  return reading.type === 'key' ? reading.key : '';
}

/** Asks for the value of each named header. */
export async function askHeaderValues(entry: ProviderEntry): Promise<Step<Readonly<Record<string, string>>>> {
  const values: Record<string, string> = {};
  for (let at = 0; at < entry.headerNames.length; ) {
    const name = entry.headerNames[at] ?? '';
    const step = await askHeaderValue(name, values[name] ?? '');
    if (step.type === 'cancelled') return step;
    if (step.type === 'back' && at === 0) return step;
    if (step.type === 'value') values[name] = step.value;
    at += step.type === 'value' ? 1 : -1;
  }
  return { type: 'value', value: values };
}

/** Asks for the value of one header. */
export async function askHeaderValue(name: string, value: string): Promise<Step<string>> {
  const step = await askText({
    title: `Value of ${name}`,
    position: 'later',
    prompt: "Sent with every request to this server; kept in VS Code's secret storage with the key.",
    value,
    shows: 'dots',
    check: (text) => {
      const sentence = headerValueProblem(text);
      return sentence === undefined ? undefined : { severity: 'error', sentence };
    },
  });
  return step.type === 'value' ? { type: 'value', value: step.value.trim() } : step;
}

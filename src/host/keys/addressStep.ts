import { hintedAddress, hintedAddressProblem, placeholderOf } from '../../core/models/addressHint.ts';
import type { ProviderEntry } from '../../core/models/providerSettings.ts';
import { openKeyPage } from './startPicker.ts';
import { askText, type Hint, type Step } from './steps.ts';

function checkAddress(hint: string, typed: string): Hint | undefined {
  const problem = hintedAddressProblem(hint, typed);
  if (problem !== undefined) return { severity: 'error', sentence: problem };
  const address = hintedAddress(hint, typed);
  return address === typed.trim() ? undefined : { severity: 'info', sentence: `Requests will go to ${address}.` };
}

/**
 * Asks for the address of a provider where every customer has an own one.
 * @param before the address given the last time; '' for none
 */
export async function askAddress(
  entry: ProviderEntry,
  before: string,
  position: 'first' | 'later',
): Promise<Step<ProviderEntry>> {
  const { name, keyUrl, addressHint: hint = '' } = entry.row;
  const placeholder = before === '' ? placeholderOf(hint) : undefined;
  const step = await askText({
    title: `Address of ${name}`,
    position,
    prompt: `Every customer of ${name} has its own address. It is kept in your settings.`,
    placeholder: hint,
    value: before || hint,
    ...(placeholder ? { selection: [placeholder.start, placeholder.end] } : {}),
    shows: 'text',
    buttons: keyUrl ? [{ icon: 'link-external', tooltip: 'Find It…', press: () => openKeyPage(entry) }] : [],
    check: (typed) => checkAddress(hint, typed),
  });
  return step.type === 'value'
    ? { type: 'value', value: { ...entry, baseUrl: hintedAddress(hint, step.value) } }
    : step;
}

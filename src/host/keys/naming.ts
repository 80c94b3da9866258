import { ChatError } from '../../core/errors.ts';
import type { ProviderEntry } from '../../core/models/providerSettings.ts';
import type { KeysDeps } from './keysDeps.ts';
import { isDamage } from './secrets.ts';
import { askChoice, askText, type Step } from './steps.ts';
import { freeKeyName } from './storedKeys.ts';

const longestName = 60;

/** Asks before stored keys that can't be read are thrown away. `value`: they are gone. */
async function askToReplaceDamaged(deps: KeysDeps, entry: ProviderEntry, error: ChatError): Promise<Step<void>> {
  const step = await askChoice<'replace'>({
    title: `Add API Key: ${entry.row.name}`,
    position: 'later',
    placeholder: '',
    prompt: error.facts.detail ?? '',
    items: [{ label: '$(trash) Replace What Is Stored by the New Key', choice: 'replace' }],
  });
  if (step.type !== 'value') return step;
  await deps.secrets.discardDamaged(entry.row.id);
  return { type: 'value', value: undefined };
}

/** The names the provider's keys have. Keys that can't be read are replaced only at the user's wish. */
async function takenNames(deps: KeysDeps, entry: ProviderEntry): Promise<Step<readonly string[]>> {
  try {
    const labels = await deps.secrets.labels(entry.row.id);
    return { type: 'value', value: labels.map((label) => label.name) };
  } catch (failure) {
    if (!(failure instanceof ChatError) || !isDamage(failure)) throw failure;
    const replaced = await askToReplaceDamaged(deps, entry, failure);
    return replaced.type === 'value' ? { type: 'value', value: [] } : replaced;
  }
}

/** A name for a new key; asked only where the provider has keys already. */
export async function nameNewKey(
  deps: KeysDeps,
  entry: ProviderEntry,
  suggestion: string | undefined,
): Promise<Step<string>> {
  const taken = await takenNames(deps, entry);
  if (taken.type !== 'value') return taken;
  const free = suggestion !== undefined && !taken.value.includes(suggestion) ? suggestion : freeKeyName(taken.value);
  if (taken.value.length === 0) return { type: 'value', value: free };
  const step = await askText({
    title: `Add API Key: ${entry.row.name}`,
    position: 'later',
    prompt: `${entry.row.name} has ${taken.value.map((name) => `"${name}"`).join(', ')} already. A name for this one; it becomes the active key.`,
    value: free,
    shows: 'text',
    check: (name) => {
      const trimmed = name.trim();
      if (trimmed === '') return { severity: 'error', sentence: 'Type a name.' };
      if (trimmed.length > longestName) return { severity: 'error', sentence: `At most ${longestName} characters.` };
      return taken.value.includes(trimmed) ? { severity: 'error', sentence: 'Another key has this name.' } : undefined;
    },
  });
  return step.type === 'value' ? { type: 'value', value: step.value.trim() } : step;
}

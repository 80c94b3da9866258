import { anyText, type Checked, sentenceOf, show, showName, taken, wrong } from '../chat/checked.ts';
import { parameterRules } from '../chat/paramRules.ts';
import { readPlainData } from '../chat/plainData.ts';
import type { Preset } from '../chat/preset.ts';
import { isRecord } from '../json.ts';
import { nearest } from '../models/nearest.ts';
import { plainSentence } from '../text/plainSentence.ts';

/**
 * The presets everybody has. The pairs of temperature and top_p are sent as they are where a model takes both; the order of
 * preference elsewhere is `compile/preset.ts`'s. Efforts, for models without sampling: a fact is recalled, not worked out, and wrong
 * in long thoughts as well as in short ones: low. Code is right or wrong, and checking it pays: high. Prose gains from a plan and
 * loses by too much polish: medium, which is also the usual middle.
 */
export const builtInPresets: readonly Preset[] = [
  { id: 'balanced', name: 'Balanced', temperature: 0.7, top_p: 0.9, reasoning_effort: 'medium' },
  { id: 'creative', name: 'Creative', temperature: 0.9, top_p: 0.9, reasoning_effort: 'medium' },
  { id: 'factual', name: 'Factual', temperature: 0.3, top_p: 0.8, reasoning_effort: 'low' },
  { id: 'code', name: 'Code', temperature: 0.1, top_p: 0.95, reasoning_effort: 'high' },
];

export interface PresetSettings {
  /** The built-in ones, as the user changed them, then the user's own. */
  readonly presets: readonly Preset[];
  /** What is wrong, one sentence each. A preset with a wrong field is left as it is built in, or out; the others count. */
  readonly problems: readonly string[];
}

type Draft = { -readonly [K in keyof Preset]: Preset[K] };

const shared = ['temperature', 'top_p', 'reasoning_effort', 'presence_penalty', 'frequency_penalty', 'stop'] as const;
const fields: readonly string[] = ['name', ...shared, 'visible_tokens'];
const idMust = '1 to 40 small letters, digits and dashes, and begin with a letter';
const most = 100;

function isShared(name: string): name is (typeof shared)[number] {
  return shared.some((one) => one === name);
}

function assign<K extends keyof Preset>(
  draft: Draft,
  name: K,
  checked: Checked<NonNullable<Preset[K]>>,
): string | undefined {
  if (checked.type === 'wrong') return sentenceOf(name, checked);
  draft[name] = checked.value as Draft[K];
  return undefined;
}

/** Puts one field of a setting into the preset; a sentence if it is wrong. `null` takes a field of a built-in preset away. */
function readField(draft: Draft, name: string, value: unknown): string | undefined {
  if (name === 'name') {
    const named = anyText.read(value);
    const fits = named.type === 'taken' && named.value.length <= 60;
    return assign(
      draft,
      'name',
      fits ? taken(plainSentence(named.value)) : wrong(value, 'a text of 1 to 60 characters'),
    );
  }
  if (name === 'visible_tokens') {
    if (value === null) delete draft.visible_tokens;
    return value === null ? undefined : assign(draft, name, parameterRules.max_tokens.read(value));
  }
  if (isShared(name)) {
    if (value === null) delete draft[name];
    return value === null ? undefined : assign(draft, name, parameterRules[name].read(value) as Checked<never>);
  }
  const [near] = nearest(name, fields, 1);
  const hint = near ? `Did you mean ${near}?` : `Known are ${fields.join(', ')}.`;
  return `${showName(name)} is no field of a preset. ${hint}`;
}

/** "my-preset" → "My preset" */
function nameFrom(id: string): string {
  return `${id.slice(0, 1).toUpperCase()}${id.slice(1).replaceAll('-', ' ')}`;
}

function readPreset(id: string, value: unknown): Preset | readonly string[] {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(id)) return [`the id must be ${idMust}.`];
  if (!isRecord(value)) return [`it is ${show(value)}; it must be an object of ${fields.join(', ')}.`];
  const draft: Draft = builtInPresets.find((one) => one.id === id) ?? { id, name: nameFrom(id) };
  const changed: Draft = { ...draft };
  const problems = Object.entries(value).flatMap(([name, one]) => readField(changed, name, one) ?? []);
  if (problems.length > 0) return problems;
  const sets = [...shared, 'visible_tokens' as const].some((name) => changed[name] !== undefined);
  return sets ? changed : [`it sets nothing; it must set at least one of ${fields.slice(1).join(', ')}.`];
}

/** Reads `parley.presets`: an object of ids to the fields of a preset, over the built-in presets. Never throws. */
export function readPresets(value: unknown): PresetSettings {
  if (value === undefined || value === null) return { presets: builtInPresets, problems: [] };
  const data = readPlainData(value);
  if (data.type === 'other')
    return { presets: builtInPresets, problems: [`The presets can not be read: something in them ${data.why}.`] };
  if (!isRecord(data.value)) {
    return { presets: builtInPresets, problems: [`The presets are ${show(data.value)}; they must be an object.`] };
  }
  const entries = Object.entries(data.value);
  const problems = entries.length > most ? [`There are ${entries.length} presets; the first ${most} count.`] : [];
  const presets = new Map(builtInPresets.map((preset) => [preset.id, preset]));
  for (const [id, given] of entries.slice(0, most)) {
    if (given === null) continue;
    const preset = readPreset(id, given);
    if ('id' in preset) presets.set(id, preset);
    else problems.push(...preset.map((sentence) => `${showName(id)}: ${sentence}`));
  }
  return { presets: [...presets.values()], problems };
}

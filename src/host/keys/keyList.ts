import { ChatError } from '../../core/errors.ts';
import { describeAge } from '../../core/text/age.ts';
import type { KeysDeps } from './keysDeps.ts';
import { isDamage, type KeyLabel } from './secrets.ts';
import { askChoice, type ChoiceItem, type Step, separator } from './steps.ts';

/** A provider's keys as far as they can be read. The provider may have left the settings; its keys are listed all the same. */
export interface KeyGroup {
  readonly providerId: string;
  /** For people: "OpenAI". */
  readonly name: string;
  readonly keys:
    | { readonly type: 'readable'; readonly labels: readonly KeyLabel[] }
    | { readonly type: 'damaged'; readonly sentence: string };
}

async function readGroup(deps: KeysDeps, providerId: string): Promise<KeyGroup> {
  const name = deps.entries().find((entry) => entry.row.id === providerId)?.row.name ?? providerId;
  try {
    return { providerId, name, keys: { type: 'readable', labels: await deps.secrets.labels(providerId) } };
  } catch (failure) {
    if (!(failure instanceof ChatError) || !isDamage(failure)) throw failure;
    return { providerId, name, keys: { type: 'damaged', sentence: failure.facts.detail ?? '' } };
  }
}

/** The keys of one provider or of all, by the provider's name. @throws ChatError */
export async function readKeyGroups(deps: KeysDeps, providerId: string | undefined): Promise<readonly KeyGroup[]> {
  const connected = await deps.secrets.connected();
  const wanted = providerId === undefined ? connected : connected.filter((id) => id === providerId);
  const groups = await Promise.all(wanted.map((id) => readGroup(deps, id)));
  return groups.sort((a, b) => a.name.localeCompare(b.name));
}

/** What a key is called on screen; one that is none says so. */
export function keyName(label: KeyLabel): string {
  return label.holds === 'key' ? label.name : `${label.name} (no key)`;
}

/** "added 3 days ago · api.openai.com": what tells keys of one provider apart. */
export function keyFacts(label: KeyLabel, now: number): string {
  const age = `added ${describeAge(label.addedAt, now)}`;
  return URL.canParse(label.origin) ? `${age} · ${new URL(label.origin).host}` : age;
}

export interface KeyListStep<T> {
  readonly title: string;
  readonly placeholder: string;
  readonly groups: readonly KeyGroup[];
  readonly key: (group: KeyGroup, label: KeyLabel) => T;
  /** What an entry that can't be read stands for; undefined if it can't be chosen here. */
  readonly damaged: (group: KeyGroup) => T | undefined;
}

function groupItems<T>(step: KeyListStep<T>, group: KeyGroup, now: number): ChoiceItem<T>[] {
  const head = separator(group.name);
  if (group.keys.type === 'damaged') {
    const choice = step.damaged(group);
    const item = { label: '$(warning) Keys that can not be read', detail: group.keys.sentence };
    return [head, choice === undefined ? item : { ...item, choice }];
  }
  const items = group.keys.labels.map((label) => ({
    label: `${label.use === 'active' ? '$(check)' : '$(blank)'} ${keyName(label)}`,
    description: `${group.name} · ${keyFacts(label, now)}${label.use === 'active' ? ' · active' : ''}`,
    choice: step.key(group, label),
  }));
  return [head, ...items];
}

/** Lets the user choose one of the stored keys. */
export function chooseKey<T>(deps: KeysDeps, step: KeyListStep<T>): Promise<Step<T>> {
  const now = deps.now();
  return askChoice<T>({
    title: step.title,
    position: 'first',
    placeholder: step.placeholder,
    items: step.groups.flatMap((group) => groupItems(step, group, now)),
  });
}

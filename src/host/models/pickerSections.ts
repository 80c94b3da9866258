import { ChatError } from '../../core/errors.ts';
import type { ModelInfo } from '../../core/models/modelInfo.ts';
import { formatModelRef } from '../../core/models/modelRef.ts';
import type { ProviderEntry } from '../../core/models/providerSettings.ts';
import { knownFigures, listedFigures, type ModelFigures } from './modelDescription.ts';
import { failedItems, type Item, modelItems } from './pickerItems.ts';
import type { Registry } from './registry.ts';

export interface PickerDeps {
  readonly registry: Pick<Registry, 'usable' | 'listModels' | 'facts'>;
  /** The ref in use, '' for none; it is marked and has the cursor. */
  readonly current: string;
  readonly describe: (error: ChatError, entry: ProviderEntry) => string;
}

/** Facts are looked up so many at a time, for the list must not stand still meanwhile. */
const factsAtOnce = 50;

/** What is known of the models beyond the list, with pauses in which VS Code gets on. Stops where the provider leaves the settings. */
async function lookUp(
  entry: ProviderEntry,
  models: readonly ModelInfo[],
  { registry }: PickerDeps,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ModelFigures>> {
  const known = new Map<string, ModelFigures>();
  try {
    for (let at = 0; at < models.length && !signal.aborted; at += factsAtOnce) {
      for (const { id } of models.slice(at, at + factsAtOnce))
        known.set(id, knownFigures(await registry.facts(formatModelRef({ provider: entry.row.id, model: id }))));
      await new Promise((resolve) => setImmediate(resolve));
    }
  } catch (thrown) {
    if (!(thrown instanceof ChatError)) throw thrown;
  }
  return known;
}

/** Fills a provider's section, or says in it why it can't be: at once with what its list says, then with all that is known. */
export async function fillSection(
  entry: ProviderEntry,
  deps: PickerDeps,
  show: (items: Item[]) => void,
  signal: AbortSignal,
): Promise<void> {
  const { registry, current, describe } = deps;
  try {
    const models = await registry.listModels(entry, signal);
    show(modelItems(entry, models, listedFigures, current));
    const known = await lookUp(entry, models, deps, signal);
    show(modelItems(entry, models, (model) => known.get(model.id) ?? listedFigures(model), current));
  } catch (thrown) {
    if (!(thrown instanceof ChatError)) throw thrown;
    show(failedItems(entry, describe(thrown, entry), current));
  }
}

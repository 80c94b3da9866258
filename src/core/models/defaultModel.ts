import type { CatalogRow } from './catalog.ts';
import type { ModelInfo } from './modelInfo.ts';

/** Words in ids of models that do something else than chat. Only used to pass over them when nothing better is known. */
const otherUses = /embed|rerank|whisper|transcri|tts|speech|moderation|dall-e|image|video|ocr|guard/i;

/** A preference may be the beginning of an id: then the shortest id wins (no variant), among equals the latest by date. */
function beginningWith(start: string, ids: readonly string[]): string | undefined {
  const longer = ids.filter((id) => id.startsWith(start));
  return longer.sort((a, b) => a.length - b.length || (a < b ? 1 : -1))[0];
}

/**
 * The model to start with: the row's first preference that the provider lists, else the first listed model that looks like
 * one for chat. Undefined if nothing is listed.
 */
export function defaultModel(row: Pick<CatalogRow, 'defaultModels'>, models: readonly ModelInfo[]): string | undefined {
  const ids = models.map((model) => model.id);
  for (const preferred of row.defaultModels) {
    const found = ids.includes(preferred) ? preferred : beginningWith(preferred, ids);
    if (found !== undefined) return found;
  }
  return ids.find((id) => !otherUses.test(id)) ?? ids[0];
}

import type { CatalogRow } from './catalog.ts';
import { isChatModel } from './chatModel.ts';
import type { ModelInfo } from './modelInfo.ts';

/** A preference may be the beginning of an id: then the shortest id wins (no variant), among equals the latest by date. */
function beginningWith(start: string, ids: readonly string[]): string | undefined {
  const longer = ids.filter((id) => id.startsWith(start));
  return longer.sort((a, b) => a.length - b.length || (a < b ? 1 : -1))[0];
}

/**
 * The model to start with: the row's first preference that the provider lists, else the first listed model that is, or looks like,
 * one for chat; else the first that is not said to be none. Undefined if there is no such model.
 */
export function defaultModel(row: Pick<CatalogRow, 'defaultModels'>, models: readonly ModelInfo[]): string | undefined {
  const possible = models.filter(({ use }) => use !== 'other');
  const chat = possible.filter(isChatModel);
  const ids = chat.map(({ id }) => id);
  for (const preferred of row.defaultModels) {
    const isListed = possible.some(({ id }) => id === preferred);
    const found = isListed ? preferred : beginningWith(preferred, ids);
    if (found !== undefined) return found;
  }
  return (chat[0] ?? possible[0])?.id;
}

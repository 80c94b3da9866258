/** A model's full name: `provider/model`, split at the first slash only, for model ids contain slashes themselves. */
export interface ModelRef {
  readonly provider: string;
  readonly model: string;
}

/** What stands before the slash in refs of models that Parley chooses (`parley/cheapest`); no provider is called so. */
export const automaticProvider = 'parley';

/** Splits `provider/model` at the first slash; undefined if either side is empty. */
export function parseModelRef(text: string): ModelRef | undefined {
  const trimmed = text.trim();
  const slash = trimmed.indexOf('/');
  if (slash <= 0 || slash === trimmed.length - 1) return undefined;
  return { provider: trimmed.slice(0, slash), model: trimmed.slice(slash + 1) };
}

/** What a model is called where its provider is plain: its id; the whole ref where Parley chooses, for "cheapest" alone is no name. */
export function shownModelName(ref: string): string {
  const parsed = parseModelRef(ref);
  return parsed === undefined || parsed.provider === automaticProvider ? ref : parsed.model;
}

export function formatModelRef(ref: ModelRef): string {
  return `${ref.provider}/${ref.model}`;
}

import { type ReasoningEffort, reasoningEfforts } from '../core/chat/params.ts';
import { asCount, asText, isRecord } from '../core/json.ts';
import type { CapabilityRules } from '../core/models/capabilities.ts';
import type { ModelInfo } from '../core/models/modelInfo.ts';
import { definedFields } from './definedFields.ts';

type Fields = Readonly<Record<string, unknown>>;

/** An entry of `/api/tags`. */
export interface TaggedModel {
  readonly id: string;
  readonly family: string | undefined;
}

/** The most models of a list that are kept. */
const mostModels = 2_000;

/** The models of `/api/tags`; undefined if it is no such list. A server without models says null. */
export function raiseTags(body: unknown): readonly TaggedModel[] | undefined {
  if (!isRecord(body) || !('models' in body)) return undefined;
  const list = body.models ?? [];
  if (!Array.isArray(list)) return undefined;
  return list.slice(0, mostModels).flatMap((entry) => {
    if (!isRecord(entry)) return [];
    const id = asText(entry.model) ?? asText(entry.name);
    return id === undefined ? [] : [{ id, family: familyOf(entry) }];
  });
}

function familyOf({ details }: Fields): string | undefined {
  return isRecord(details) ? asText(details.family) : undefined;
}

/** A model with what `/api/show` says of it, if it said anything. */
export function raiseModel({ id, family }: TaggedModel, shown: unknown): ModelInfo {
  if (!isRecord(shown)) return { id };
  const abilities = Array.isArray(shown.capabilities) ? shown.capabilities : undefined;
  const facts = definedFields<Omit<ModelInfo, 'id'>>({
    contextWindow: windowOf(shown.model_info),
    rules: abilities && raiseRules(abilities, shown.thinking, familyOf(shown) ?? family),
    use: abilities && (abilities.includes('completion') ? 'chat' : 'other'),
  });
  return { id, ...facts };
}

/** The window stands under the architecture's name: `gemma4.context_length`. */
function windowOf(info: unknown): number | undefined {
  if (!isRecord(info)) return undefined;
  const named = asCount(info[`${asText(info['general.architecture']) ?? ''}.context_length`]);
  const found = Object.entries(info).find(([key]) => key.endsWith('.context_length'));
  return named || asCount(found?.[1]) || undefined;
}

function raiseRules(abilities: readonly unknown[], thinking: unknown, family: string | undefined): CapabilityRules {
  return {
    image: abilities.includes('vision') ? 'yes' : 'no',
    tools: abilities.includes('tools') ? 'yes' : 'no',
    ...(abilities.includes('thinking') ? raiseThinking(thinking, family) : withoutThinking),
  };
}

const withoutThinking: CapabilityRules = { thinks: 'never', efforts: [], takes: { reasoning_effort: 'no' } };

/** What the one level of a model that only knows on and off is called. */
export const switchedOn = 'medium' satisfies ReasoningEffort;

/**
 * `thinking.values` are the values of `think` that the model knows; another name falls back to its default without a word. Servers
 * before that field answer 400 to a named level, except for gpt-oss, which knows nothing else (Ollama 0.40, and 0.12; 2026-11).
 */
function raiseThinking(thinking: unknown, family: string | undefined): CapabilityRules {
  const named = isRecord(thinking) && Array.isArray(thinking.values) ? thinking.values : undefined;
  const values = named ?? (family && /^gpt-?oss/.test(family) ? ['low', 'medium', 'high'] : [true, false]);
  const levels = reasoningEfforts.filter((effort) => effort !== 'none' && values.includes(effort));
  const on: readonly ReasoningEffort[] = levels.length > 0 ? levels : values.includes(true) ? [switchedOn] : [];
  if (on.length === 0) return withoutThinking;
  const canStop = values.includes(false) || values.includes('none');
  return { thinks: canStop ? 'byEffort' : 'always', efforts: canStop ? ['none', ...on] : on };
}

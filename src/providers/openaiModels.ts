import { asCount, asText, isRecord } from '../core/json.ts';
import type { ModelInfo } from '../core/models/modelInfo.ts';
import { definedFields } from './definedFields.ts';
import { isoDay } from './isoDay.ts';
import { raisePrices } from './openaiModelPrices.ts';
import { raiseRules } from './openaiModelRules.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The most models of a list that are kept. */
const mostModels = 2_000;

/**
 * The models of a list in OpenAI's form, or in a form that compatible servers have made of it; undefined if it is no list. OpenAI
 * gives an id and little else; others add sizes, prices and what a model takes, which is known by its shape, whoever sends it.
 * `date`: the response's `Date` header, the day of its prices.
 */
export function raiseModels(body: unknown, date: string | null): readonly ModelInfo[] | undefined {
  const list = isRecord(body) ? (body.data ?? body.models ?? (body.object === 'list' ? [] : undefined)) : body;
  if (!Array.isArray(list)) return undefined;
  const asOf = isoDay(date);
  return list.slice(0, mostModels).flatMap((one) => (isRecord(one) ? raiseModel(one, asOf) : []));
}

function raiseModel(model: Fields, asOf: string | undefined): ModelInfo[] {
  // Google's compatible endpoint writes the collection in front of the id and takes the id without it.
  const id = (asText(model.id) ?? asText(model.name))?.replace(/^models\//, '');
  // Groq lists what it has switched off, too.
  if (id === undefined || model.active === false) return [];
  const name = asText(model.display_name) ?? asText(model.name);
  const retirement = [model.shutdown_date, model.deprecation, model.expiration_date, model.retires_at];
  const info = definedFields<Omit<ModelInfo, 'id'>>({
    name: name === id ? undefined : name,
    contextWindow: windowOf(model),
    maxOutput: outputOf(model),
    rules: raiseRules(model),
    prices: raisePrices(model, asOf),
    use: useOf(model),
    retiresOn: retirement.map(isoDay).find((day) => day !== undefined),
  });
  return [{ id, ...info }];
}

/** What a local server has loaded the model with counts before what the model could hold. */
function windowOf(model: Fields): number | undefined {
  const meta = isRecord(model.meta) ? model.meta : {};
  return firstCount([
    model.loaded_context_length,
    meta.n_ctx,
    model.context_length,
    model.context_window,
    model.max_model_len,
    model.max_context_length,
    meta.n_ctx_train,
  ]);
}

function outputOf(model: Fields): number | undefined {
  const top = isRecord(model.top_provider) ? model.top_provider : {};
  return firstCount([
    model.max_output_tokens,
    model.max_completion_tokens,
    model.max_tokens,
    top.max_completion_tokens,
  ]);
}

function firstCount(values: readonly unknown[]): number | undefined {
  return values.map(asCount).find((count) => count !== undefined && count > 0);
}

const uses: Readonly<Record<'chat' | 'other', readonly string[]>> = {
  chat: ['chat', 'language', 'llm', 'vlm'],
  other: [
    ...['embedding', 'embeddings', 'rerank', 'reranker', 'reranking', 'moderation', 'classifier'],
    ...['image', 'video', 'audio', 'speech', 'tts', 'transcribe', 'transcription'],
  ],
};

/** Whether it is a chat model, where the list says so: by a type, a capability, or what comes out. */
function useOf(model: Fields): ModelInfo['use'] {
  const { type, capabilities, architecture, supports_chat: supportsChat } = model;
  if (typeof type === 'string' && uses.chat.includes(type)) return 'chat';
  if (typeof type === 'string' && uses.other.includes(type)) return 'other';
  const says = isRecord(capabilities) ? capabilities.completion_chat : supportsChat;
  if (typeof says === 'boolean') return says ? 'chat' : 'other';
  if (Array.isArray(capabilities) && capabilities.includes('embedding') && !capabilities.includes('completion')) {
    return 'other';
  }
  const outputs = isRecord(architecture) ? architecture.output_modalities : undefined;
  if (!Array.isArray(outputs) || outputs.length === 0) return undefined;
  return outputs.includes('text') ? 'chat' : 'other';
}

// Where each parameter arrives on each wire, in the vendors' words.

import type { Message, ToolDefinition } from '../../../src/core/chat/message.ts';
import type { ModelParameters } from '../../../src/core/chat/params.ts';
import type { Vendor, WireId } from './models.ts';
import { closedSchema } from './plants/plant.ts';
import { type Fields, isFields } from './shape.ts';

/** One parameter, set alone (but for what it needs to mean anything). */
export interface ParameterCase {
  readonly name: keyof ModelParameters;
  readonly parameters: ModelParameters;
  readonly tools: 'with' | 'without';
  /** The fields that carry it, by wire; several where vendors use one of several names. None: the wire has no such field. */
  readonly fields: Readonly<Partial<Record<WireId, readonly Fields[]>>>;
}

export const lookTool: ToolDefinition = { name: 'look', description: 'Looks at a place.', parameters: closedSchema };
const look = { type: 'function', function: { name: 'look' } } as const;
const json_schema = { name: 'place', schema: closedSchema } as const;
/** Says the word that JSON mode wants. */
export const question: readonly Message[] = [{ role: 'user', parts: [{ type: 'text', text: 'Answer in JSON.' }] }];

type Cells = ParameterCase['fields'];

function one(name: keyof ModelParameters, parameters: ModelParameters, fields: Cells): ParameterCase {
  return { name, parameters, tools: 'without', fields };
}

/** Sent under the same name on Chat Completions. */
function plain(name: keyof ModelParameters, value: unknown, fields: Cells): ParameterCase {
  return one(name, { [name]: value }, { chat: [{ [name]: value }], ...fields });
}

function tooled(name: keyof ModelParameters, value: unknown, fields: Cells): ParameterCase {
  return { ...plain(name, value, fields), tools: 'with' };
}

const config = (generationConfig: Fields): readonly Fields[] => [{ generationConfig }];
const options = (fields: Fields): readonly Fields[] => [{ options: fields }];
const calling = (functionCallingConfig: Fields): readonly Fields[] => [{ toolConfig: { functionCallingConfig } }];

const numbers: readonly ParameterCase[] = [
  plain('temperature', 0.3, {
    responses: [{ temperature: 0.3 }],
    messages: [{ temperature: 0.3 }],
    gemini: config({ temperature: 0.3 }),
    ollama: options({ temperature: 0.3 }),
  }),
  plain('top_p', 0.6, {
    responses: [{ top_p: 0.6 }],
    messages: [{ top_p: 0.6 }],
    gemini: config({ topP: 0.6 }),
    ollama: options({ top_p: 0.6 }),
  }),
  one(
    'max_tokens',
    { max_tokens: 500 },
    {
      chat: [{ max_completion_tokens: 500 }, { max_tokens: 500 }],
      responses: [{ max_output_tokens: 500 }],
      messages: [{ max_tokens: 500 }],
      gemini: config({ maxOutputTokens: 500 }),
      ollama: options({ num_predict: 500 }),
    },
  ),
  plain('n', 2, { gemini: config({ candidateCount: 2 }) }),
  one(
    'seed',
    { seed: 7 },
    { chat: [{ seed: 7 }, { random_seed: 7 }], gemini: config({ seed: 7 }), ollama: options({ seed: 7 }) },
  ),
  plain('presence_penalty', 0.5, {
    gemini: config({ presencePenalty: 0.5 }),
    ollama: options({ presence_penalty: 0.5 }),
  }),
  plain('frequency_penalty', -0.5, {
    gemini: config({ frequencyPenalty: -0.5 }),
    ollama: options({ frequency_penalty: -0.5 }),
  }),
  plain('logit_bias', { 7: 5 }, {}),
  plain('logprobs', true, {
    responses: [{ include: ['message.output_text.logprobs'] }],
    gemini: config({ responseLogprobs: true }),
    ollama: [{ logprobs: true }],
  }),
  one(
    'top_logprobs',
    { logprobs: true, top_logprobs: 2 },
    {
      chat: [{ logprobs: true, top_logprobs: 2 }],
      responses: [{ include: ['message.output_text.logprobs'], top_logprobs: 2 }],
      gemini: config({ responseLogprobs: true, logprobs: 2 }),
      ollama: [{ logprobs: true, top_logprobs: 2 }],
    },
  ),
];

const stop = ['END', '###'];
const forms: readonly ParameterCase[] = [
  plain('stop', stop, {
    messages: [{ stop_sequences: stop }],
    gemini: config({ stopSequences: stop }),
    ollama: options({ stop }),
  }),
  plain(
    'response_format',
    { type: 'json_object' },
    {
      responses: [{ text: { format: { type: 'json_object' } } }],
      gemini: config({ responseMimeType: 'application/json' }),
      ollama: [{ format: 'json' }],
    },
  ),
  plain(
    'response_format',
    { type: 'json_schema', json_schema },
    {
      responses: [{ text: { format: { type: 'json_schema', ...json_schema } } }],
      messages: [{ output_config: { format: { type: 'json_schema', schema: closedSchema } } }],
      gemini: config({ responseMimeType: 'application/json', responseJsonSchema: closedSchema }),
      ollama: [{ format: closedSchema }],
    },
  ),
  tooled('tool_choice', 'required', {
    responses: [{ tool_choice: 'required' }],
    messages: [{ tool_choice: { type: 'any' } }],
    gemini: calling({ mode: 'ANY' }),
  }),
  tooled('tool_choice', look, {
    responses: [{ tool_choice: { type: 'function', name: 'look' } }],
    messages: [{ tool_choice: { type: 'tool', name: 'look' } }],
    gemini: calling({ mode: 'ANY', allowedFunctionNames: ['look'] }),
  }),
  tooled('tool_choice', 'none', {
    responses: [{ tool_choice: 'none' }],
    messages: [{ tool_choice: { type: 'none' } }],
    gemini: calling({ mode: 'NONE' }),
  }),
  tooled('parallel_tool_calls', false, {
    responses: [{ parallel_tool_calls: false }],
    messages: [{ tool_choice: { type: 'auto', disable_parallel_tool_use: true } }],
  }),
  one(
    'user',
    { user: 'ann' },
    {
      chat: [{ safety_identifier: 'ann' }, { user: 'ann' }],
      responses: [{ safety_identifier: 'ann' }, { user: 'ann' }],
      messages: [{ metadata: { user_id: 'ann' } }],
    },
  ),
  plain('verbosity', 'low', { responses: [{ text: { verbosity: 'low' } }] }),
  plain('service_tier', 'flex', { responses: [{ service_tier: 'flex' }], gemini: [{ serviceTier: 'flex' }] }),
  plain('service_tier', 'auto', {
    responses: [{ service_tier: 'auto' }],
    messages: [{ service_tier: 'auto' }],
    // What holds there anyway.
    gemini: [{}],
  }),
  plain('prediction', { type: 'content', content: 'a word' }, {}),
];

const thinking = (thinkingConfig: Fields): readonly Fields[] => config({ thinkingConfig });
const budgets: Readonly<Record<string, number>> = { none: 0 };

/** Where thinking has levels they arrive as such; where it has a budget, some budget does. */
function effortCase(effort: string): ParameterCase {
  const level = thinking({ thinkingLevel: effort.toUpperCase() });
  const budget = thinking({ thinkingBudget: budgets[effort] ?? 1_024 });
  return plain('reasoning_effort', effort, {
    responses: [{ reasoning: { effort } }],
    messages: effort === 'none' ? [{ thinking: { type: 'disabled' } }] : [{ output_config: { effort } }],
    gemini: effort === 'none' ? budget : [...level, ...(effort === 'low' ? budget : [])],
    ollama: effort === 'none' ? [{ think: false }] : [{ think: effort }],
  });
}

const extras: Readonly<Record<Vendor, Fields>> = {
  openai: { metadata: { kind: 'test' } },
  groq: { include_reasoning: true },
  mistral: { safe_prompt: true },
  deepseek: { thinking: { type: 'enabled' } },
  xai: { max_tool_calls: 3 },
  anthropic: { cache_control: { type: 'ephemeral' } },
  google: { generationConfig: { topK: 5 } },
  ollama: { keep_alive: '5m' },
};

/** A field that only the vendor knows. */
export function extraCase(vendor: Vendor): ParameterCase {
  const fields = extras[vendor];
  const cell = [fields];
  return one(
    'extra_body',
    { extra_body: fields },
    { chat: cell, responses: cell, messages: cell, gemini: cell, ollama: cell },
  );
}

export const parameterCases: readonly ParameterCase[] = [
  ...numbers,
  ...forms,
  ...['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'].map(effortCase),
];

/** Whether all of `wanted` stands in `found`; in lists its entries, among others. */
export function stands(wanted: unknown, found: unknown): boolean {
  if (Array.isArray(wanted)) {
    return Array.isArray(found) && wanted.every((one) => found.some((other) => stands(one, other)));
  }
  if (!isFields(wanted)) return Object.is(wanted, found);
  return isFields(found) && Object.entries(wanted).every(([name, value]) => stands(value, found[name]));
}

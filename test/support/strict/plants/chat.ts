// Bad requests for Chat Completions.
import type { Fields } from '../shape.ts';
import { hello, openSchema, plant, png, type Row } from './plant.ts';

const said = (content: unknown) => ({ role: 'user', content });
const conversation = (...messages: readonly object[]): Fields => ({ messages: [said(hello), ...messages] });
const call = (id: string, more: object = {}) => ({
  role: 'assistant',
  content: null,
  tool_calls: [{ id, type: 'function', function: { name: 'look', arguments: '{}' } }],
  ...more,
});
const result = (id: string) => ({ role: 'tool', tool_call_id: id, content: 'ok' });
const tools = [{ type: 'function', function: { name: 'look', parameters: openSchema } }];
const json = (type: string, more: object = {}): Fields => ({ response_format: { type, ...more } });
const schema = (more: object = {}) => json('json_schema', { json_schema: { name: 'x', schema: openSchema, ...more } });
const image = { type: 'image_url', image_url: { url: `data:image/png;base64,${png}` } };
const named = (name: string) => ({ tools, tool_choice: { type: 'function', function: { name } } });

const openai: readonly Row[] = [
  ['model', 'gpt-3.5-turbo', 'model', {}],
  ['model', 'gpt-5.5-pro', 'model', {}],
  ['shape', 'gpt-4.1', 'stream', { stream: false }],
  ['shape', 'gpt-4.1', 'top_k', { top_k: 5 }],
  ['shape', 'gpt-4.1', 'messages', { messages: [] }],
  ['shape', 'gpt-4.1', 'messages[0].name', { messages: [{ ...said(hello), name: 'a b' }] }],
  ['shape', 'gpt-4.1', 'messages[1].role', conversation({ role: 'function', content: 'x' })],
  ['shape', 'gpt-4.1', 'messages[0].content[0].type', { messages: [said([{ type: 'audio_url' }])] }],
  [
    'shape',
    'gpt-4.1',
    'messages[0].content[0].file.file_data',
    { messages: [said([{ type: 'file', file: { filename: 'a.pdf', file_data: 'https://x.example/a.pdf' } }])] },
  ],
  [
    'shape',
    'gpt-4.1',
    'messages[1].reasoning_content',
    conversation(call('a', { reasoning_content: 'x' }), result('a')),
  ],
  ['shape', 'gpt-4.1', 'temperature', { temperature: 2.01 }],
  ['shape', 'gpt-4.1', 'top_p', { top_p: -0.1 }],
  ['shape', 'gpt-4.1', 'max_tokens', { max_tokens: 0 }],
  ['shape', 'gpt-4.1', 'max_completion_tokens', { max_completion_tokens: 32_769 }],
  ['shape', 'gpt-4.1', 'n', { n: 129 }],
  ['shape', 'gpt-4.1', 'stop', { stop: ['a', 'b', 'c', 'd', 'e'] }],
  ['shape', 'gpt-4.1', 'seed', { seed: 1.5 }],
  ['shape', 'gpt-4.1', 'presence_penalty', { presence_penalty: 2.1 }],
  ['shape', 'gpt-4.1', 'frequency_penalty', { frequency_penalty: -2.1 }],
  ['shape', 'gpt-4.1', 'logit_bias.7', { logit_bias: { 7: 101 } }],
  ['shape', 'gpt-4.1', 'top_logprobs', { logprobs: true, top_logprobs: 21 }],
  ['shape', 'gpt-4.1', 'service_tier', { service_tier: 'standard_only' }],
  ['shape', 'gpt-4.1', 'response_format.type', json('xml')],
  ['shape', 'gpt-4.1', 'response_format.json_schema.name', schema({ name: 'a b' })],
  ['shape', 'gpt-4.1', 'tools[0].type', { tools: [{ ...tools[0], type: 'search' }] }],
  ['shape', 'gpt-4.1', 'tool_choice', { tools, tool_choice: 'any' }],
  ['sampling', 'gpt-6.1-sol', 'temperature', { temperature: 1 }],
  ['sampling', 'gpt-6-luna', 'temperature', { temperature: 1, reasoning_effort: 'low' }],
  ['sampling', 'gpt-6.1-terra', 'top_p', { top_p: 1 }],
  ['sampling', 'o3', 'top_p', { top_p: 0.5 }],
  [
    'media',
    'gpt-4.1',
    'messages[0].content[0]',
    { messages: [said([{ type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } }])] },
  ],
  ['unmatchedCalls', 'gpt-4.1', 'messages[1]', conversation(result('a'))],
  ['unmatchedCalls', 'gpt-4.1', 'messages[1]', conversation(call('a'), said('well?'))],
  ['emptyMessage', 'gpt-4.1', 'messages[1].content', conversation({ role: 'assistant', content: '' })],
  ['maxTokensName', 'gpt-6-luna', 'max_tokens', { max_tokens: 100 }],
  ['bothLimits', 'gpt-4.1', 'max_tokens', { max_tokens: 9, max_completion_tokens: 9 }],
  ['effort', 'gpt-4.1', 'reasoning_effort', { reasoning_effort: 'low' }],
  ['effort', 'gpt-6-luna', 'reasoning_effort', { reasoning_effort: 'minimal' }],
  ['effort', 'gpt-6-luna', 'reasoning_effort', { reasoning_effort: 'max' }],
  ['effort', 'gpt-6-astra', 'reasoning_effort', { reasoning_effort: 'none' }],
  ['stop', 'o3', 'stop', { stop: 'END' }],
  ['reasoningExtras', 'gpt-6-luna', 'frequency_penalty', { frequency_penalty: 0.1 }],
  ['reasoningExtras', 'o3', 'logit_bias', { logit_bias: { 1: 1 } }],
  ['logprobs', 'gpt-6-luna', 'logprobs', { logprobs: true }],
  ['topLogprobs', 'gpt-4.1', 'top_logprobs', { top_logprobs: 2 }],
  ['verbosity', 'gpt-4.1', 'verbosity', { verbosity: 'low' }],
  ['toolParameters', 'gpt-4.1', 'tool_choice', { tool_choice: 'auto' }],
  ['toolParameters', 'gpt-4.1', 'parallel_tool_calls', { parallel_tool_calls: true }],
  ['chosenTool', 'gpt-4.1', 'tool_choice', named('run')],
  ['toolsWhileThinking', 'gpt-5.6-luna', 'reasoning_effort', { tools }],
  ['jsonWord', 'gpt-4.1', 'messages', json('json_object')],
  ['strictSchema', 'gpt-4.1', 'response_format.json_schema.schema', schema({ strict: true })],
  ['predictionAlone', 'gpt-4.1', 'prediction', { prediction: { type: 'content', content: 'x' }, n: 2 }],
];

const compatible: readonly Row[] = [
  ['shape', 'openai/gpt-oss-120b', 'logprobs', { logprobs: true }],
  ['shape', 'openai/gpt-oss-120b', 'logit_bias', { logit_bias: { 1: 1 } }],
  ['shape', 'openai/gpt-oss-120b', 'messages[0].name', { messages: [{ ...said(hello), name: 'ann' }] }],
  ['shape', 'openai/gpt-oss-120b', 'service_tier', { service_tier: 'default' }],
  ['oneAnswer', 'openai/gpt-oss-120b', 'n', { n: 2 }],
  ['media', 'openai/gpt-oss-120b', 'messages[0].content[0]', { messages: [said([image])] }],
  ['jsonWithTools', 'openai/gpt-oss-120b', 'response_format', { tools, ...schema() }],
  ['jsonSchema', 'llama-3.3-70b-versatile', 'response_format', schema()],
  ['shape', 'mistral-large-latest', 'seed', { seed: 1 }],
  ['shape', 'mistral-large-latest', 'stream_options', { stream_options: { include_usage: true } }],
  ['shape', 'mistral-large-latest', 'max_completion_tokens', { max_completion_tokens: 9 }],
  ['shape', 'mistral-large-latest', 'temperature', { temperature: 1.6 }],
  ['roleOrder', 'mistral-large-latest', 'messages[1].role', conversation({ role: 'system', content: 'Be brief.' })],
  [
    'roleOrder',
    'mistral-large-latest',
    'messages[3].role',
    conversation(call('abcdefghi'), result('abcdefghi'), said('and?')),
  ],
  ['lastRole', 'mistral-large-latest', 'messages', conversation({ role: 'assistant', content: 'Well' })],
  ['callId', 'mistral-large-latest', 'messages[1].tool_calls', conversation(call('call_1'), result('call_1'))],
  ['shape', 'deepseek-v4-pro', 'seed', { seed: 1 }],
  ['shape', 'deepseek-v4-pro', 'user', { user: 'ann' }],
  ['shape', 'deepseek-v4-pro', 'messages[0].role', { messages: [{ role: 'developer', content: 'x' }] }],
  ['sampling', 'deepseek-v4-pro', 'temperature', { temperature: 0 }],
  ['effort', 'deepseek-v4-pro', 'reasoning_effort', { reasoning_effort: 'medium' }],
  ['penalties', 'deepseek-v4-flash', 'presence_penalty', { presence_penalty: 1 }],
  ['logprobs', 'deepseek-v4-flash', 'logprobs', { logprobs: true }],
  ['media', 'deepseek-v4-flash', 'messages[0].content[0]', { messages: [said([image])] }],
  ['jsonSchema', 'deepseek-v4-flash', 'response_format', schema()],
  ['forcedTool', 'deepseek-v4-pro', 'tool_choice', { tools, tool_choice: 'required' }],
  ['reasoningBack', 'deepseek-v4-pro', 'messages[1].reasoning_content', conversation(call('a'), result('a'))],
];

export const chatPlants = [...openai, ...compatible].map(plant);

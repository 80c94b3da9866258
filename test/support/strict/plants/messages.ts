// Bad requests for Messages.
import { seal } from '../signatures.ts';
import { closedSchema, gif, hello, openSchema, plant, type Row } from './plant.ts';

const said = (content: unknown) => ({ role: 'user', content });
const conversation = (...messages: readonly object[]) => ({ messages: [said(hello), ...messages] });
const use = { type: 'tool_use', id: 'a', name: 'look', input: {} };
const result = { type: 'tool_result', tool_use_id: 'a', content: 'ok' };
const answer = (...content: readonly object[]) => ({ role: 'assistant', content });
const text = { type: 'text', text: 'x' };
const tools = [{ name: 'look', input_schema: openSchema }];
const format = (schema: object) => ({ output_config: { format: { type: 'json_schema', schema } } });
const pdf = { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERg==' } };
const older = { 'anthropic-version': '2023-06-01' };
const opus = 'claude-opus-5-5';

const shapes: readonly Row[] = [
  ['model', 'claude-3-opus-20240229', 'model', {}],
  ['shape', opus, 'seed', { seed: 1 }],
  ['shape', opus, 'n', { n: 2 }],
  ['shape', opus, 'stop', { stop: ['x'] }],
  ['shape', opus, 'logprobs', { logprobs: true }],
  ['shape', opus, 'logit_bias', { logit_bias: {} }],
  ['shape', opus, 'presence_penalty', { presence_penalty: 1 }],
  ['shape', opus, 'user', { user: 'ann' }],
  ['shape', opus, 'max_tokens', { max_tokens: undefined }],
  ['shape', opus, 'max_tokens', { max_tokens: 128_001 }],
  ['shape', opus, 'service_tier', { service_tier: 'default' }],
  ['shape', opus, 'metadata.user_id', { metadata: { user_id: 'x'.repeat(257) } }],
  ['shape', opus, 'messages[0].role', { messages: [{ role: 'system', content: 'x' }] }],
  ['shape', opus, 'messages[1].content[0].type', conversation(answer(pdf), said('?'))],
  [
    'shape',
    opus,
    'messages[0].content[0].source.media_type',
    { messages: [said([{ type: 'image', source: { type: 'base64', media_type: 'image/tiff', data: gif } }])] },
  ],
  ['shape', opus, 'messages[1].content[0].id', conversation(answer({ ...use, id: 'a.b' }))],
  [
    'shape',
    opus,
    'messages[1].content[0].signature',
    conversation(answer({ type: 'thinking', thinking: 'x' }, text), said('?')),
  ],
  ['shape', opus, 'tools[0].function', { tools: [{ ...tools[0], function: {} }] }],
  ['shape', opus, 'tool_choice.type', { tools, tool_choice: { type: 'required' } }],
  ['shape', 'claude-opus-4-6', 'temperature', { temperature: 1.1 }, older],
  ['shape', 'claude-opus-4-6', 'thinking.budget_tokens', { thinking: { type: 'enabled', budget_tokens: 1_000 } }],
];

const rules: readonly Row[] = [
  ['version', opus, 'anthropic-version', {}, { 'anthropic-version': '2024-01-01' }],
  ['sampling', opus, 'temperature', { temperature: 1 }],
  ['sampling', opus, 'temperature', { temperature: 1 }, older],
  ['sampling', 'claude-opus-4-6', 'top_p', { top_p: 0.5 }],
  ['sampling', 'claude-opus-4-6', 'top_p', { temperature: 1, top_p: 0.5 }, older],
  ['firstRole', opus, 'messages[0].role', { messages: [answer(text), said('?')] }],
  ['prefill', opus, 'messages', conversation(answer(text))],
  ['emptyText', opus, 'messages[0].content[0].text', { messages: [said([{ type: 'text', text: ' \n' }])] }],
  ['emptyText', opus, 'messages[0].content', { messages: [said('')] }],
  ['emptySystem', opus, 'system', { system: '' }],
  ['unmatchedCalls', opus, 'messages[1]', conversation(said([result]))],
  ['unmatchedCalls', opus, 'messages[1]', conversation(answer(use), said('and?'))],
  ['resultsFirst', opus, 'messages[2].content[1]', conversation(answer(use), said([text, result]))],
  [
    'thinkingBack',
    opus,
    'messages[1].content[0].signature',
    conversation(answer({ type: 'thinking', thinking: 'changed', signature: seal('anthropic', 'x') }, text), said('?')),
  ],
  [
    'citations',
    opus,
    'messages[0].content[0].citations',
    { messages: [said([{ ...text, citations: [{ type: 'char_location' }] }])] },
  ],
  ['blankStop', opus, 'stop_sequences[1]', { stop_sequences: ['END', '\n\n'] }],
  ['forcedTool', opus, 'tool_choice', { tools, tool_choice: { type: 'any' } }],
  ['forcedTool', 'claude-sonnet-5-5', 'tool_choice', { tools, tool_choice: { type: 'tool', name: 'look' } }],
  ['forcedTool', 'claude-fable-5-1', 'tool_choice', { tools, tool_choice: { type: 'any' } }],
  ['toolParameters', opus, 'tool_choice', { tool_choice: { type: 'auto' } }],
  ['chosenTool', 'claude-haiku-5-5', 'tool_choice', { tools, tool_choice: { type: 'tool', name: 'run' } }],
  ['thinkingOff', opus, 'thinking', { thinking: { type: 'disabled' } }],
  ['thinkingBudget', opus, 'thinking.type', { thinking: { type: 'enabled', budget_tokens: 1_024 } }],
  [
    'thinkingBudget',
    'claude-opus-4-6',
    'max_tokens',
    { thinking: { type: 'enabled', budget_tokens: 2_000 }, max_tokens: 2_000 },
  ],
  ['effort', opus, 'output_config.effort', { output_config: { effort: 'none' } }],
  ['effort', 'claude-opus-4-6', 'output_config.effort', { output_config: { effort: 'xhigh' } }],
  ['effort', 'claude-haiku-4-5', 'output_config.effort', { output_config: { effort: 'low' } }],
  ['outputSchema', opus, 'output_config.format.schema', format(openSchema)],
  [
    'outputSchema',
    opus,
    'output_config.format.schema.properties.a',
    format({ ...closedSchema, properties: { a: { type: 'string', minLength: 1 } } }),
  ],
  ['inputSchema', opus, 'tools[0].input_schema.type', { tools: [{ name: 'look', input_schema: {} }] }],
];

export const messagesPlants = [...shapes, ...rules].map(plant);

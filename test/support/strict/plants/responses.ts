// Bad requests for Responses.
import { seal } from '../signatures.ts';
import { hello, openSchema, plant, type Row } from './plant.ts';

const said = (content: unknown) => ({ role: 'user', content });
const input = (...items: readonly object[]) => ({ input: [said(hello), ...items] });
const parts = (...content: readonly object[]) => ({ input: [said(content)] });
const call = { type: 'function_call', call_id: 'a', name: 'look', arguments: '{}' };
const result = { type: 'function_call_output', call_id: 'a', output: 'ok' };
const reasoning = (encrypted_content: string) => ({ type: 'reasoning', id: 'rs_1', summary: [], encrypted_content });
const tool = { type: 'function', name: 'look', parameters: openSchema, strict: false };
const pdf = 'data:application/pdf;base64,JVBERg==';
const file = (fields: object) => parts({ type: 'input_file', ...fields });
const sol = 'gpt-6.1-sol';

const rows: readonly Row[] = [
  ['model', 'grok-2', 'model', {}],
  ['shape', sol, 'stop', { stop: ['x'] }],
  ['shape', sol, 'n', { n: 2 }],
  ['shape', sol, 'seed', { seed: 1 }],
  ['shape', sol, 'presence_penalty', { presence_penalty: 1 }],
  ['shape', sol, 'logit_bias', { logit_bias: {} }],
  ['shape', sol, 'max_tokens', { max_tokens: 100 }],
  ['shape', sol, 'response_format', { response_format: { type: 'text' } }],
  ['shape', sol, 'max_output_tokens', { max_output_tokens: 15 }],
  ['shape', sol, 'max_output_tokens', { max_output_tokens: 128_001 }],
  ['shape', sol, 'input[0].content[0].type', parts({ type: 'text', text: 'x' })],
  ['shape', sol, 'input[0].content[0].type', parts({ type: 'input_audio' })],
  ['shape', sol, 'input[1].call_id', input({ ...call, call_id: 'x'.repeat(65) })],
  ['shape', sol, 'tools[0].function', { tools: [{ ...tool, function: { name: 'look' } }] }],
  [
    'shape',
    sol,
    'tool_choice.function',
    { tools: [tool], tool_choice: { type: 'function', name: 'look', function: {} } },
  ],
  ['shape', sol, 'service_tier', { service_tier: 'standard_only' }],
  ['sampling', sol, 'temperature', { temperature: 1 }],
  ['sampling', sol, 'temperature', { temperature: 1, reasoning: { effort: 'low' } }],
  ['sampling', 'gpt-6-luna', 'top_p', { top_p: 0.5 }],
  ['logprobs', 'gpt-6-luna', 'top_logprobs', { top_logprobs: 2, include: ['message.output_text.logprobs'] }],
  ['effort', sol, 'reasoning.effort', { reasoning: { effort: 'none' } }],
  ['effort', 'gpt-4.1', 'reasoning.effort', { reasoning: { effort: 'low' } }],
  ['effort', 'grok-4.3', 'reasoning.effort', { reasoning: { effort: 'max' } }],
  ['encryptedReasoning', 'gpt-4.1', 'include', { include: ['reasoning.encrypted_content'] }],
  ['stored', sol, 'store', { store: true }],
  ['reasoningBack', sol, 'input[1].encrypted_content', input(reasoning('AAAA'), call, result)],
  ['reasoningBack', sol, 'input[1].encrypted_content', input(reasoning(seal('gpt-6-luna', 'x')), call, result)],
  ['reasoningBack', sol, 'input[1].id', input({ type: 'reasoning', id: 'rs_1', summary: [] }, call, result)],
  ['reasoningBack', sol, 'input[1]', input(reasoning(seal(sol, 'x')))],
  ['media', 'gpt-5.3-codex-spark', 'input[0].content[0]', file({ file_data: pdf, filename: 'a.pdf' })],
  ['file', sol, 'input[0].content[0]', file({ filename: 'a.pdf' })],
  ['file', sol, 'input[0].content[0].filename', file({ file_data: pdf })],
  ['file', sol, 'input[0].content[0].filename', file({ file_url: 'https://x.example/a.pdf', filename: 'a.pdf' })],
  ['unmatchedCalls', sol, 'input[1]', input(result)],
  ['unmatchedCalls', sol, 'input[1]', input(call)],
  ['emptyMessage', sol, 'input[1].content', input({ role: 'assistant', content: '' })],
  ['verbosity', 'gpt-4.1', 'text.verbosity', { text: { verbosity: 'low' } }],
  ['toolParameters', sol, 'tool_choice', { tool_choice: 'auto' }],
  ['chosenTool', sol, 'tool_choice', { tools: [tool], tool_choice: { type: 'function', name: 'run' } }],
  ['jsonWord', sol, 'input', { text: { format: { type: 'json_object' } } }],
  [
    'strictSchema',
    sol,
    'text.format.schema',
    { text: { format: { type: 'json_schema', name: 'x', schema: openSchema, strict: true } } },
  ],
  ['strictTool', sol, 'tools[0].parameters', { tools: [{ ...tool, strict: undefined }] }],
];

export const responsesPlants = rows.map(plant);

// Bad requests for Ollama's own API.
import { gif, hello, openSchema, plant, png, type Row } from './plant.ts';

const said = { role: 'user', content: hello };
const conversation = (...messages: readonly object[]) => ({ messages: [said, ...messages] });
const call = { role: 'assistant', content: '', tool_calls: [{ function: { name: 'look', arguments: {} } }] };
const tools = [{ type: 'function', function: { name: 'look', parameters: openSchema } }];
const llama = 'llama3.2:latest';

const rows: readonly Row[] = [
  ['model', 'nothing:latest', 'model', {}],
  ['shape', llama, 'temperature', { temperature: 1 }],
  ['shape', llama, 'n', { n: 2 }],
  ['shape', llama, 'tool_choice', { tools, tool_choice: 'auto' }],
  ['shape', llama, 'options.max_tokens', { options: { max_tokens: 5 } }],
  ['shape', llama, 'options.seed', { options: { seed: 1.5 } }],
  ['shape', llama, 'options.temperature', { options: { temperature: -1 } }],
  ['shape', llama, 'options.stop', { options: { stop: 'END' } }],
  ['shape', llama, 'format', { format: 'json_object' }],
  ['shape', llama, 'top_logprobs', { logprobs: true, top_logprobs: 21 }],
  [
    'shape',
    llama,
    'messages[1].tool_calls[0].function.arguments',
    conversation({ ...call, tool_calls: [{ function: { name: 'look', arguments: '{}' } }] }),
  ],
  [
    'shape',
    'gemma3:4b',
    'messages[0].images[0]',
    { messages: [{ ...said, images: [`data:image/png;base64,${png}`] }] },
  ],
  ['images', llama, 'messages[0].images', { messages: [{ ...said, images: [png] }] }],
  ['images', 'gemma3:4b', 'messages[0].images[0]', { messages: [{ ...said, images: [gif] }] }],
  ['turns', llama, 'messages[2]', conversation(call, said)],
  ['turns', llama, 'messages[1].tool_name', conversation({ role: 'tool', content: 'ok', tool_name: 'look' })],
  ['think', llama, 'think', { think: true }],
  ['think', 'gpt-oss:20b', 'think', { think: false }],
  ['think', 'qwen3-vl:8b', 'think', { think: 'low' }],
  ['tools', 'gemma3:4b', 'tools', { tools }],
  ['logprobs', llama, 'top_logprobs', { top_logprobs: 1 }],
  ['emptyMessage', llama, 'messages[1].content', conversation({ role: 'assistant', content: '' })],
];

export const ollamaPlants = rows.map(plant);

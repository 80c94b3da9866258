// What each vendor's own SDK makes of a stream, in one shape.
import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI, type Part } from '@google/genai/web';
import { Ollama } from 'ollama/browser';
import OpenAI from 'openai';
import type { WireApi } from '../../src/core/models/wireApi.ts';

export interface SdkAnswer {
  readonly text: string;
  readonly thinking: string;
  /** Name and arguments. */
  readonly calls: readonly (readonly [name: string | undefined, args: unknown])[];
}

export interface SdkReading {
  readonly answers: readonly SdkAnswer[];
  /** Counts by our names; what the SDK does not tell is not there. */
  readonly usage: Readonly<Record<string, number>>;
}

type Oracle = (origin: string) => Promise<SdkReading>;

const messages = [{ role: 'user' as const, content: 'Go.' }];

function counts(of: Readonly<Record<string, number | null | undefined>>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(of).flatMap(([name, count]) => (typeof count === 'number' ? [[name, count]] : [])),
  );
}

const openaiChat: Oracle = async (origin) => {
  const client = new OpenAI({ apiKey: 'none', baseURL: `${origin}/v1`, maxRetries: 0 });
  const stream = client.chat.completions.stream({ model: 'test-model', messages });
  const thinking = new Map<number, string>();
  for await (const { choices } of stream) {
    for (const { index, delta } of choices) {
      const piece = 'reasoning_content' in delta ? delta.reasoning_content : undefined;
      if (typeof piece === 'string') thinking.set(index, (thinking.get(index) ?? '') + piece);
    }
  }
  const { choices, usage } = await stream.finalChatCompletion();
  const answers = choices.map(({ message, index }) => ({
    text: message.content ?? '',
    thinking: thinking.get(index) ?? '',
    calls: (message.tool_calls ?? []).flatMap((call) =>
      call.type === 'function' ? [[call.function.name, JSON.parse(call.function.arguments)] as const] : [],
    ),
  }));
  return {
    answers,
    usage: counts({
      input: usage?.prompt_tokens,
      output: usage?.completion_tokens,
      cacheRead: usage?.prompt_tokens_details?.cached_tokens,
      reasoning: usage?.completion_tokens_details?.reasoning_tokens,
    }),
  };
};

const openaiResponses: Oracle = async (origin) => {
  const client = new OpenAI({ apiKey: 'none', baseURL: `${origin}/v1`, maxRetries: 0 });
  const { output, output_text, usage } = await client.responses
    .stream({ model: 'test-model', input: 'Go.' })
    .finalResponse();
  const thinking = output.flatMap((item) =>
    item.type === 'reasoning' ? item.summary.map(({ text }) => text).join('\n\n') : [],
  );
  const calls = output.flatMap((item) =>
    item.type === 'function_call' ? [[item.name, JSON.parse(item.arguments)] as const] : [],
  );
  return {
    answers: [{ text: output_text, thinking: thinking.join(''), calls }],
    usage: counts({
      input: usage?.input_tokens,
      output: usage?.output_tokens,
      cacheRead: usage?.input_tokens_details.cached_tokens,
      reasoning: usage?.output_tokens_details.reasoning_tokens,
    }),
  };
};

const anthropicMessages: Oracle = async (origin) => {
  const client = new Anthropic({ apiKey: 'none', baseURL: origin, maxRetries: 0 });
  const { content, usage } = await client.messages
    .stream({ model: 'test-model', max_tokens: 100, messages })
    .finalMessage();
  const cached = (usage.cache_read_input_tokens ?? 0) + (usage.cache_creation_input_tokens ?? 0);
  const answer = {
    text: content.map((block) => (block.type === 'text' ? block.text : '')).join(''),
    thinking: content.map((block) => (block.type === 'thinking' ? block.thinking : '')).join(''),
    calls: content.flatMap((block) => (block.type === 'tool_use' ? [[block.name, block.input] as const] : [])),
  };
  return {
    answers: [answer],
    usage: counts({
      input: usage.input_tokens + cached,
      output: usage.output_tokens,
      cacheRead: usage.cache_read_input_tokens,
      cacheWrite: usage.cache_creation_input_tokens,
    }),
  };
};

const googleGenai: Oracle = async (origin) => {
  const client = new GoogleGenAI({ apiKey: 'none', httpOptions: { baseUrl: origin } });
  const parts: Part[] = [];
  let usage: Readonly<Record<string, number>> = {};
  for await (const chunk of await client.models.generateContentStream({ model: 'test-model', contents: 'Go.' })) {
    parts.push(...(chunk.candidates?.[0]?.content?.parts ?? []));
    const said = chunk.usageMetadata;
    const written = (said?.candidatesTokenCount ?? 0) + (said?.thoughtsTokenCount ?? 0);
    usage = counts({
      input: said?.promptTokenCount,
      output: written,
      cacheRead: said?.cachedContentTokenCount,
      reasoning: said?.thoughtsTokenCount,
    });
  }
  const textOf = (thought: 'thought' | 'said') =>
    parts.map((part) => ((part.thought ? 'thought' : 'said') === thought ? (part.text ?? '') : '')).join('');
  const calls = parts.flatMap(({ functionCall: call }) => (call ? [[call.name, call.args] as const] : []));
  return { answers: [{ text: textOf('said'), thinking: textOf('thought'), calls }], usage };
};

const ollamaChat: Oracle = async (origin) => {
  const client = new Ollama({ host: origin });
  const answer = { text: '', thinking: '', calls: [] as [string, unknown][] };
  let usage: Readonly<Record<string, number>> = {};
  for await (const { message, ...line } of await client.chat({ model: 'test-model', messages, stream: true })) {
    answer.text += message.content;
    answer.thinking += message.thinking ?? '';
    for (const call of message.tool_calls ?? []) answer.calls.push([call.function.name, call.function.arguments]);
    if (line.done) usage = counts({ input: line.prompt_eval_count, output: line.eval_count });
  }
  return { answers: [answer], usage };
};

const oracles: Readonly<Partial<Record<WireApi, Oracle>>> = {
  'openai-chat': openaiChat,
  'openai-responses': openaiResponses,
  'anthropic-messages': anthropicMessages,
  'google-genai': googleGenai,
  'ollama-chat': ollamaChat,
};

/** Lets the vendor's SDK read what the server at this origin streams. */
export function readBySdk(api: WireApi, origin: string): Promise<SdkReading> {
  const oracle = oracles[api];
  if (!oracle) throw new Error(`there is no SDK for ${api}`);
  return oracle(origin);
}

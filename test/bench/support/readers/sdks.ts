// The vendors' SDKs as their users use them: by iterating the stream they give.
import { Anthropic } from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import { Ollama } from 'ollama';
import { OpenAI } from 'openai';
import type { NetworkApi } from '../frames.ts';
import { prompt, type ReadAnswer } from './readAnswer.ts';

const messages = [{ role: 'user' as const, content: prompt }];

/** By iterating the stream of the vendor's SDK. */
export function readBySdk(api: NetworkApi, origin: string): ReadAnswer {
  return readers[api](origin);
}

const readers: Readonly<Record<NetworkApi, (origin: string) => ReadAnswer>> = {
  'openai-chat': (origin) => {
    const client = new OpenAI({ apiKey: 'none', baseURL: `${origin}/v1`, maxRetries: 0 });
    return async (model) => {
      let text = '';
      const stream = await client.chat.completions.create({ model, messages, stream: true });
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
      return text;
    };
  },
  'openai-responses': (origin) => {
    const client = new OpenAI({ apiKey: 'none', baseURL: `${origin}/v1`, maxRetries: 0 });
    return async (model) => {
      let text = '';
      const stream = await client.responses.create({ model, input: prompt, stream: true });
      for await (const event of stream) if (event.type === 'response.output_text.delta') text += event.delta;
      return text;
    };
  },
  'anthropic-messages': (origin) => {
    const client = new Anthropic({ apiKey: 'none', baseURL: origin, maxRetries: 0 });
    return async (model) => {
      let text = '';
      const stream = await client.messages.create({ model, messages, max_tokens: 32_000, stream: true });
      for await (const event of stream) {
        if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text;
      }
      return text;
    };
  },
  'google-genai': (origin) => {
    const client = new GoogleGenAI({ apiKey: 'none', vertexai: false, httpOptions: { baseUrl: origin } });
    return async (model) => {
      let text = '';
      const stream = await client.models.generateContentStream({ model, contents: prompt });
      for await (const chunk of stream) text += chunk.text ?? '';
      return text;
    };
  },
  'ollama-chat': (origin) => {
    const client = new Ollama({ host: origin });
    return async (model) => {
      let text = '';
      for await (const line of await client.chat({ model, messages, stream: true })) text += line.message.content;
      return text;
    };
  },
};

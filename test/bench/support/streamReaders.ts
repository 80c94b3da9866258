// Three ways to read the same answer, each as its users would: our adapter, the vendor's SDK, and the least that could work.
import { Anthropic } from '@anthropic-ai/sdk';
import { createParser } from 'eventsource-parser';
import { OpenAI } from 'openai';
import type { Provider } from '../../../src/core/chat/provider.ts';
import type { WireApi } from '../../../src/core/models/wireApi.ts';
import { transportLimits } from '../../../src/core/run/limits.ts';
import { connectionTo, wires } from '../../support/wires.ts';
import { importShipped, type Packed } from './packed.ts';

/** Asks for the answer of the model called `model` and resolves with its text. */
export type ReadAnswer = (model: string) => Promise<string>;

const prompt = [{ role: 'user', content: 'Go.' }] as const;

/** The adapter of the packed extension, bound to a server. */
export async function shippedProvider(packed: Packed, api: WireApi, origin: string): Promise<Provider> {
  const wire = wires.find((one) => one.api === api);
  if (!wire) throw new Error(`no wire is called ${api}`);
  const connection = connectionTo(wire, origin);
  const deps = { fetch: globalThis.fetch, limits: transportLimits };
  switch (api) {
    case 'openai-chat': {
      type Adapter = typeof import('../../../src/providers/openaiChat.ts');
      return (await importShipped<Adapter>(packed, 'src/providers/openaiChat.ts')).openaiChat(connection, deps);
    }
    case 'anthropic-messages': {
      type Adapter = typeof import('../../../src/providers/anthropicMessages.ts');
      const { anthropicMessages } = await importShipped<Adapter>(packed, 'src/providers/anthropicMessages.ts');
      return anthropicMessages(connection, deps);
    }
  }
}

/** Through a provider of ours. */
export function readByProvider(provider: Provider): ReadAnswer {
  const messages = [{ role: 'user', parts: [{ type: 'text', text: 'Go.' }] }] as const;
  return async (model) => {
    let text = '';
    const request = { model, messages, parameters: {}, tools: [] };
    for await (const event of provider.stream(request, new AbortController().signal)) {
      if (event.type === 'text') text += event.text;
    }
    return text;
  };
}

/** By iterating the stream of the vendor's SDK. */
export function readBySdk(api: WireApi, origin: string): ReadAnswer {
  return api === 'openai-chat' ? readByOpenai(origin) : readByAnthropic(origin);
}

function readByOpenai(origin: string): ReadAnswer {
  const client = new OpenAI({ apiKey: 'none', baseURL: `${origin}/v1`, maxRetries: 0 });
  return async (model) => {
    let text = '';
    for await (const chunk of await client.chat.completions.create({ model, messages: [...prompt], stream: true })) {
      text += chunk.choices[0]?.delta.content ?? '';
    }
    return text;
  };
}

function readByAnthropic(origin: string): ReadAnswer {
  const client = new Anthropic({ apiKey: 'none', baseURL: origin, maxRetries: 0 });
  return async (model) => {
    let text = '';
    const body = { model, messages: [...prompt], max_tokens: 32_000 };
    for await (const event of await client.messages.create({ ...body, stream: true })) {
      if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text;
    }
    return text;
  };
}

/** The floor: fetch, the parser of events, JSON, and no check of anything. */
export function readByFetch(api: WireApi, origin: string): ReadAnswer {
  const textIn = api === 'openai-chat' ? openaiText : anthropicText;
  return async (model) => {
    let text = '';
    const parser = createParser({
      onEvent: ({ data }) => {
        text += textIn(data);
      },
    });
    const decoder = new TextDecoder();
    const { body } = await fetchAnswer(api, origin, model);
    for await (const bytes of body ?? []) parser.feed(decoder.decode(bytes, { stream: true }));
    return text;
  };
}

/** The request alone. */
export function fetchAnswer(api: WireApi, origin: string, model: string): Promise<Response> {
  const path = api === 'openai-chat' ? '/v1/chat/completions' : '/v1/messages';
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ model, messages: prompt, stream: true });
  return fetch(origin + path, { method: 'POST', headers, body });
}

function openaiText(data: string): string {
  return data === '[DONE]' ? '' : (JSON.parse(data).choices[0]?.delta.content ?? '');
}

function anthropicText(data: string): string {
  return JSON.parse(data).delta?.text ?? '';
}

// The floor: fetch, the parser of events, JSON, and no check of anything.
import { createParser } from 'eventsource-parser';
import type { NetworkApi } from '../frames.ts';
import { prompt, type ReadAnswer } from './readAnswer.ts';

interface Wire {
  /** The path of a completion. */
  path(model: string): string;
  /** What of a frame's data is text. */
  textIn(data: string): string;
}

const wires: Readonly<Record<NetworkApi, Wire>> = {
  'openai-chat': {
    path: () => '/v1/chat/completions',
    textIn: (data) => (data === '[DONE]' ? '' : (JSON.parse(data).choices[0]?.delta.content ?? '')),
  },
  'openai-responses': { path: () => '/v1/responses', textIn: (data) => JSON.parse(data).delta ?? '' },
  'anthropic-messages': { path: () => '/v1/messages', textIn: (data) => JSON.parse(data).delta?.text ?? '' },
  'google-genai': {
    path: (model) => `/v1beta/models/${model}:streamGenerateContent?alt=sse`,
    textIn: (data) => JSON.parse(data).candidates[0].content.parts[0].text,
  },
  'ollama-chat': { path: () => '/api/chat', textIn: (data) => JSON.parse(data).message.content },
};

/** By fetch and the least that could work. */
export function readByFetch(api: NetworkApi, origin: string): ReadAnswer {
  const { textIn } = wires[api];
  return async (model) => {
    let text = '';
    const take = (data: string) => {
      text += textIn(data);
    };
    const feed = api === 'ollama-chat' ? lines(take) : events(take);
    const decoder = new TextDecoder();
    const { body } = await fetchAnswer(api, origin, model);
    for await (const bytes of body ?? []) feed(decoder.decode(bytes, { stream: true }));
    return text;
  };
}

/** The request alone. */
export function fetchAnswer(api: NetworkApi, origin: string, model: string): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ model, messages: [{ role: 'user', content: prompt }], stream: true });
  return fetch(origin + wires[api].path(model), { method: 'POST', headers, body });
}

function events(take: (data: string) => void): (text: string) => void {
  const parser = createParser({ onEvent: ({ data }) => take(data) });
  return (text) => parser.feed(text);
}

function lines(take: (data: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const whole = (rest + text).split('\n');
    rest = whole.pop() ?? '';
    for (const line of whole) take(line);
  };
}

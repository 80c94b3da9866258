import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';

/** The SDKs' own making of errors, which they keep to themselves. */
interface StatusErrors {
  makeStatusError(status: number, error: object | undefined, message: string | undefined, headers: Headers): unknown;
}

/** What both SDKs make of a response with this status and body. */
export function sdkErrors(status: number, body: unknown, headers: Record<string, string> = {}): readonly unknown[] {
  const openai = new OpenAI({ apiKey: 'x', baseURL: 'http://127.0.0.1:1' });
  const anthropic = new Anthropic({ apiKey: 'x', baseURL: 'http://127.0.0.1:1' });
  const text = typeof body === 'string' ? body : undefined;
  const json = text === undefined ? (body as object) : undefined;
  const clients = [openai, anthropic] as unknown as StatusErrors[];
  return clients.map((client) => client.makeStatusError(status, json, text, new Headers(headers)));
}

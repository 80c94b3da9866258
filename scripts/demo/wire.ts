import type { ServerResponse } from 'node:http';
import type { Token } from './stream.ts';

/** The shapes of OpenAI's chat completions API, as far as the demo provider speaks it. */

/** Facts that stand in every chunk of one answer. */
export interface CompletionHead {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  /** Who answers, as it is shown to people. */
  readonly model: string;
}

export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
}

export function usageOf(promptTokens: number, completionTokens: number): Usage {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
}

/** Why an answer ended. */
export type FinishReason = 'stop' | 'length';

/** Writes a stream of chunks; each method returns whether the client keeps up. */
export function chunkWriter(response: ServerResponse, head: CompletionHead) {
  const chunk = (fields: object) =>
    response.write(`data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', ...fields })}\n\n`);
  const choice = (delta: object, finishReason: FinishReason | null) =>
    chunk({ choices: [{ index: 0, delta, finish_reason: finishReason }] });
  return {
    begin() {
      response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-cache' });
      return choice({ role: 'assistant', content: '' }, null);
    },
    token: ({ kind, text }: Token) => choice(kind === 'text' ? { content: text } : { reasoning_content: text }, null),
    finish: (reason: FinishReason) => choice({}, reason),
    usage: (usage: Usage) => chunk({ choices: [], usage }),
    end: () => response.end('data: [DONE]\n\n'),
  };
}

/** Answers a request that did not ask for a stream. */
export function sendCompletion(
  response: ServerResponse,
  head: CompletionHead,
  answer: { readonly text: string; readonly thinking: string; readonly reason: FinishReason; readonly usage: Usage },
): void {
  const { text, thinking, reason, usage } = answer;
  const message = { role: 'assistant', content: text, ...(thinking ? { reasoning_content: thinking } : {}) };
  const choices = [{ index: 0, message, finish_reason: reason }];
  sendJson(response, 200, { ...head, object: 'chat.completion', choices, usage });
}

/** Answers with an error in OpenAI's shape. */
export function sendError(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const type = status === 429 ? 'rate_limit_error' : 'invalid_request_error';
  sendJson(response, status, { error: { message, type, code, param: null } }, headers);
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

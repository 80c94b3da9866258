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
  readonly completion_tokens_details: { readonly reasoning_tokens: number };
}

/** What a request was counted as: `thinking` is a part of `written`. */
export function usageOf(prompt: number, written: number, thinking: number): Usage {
  return {
    prompt_tokens: prompt,
    completion_tokens: written,
    total_tokens: prompt + written,
    completion_tokens_details: { reasoning_tokens: thinking },
  };
}

/** Why an answer ended. */
export type FinishReason = 'stop' | 'length';

/** Writes a stream of chunks; each method returns whether the client keeps up. `index`: which of several answers. */
export function chunkWriter(response: ServerResponse, head: CompletionHead) {
  const chunk = (fields: object) =>
    response.write(`data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', ...fields })}\n\n`);
  const choice = (index: number, delta: object, finishReason: FinishReason | null) =>
    chunk({ choices: [{ index, delta, finish_reason: finishReason }] });
  return {
    head: () =>
      response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-cache' }),
    begin: (index: number) => choice(index, { role: 'assistant', content: '' }, null),
    token: ({ index, kind, text }: Token) =>
      choice(index, kind === 'text' ? { content: text } : { reasoning_content: text }, null),
    finish: (index: number, reason: FinishReason) => choice(index, {}, reason),
    usage: (usage: Usage) => chunk({ choices: [], usage }),
    end: () => response.end('data: [DONE]\n\n'),
  };
}

/** An answer that is sent whole. */
export interface WholeAnswer {
  readonly text: string;
  readonly thinking: string;
  readonly reason: FinishReason;
}

/** Answers a request that did not ask for a stream. */
export function sendCompletion(
  response: ServerResponse,
  head: CompletionHead,
  answers: readonly WholeAnswer[],
  usage: Usage,
): void {
  const choices = answers.map(({ text, thinking, reason }, index) => {
    const message = { role: 'assistant', content: text, ...(thinking ? { reasoning_content: thinking } : {}) };
    return { index, message, finish_reason: reason };
  });
  sendJson(response, 200, { ...head, object: 'chat.completion', choices, usage });
}

/** Answers with an error in OpenAI's shape. */
export function sendError(
  response: ServerResponse,
  { status, code, message, parameter = null, headers = {} }: ErrorReply,
): void {
  const type =
    status === 429 ? 'rate_limit_error' : status >= 500 ? 'service_unavailable_error' : 'invalid_request_error';
  sendJson(response, status, { error: { message, type, code, param: parameter } }, headers);
}

/** An HTTP error. */
export interface ErrorReply {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** The parameter it is about. */
  readonly parameter?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
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

import type { ServerResponse } from 'node:http';

/** How an answer went out. */
export interface Delivery {
  readonly outcome: 'complete' | 'cut' | 'stopped';
  /** Of the text, without the thinking. */
  readonly characters: number;
  readonly tokens: number;
}

/** One piece of an answer; about four characters, as models count. */
export interface Token {
  readonly kind: 'thinking' | 'text';
  readonly text: string;
  /** Which of several answers it belongs to, from 0. */
  readonly index: number;
}

/** Splits a text as models do, roughly: short words with the space before them, long words in pieces. */
export function tokensOf(text: string, kind: Token['kind'], index: number): Token[] {
  const pieces = text.match(/\s?[\p{L}\p{N}]{1,6}|\s+|[^\s\p{L}\p{N}]{1,3}/gu) ?? [];
  return pieces.map((piece) => ({ kind, text: piece, index }));
}

/** When tokens may go out. */
export interface Pace {
  readonly tokensPerSecond: number;
  /** Milliseconds. */
  readonly firstTokenAfter: number;
}

/**
 * Hands tokens to `write` at a steady pace: as many as are due by the clock, so that a late timer does not slow the answer.
 * Ends early when the client has gone. A client that reads slowly is waited for.
 */
export async function deliver(
  response: ServerResponse,
  tokens: readonly Token[],
  pace: Pace,
  write: (token: Token) => boolean,
): Promise<Delivery> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  if (response.destroyed) gone.abort();
  const start = performance.now() + pace.firstTokenAfter;
  let sent = 0;
  let characters = 0;
  await waitFor(pace.firstTokenAfter, gone.signal);
  while (sent < tokens.length && !gone.signal.aborted) {
    const due = Math.min(tokens.length, 1 + Math.floor(((performance.now() - start) / 1000) * pace.tokensPerSecond));
    let room = true;
    for (const token of tokens.slice(sent, due)) {
      room = write(token);
      if (token.kind === 'text') characters += token.text.length;
    }
    sent = Math.max(sent, due);
    if (!room) await drained(response, gone.signal);
    if (sent < tokens.length) await waitFor(1000 / pace.tokensPerSecond, gone.signal);
  }
  return { outcome: gone.signal.aborted ? 'stopped' : 'complete', characters, tokens: sent };
}

/** Resolves after a while, or at once when the signal aborts. */
function waitFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  return settles(signal, (done) => {
    const timer = setTimeout(done, milliseconds);
    return () => clearTimeout(timer);
  });
}

function drained(response: ServerResponse, signal: AbortSignal): Promise<void> {
  return settles(signal, (done) => {
    response.once('drain', done);
    return () => response.off('drain', done);
  });
}

/** Resolves when `begin` calls back or the signal aborts; what `begin` returns undoes it. */
function settles(signal: AbortSignal, begin: (done: () => void) => () => void): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      undo();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const undo = begin(done);
    signal.addEventListener('abort', done);
  });
}

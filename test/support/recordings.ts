// The recorded streams, and what of them must have come before an answer may count as whole.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { WireApi } from '../../src/core/models/wireApi.ts';
import { framingOf, type Wire } from './wires.ts';

const folder = path.resolve(import.meta.dirname, '../recorded');

export interface Recording {
  readonly wire: Wire;
  /** The file's name without its ending. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** How many answers it holds. */
  readonly choices: number;
  /** The number of bytes from which on it is whole; undefined if it ends in an error. */
  readonly wholeFrom: number | undefined;
}

/** What stands in the event or line that ends an answer. */
const signals: Readonly<Partial<Record<WireApi, RegExp>>> = {
  'openai-chat': /"finish_reason":"(?:stop|tool_calls|length)"/g,
  'openai-responses': /^data: \{"type":"response\.completed"/gm,
  'anthropic-messages': /^data: \{"type":"message_stop"/gm,
  'google-genai': /"finishReason"/g,
  'ollama-chat': /"done":true/g,
};

function wholeFrom({ api }: Wire, bytes: Uint8Array): number | undefined {
  // One byte is one character here, so that offsets are offsets of bytes.
  const text = Buffer.from(bytes).toString('latin1');
  const last = [...text.matchAll(signals[api] ?? /$/g)].at(-1);
  if (!last) return undefined;
  const end = text.slice(last.index).search(/[\r\n]/);
  return end < 0 ? text.length : last.index + end;
}

export function recordingsOf(wire: Wire): readonly Recording[] {
  return readdirSync(path.join(folder, wire.api))
    .sort()
    .map((file) => {
      const bytes = Uint8Array.from(readFileSync(path.join(folder, wire.api, file)));
      const choices = file.startsWith('two-choices') ? 2 : 1;
      return { wire, name: path.parse(file).name, bytes, choices, wholeFrom: wholeFrom(wire, bytes) };
    });
}

/** A fetch that answers with these pieces, without a socket: what arrives together is then exact, and quick. */
export function fetchOf(wire: Wire, ...pieces: readonly Uint8Array[]): typeof globalThis.fetch {
  return () => {
    const left = pieces.filter(({ length }) => length > 0);
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const piece = left.shift();
        if (piece) controller.enqueue(piece);
        else controller.close();
      },
    });
    return Promise.resolve(new Response(body, { headers: { 'content-type': framingOf(wire).contentType } }));
  };
}

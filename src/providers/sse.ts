import { createParser, type EventSourceParser, type ParseError } from 'eventsource-parser';
import type { Notice, ProviderEvent } from '../core/chat/events.ts';
import { ChatError } from '../core/errors.ts';
import { isRecord } from '../core/json.ts';
import { type Framing, type GuardedCall, isStream } from './guardedFetch.ts';

/** One server-sent event. */
export interface SseFrame {
  readonly event?: string | undefined;
  readonly data: string;
}

/** What an adapter makes of a stream: its wire API's state machine. */
export interface StreamSteps {
  /** Takes one frame and pushes what it means. `end` once the stream says that nothing follows. @throws ChatError */
  take(frame: SseFrame, out: ProviderEvent[]): 'more' | 'end';
  /** Nothing more will come: pushes tool calls and finishes, or says that the terminal signal is missing. */
  finish(out: ProviderEvent[]): 'complete' | 'incomplete';
}

/** The most characters of one event or line: the largest there are carry an image. */
const mostCharacters = 16 * 1024 * 1024;

/** The most characters outside of the framing that are kept. */
const mostStray = 64 * 1024;

/** How long the end of a finished response may take before the connection is given up instead of reused, in milliseconds. */
const drainMs = 250;

/** One request under way. */
export interface Exchange {
  readonly call: GuardedCall;
  /** What lowering the request changed. */
  readonly notices: readonly Notice[];
  /** Sends the request through the SDK. */
  readonly send: () => Promise<Response>;
  readonly steps: StreamSteps;
}

/**
 * Sends a request and reads its response as an adapter's events: the notices, then what the frames mean. One array of events per
 * piece of the network keeps the cost per event low. Throws only `ChatError`; what came before a failure is yielded before it is
 * thrown. Nothing happens before the first `next()`; the call ends with the iteration, also when the consumer stops early.
 */
export async function* streamEvents(begin: () => Exchange): AsyncGenerator<ProviderEvent> {
  const { call, notices, send, steps } = begin();
  try {
    for (const notice of notices) {
      yield { type: 'notice', notice };
      call.throwIfCancelled();
    }
    let response: Response;
    try {
      response = await send();
    } finally {
      if (call.sent) yield call.sent;
    }
    if (!isStream(response, call.framing)) throw await refusalOf(response, call);
    const body = new FrameReader(response, call);
    for (;;) {
      const { events, next } = await readBatch(body, call, steps);
      for (const event of events) {
        yield event;
        call.throwIfCancelled();
      }
      if (next instanceof ChatError) throw next;
      if (next === 'end') return await body.drain();
    }
  } catch (thrown) {
    throw call.explain(thrown);
  } finally {
    call.close();
  }
}

/** The JSON of a frame. @throws ChatError `protocol`; the message of a SyntaxError would quote the answer */
export function parseFrame(frame: SseFrame, call: GuardedCall): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(frame.data);
  } catch {
    throw call.fail('protocol', { detail: 'A piece of the stream is not valid JSON.' });
  }
  if (!isRecord(value)) throw call.fail('protocol', { detail: 'A piece of the stream is not an object.' });
  return value;
}

/** Adds text to the events, joined with the text before it: what arrived together is one event. */
export function pushText(out: ProviderEvent[], type: 'text' | 'thinking', choice: number, text: string): void {
  const last = out.at(-1);
  const joins = last?.type === type && last.choice === choice && !last.providerData;
  if (joins) out[out.length - 1] = { type, choice, text: last.text + text };
  else out.push({ type, choice, text });
}

interface Batch {
  readonly events: readonly ProviderEvent[];
  readonly next: 'more' | 'end' | ChatError;
}

/** Waits for the next piece of the network and takes all frames in it. */
async function readBatch(body: FrameReader, call: GuardedCall, steps: StreamSteps): Promise<Batch> {
  const events: ProviderEvent[] = [];
  const { frames, ended, cut } = await body.next();
  call.throwIfCancelled();
  try {
    for (const frame of frames) {
      if (steps.take(frame, events) === 'end') return { events, next: finished(call, steps, events, undefined) };
    }
  } catch (thrown) {
    const error = call.explain(thrown);
    // The last, unterminated frame of a stream that was cut is no breach of protocol.
    if (!(ended && error.kind === 'protocol')) return { events, next: error };
  }
  return { events, next: ended ? finished(call, steps, events, cut) : 'more' };
}

function finished(
  call: GuardedCall,
  steps: StreamSteps,
  events: ProviderEvent[],
  cut: ChatError | undefined,
): 'end' | ChatError {
  try {
    if (steps.finish(events) === 'complete') return 'end';
  } catch (thrown) {
    return call.explain(thrown);
  }
  return call.fail('incomplete', { code: cut?.facts.code });
}

/** Why a response is no stream. The guarded fetch has read it, and refused web pages; left are JSON errors and surprises. */
async function refusalOf(response: Response, call: GuardedCall): Promise<ChatError> {
  const { status } = response;
  const text = await response.text();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const type = (response.headers.get('content-type') ?? '').split(';')[0]?.slice(0, 60) || 'no type';
    const what = text.trim() === '' ? 'an empty reply' : `a reply of ${type}`;
    return call.fail('protocol', { status, detail: `It sent ${what} instead of a stream.` });
  }
  if (isRecord(value) && value.error) return call.explain({ error: value.error });
  return call.fail('protocol', { status, detail: 'It sent a whole reply instead of a stream.' });
}

interface Frames {
  readonly frames: readonly SseFrame[];
  readonly ended: boolean;
  /** Why the stream ended, if it was not the server's own end. */
  readonly cut: ChatError | undefined;
}

interface Sink {
  frame(frame: SseFrame): void;
  overflow(): void;
  /** A line that is no part of the framing. */
  stray(line: string): void;
}

const parsers: Readonly<Record<Framing, (sink: Sink) => Pick<EventSourceParser, 'feed'>>> = {
  sse: (sink) =>
    createParser({
      onEvent: (frame) => sink.frame(frame),
      onError: (error: ParseError) => {
        if (error.type === 'max-buffer-size-exceeded') sink.overflow();
        else sink.stray(error.line ?? '');
      },
      maxBufferSize: mostCharacters,
    }),
  ndjson: (sink) => new LineParser(sink),
};

/**
 * Lines outside of the framing. Servers that fail in the middle of a stream may write their error as plain JSON, as they would have
 * instead of the stream (seen with Gemini; its SDK looks for it too, 2026-11).
 */
class StrayLines {
  #text = '';

  add(line: string): void {
    if (this.#text.length + line.length <= mostStray) this.#text += `${line}\n`;
  }

  /** The error they are, as a frame; undefined if they are none. */
  frame(): SseFrame | undefined {
    if (!this.#text.trimStart().startsWith('{') && !this.#text.trimStart().startsWith('[')) return undefined;
    try {
      const value: unknown = JSON.parse(this.#text);
      const error = Array.isArray(value) ? value[0] : value;
      return isRecord(error) && error.error ? { data: JSON.stringify(error) } : undefined;
    } catch {
      return undefined;
    }
  }
}

/** One JSON value a line; blank lines are keep-alives. */
class LineParser {
  readonly #sink: Sink;
  #rest = '';

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  feed(text: string): void {
    this.#rest += text;
    if (this.#rest.length > mostCharacters) this.#sink.overflow();
    // A long line is put together before it is looked through: not once for each of its pieces.
    if (!text.includes('\n')) return;
    const lines = this.#rest.split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const data = line.trim();
      if (data !== '') this.#sink.frame({ data });
    }
  }
}

/** Bytes to frames; UTF-8 characters and line ends may be split anywhere. */
class FrameReader {
  readonly #call: GuardedCall;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  readonly #decoder = new TextDecoder();
  readonly #parser: Pick<EventSourceParser, 'feed'>;
  readonly #stray = new StrayLines();
  #frames: SseFrame[] = [];
  #overflow: 'overflow' | undefined;

  constructor(response: Response, call: GuardedCall) {
    this.#call = call;
    this.#reader = response.body?.getReader();
    // Ends a read that waits on a silent socket, at once and whatever the platform's fetch does.
    call.signal.addEventListener('abort', this.#stop, { once: true });
    this.#parser = parsers[call.framing]({
      frame: (frame) => this.#frames.push(frame),
      overflow: () => {
        this.#overflow = 'overflow';
      },
      stray: (line) => this.#stray.add(line),
    });
  }

  /** A body that has failed already can't be cancelled any more; then `next` has told why. */
  readonly #stop = (): void => void this.#reader?.cancel().catch(() => {});

  /** The frames in the next piece of the network. @throws ChatError `protocol` if an event is too large */
  async next(): Promise<Frames> {
    let bytes: Uint8Array | undefined;
    let cut: ChatError | undefined;
    try {
      bytes = (await this.#reader?.read())?.value;
    } catch (thrown) {
      cut = this.#call.explain(thrown);
    }
    this.#frames = [];
    // At the end a frame that lacks only its blank line is complete.
    this.#parser.feed(bytes ? this.#decoder.decode(bytes, { stream: true }) : `${this.#decoder.decode()}\n\n`);
    if (this.#overflow) throw this.#call.fail('protocol', { detail: 'One event of the stream is too large.' });
    const stray = bytes === undefined ? this.#stray.frame() : undefined;
    if (stray) this.#frames.push(stray);
    return { frames: this.#frames, ended: bytes === undefined, cut };
  }

  /** Reads to the end of a response that is finished, so that its connection can be used again. */
  async drain(): Promise<void> {
    const timer = setTimeout(this.#stop, drainMs);
    try {
      while (!(await this.#reader?.read())?.done);
    } catch {
      // The answer is complete; how its connection ends matters to nobody.
    } finally {
      clearTimeout(timer);
    }
  }
}

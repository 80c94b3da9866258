import { classify } from '../core/classify.ts';
import { ChatError, type ErrorFacts, type ErrorKind } from '../core/errors.ts';
import type { Connection } from '../core/models/connection.ts';
import { isLoopbackHost } from '../core/models/loopback.ts';
import type { TransportLimits } from '../core/run/limits.ts';
import { isWebPage } from '../core/text/plainSentence.ts';

/** What an adapter is given from outside, so that tests can replace it. */
export interface AdapterDeps {
  /** The platform's fetch (VS Code patches it for proxies and certificates). */
  readonly fetch: typeof globalThis.fetch;
  readonly limits: TransportLimits;
}

/** The most of a body that is kept: a gateway's list of 500 models has 1 MB; of an error only the beginning is read. */
const mostBytes = { list: 16 * 1024 * 1024, error: 64 * 1024 } as const;

/** Header values shorter than this are switches ("true", "v2"), not secrets. */
const shortestSecret = 8;

/**
 * One call to a provider: the only way to the network. Its `fetch` goes to the connection's origin and nowhere else, follows no
 * redirect, sends the headers made here and none of the SDK's (an SDK adds `x-stainless-*`, and whatever `*_CUSTOM_HEADERS` in
 * the environment says), and has a clock. It never logs.
 *
 * The SDKs wrap what their fetch throws and may lose it on the way; so the call remembers what it saw, and `explain` prefers that.
 */
export class GuardedCall {
  readonly #connection: Connection;
  readonly #deps: AdapterDeps;
  readonly #wireHeaders: Readonly<Record<string, string>>;
  readonly #user: AbortSignal;
  readonly #own = new AbortController();
  readonly #abort = () => this.#own.abort();
  readonly #base: URL;
  #failure: ChatError | undefined;
  #requestId: string | undefined;

  /** `wireHeaders` are those the wire API itself requires, such as a version. @throws ChatError `cancelled`, `invalidSetting` */
  constructor(
    connection: Connection,
    deps: AdapterDeps,
    wireHeaders: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ) {
    if (signal.aborted) throw new ChatError('cancelled');
    if (!URL.canParse(connection.baseUrl)) {
      throw new ChatError('invalidSetting', { detail: `The address of ${connection.name} is not a whole URL.` });
    }
    this.#connection = connection;
    this.#deps = deps;
    this.#wireHeaders = wireHeaders;
    this.#user = signal;
    this.#base = new URL(connection.baseUrl);
    signal.addEventListener('abort', this.#abort, { once: true });
  }

  /** Aborts with the user's signal, when the clock runs out and when the call is closed. What an SDK hangs on it goes with the call. */
  get signal(): AbortSignal {
    return this.#own.signal;
  }

  /** For an SDK's `fetch` option. */
  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    try {
      return await this.#send(url, init);
    } catch (thrown) {
      this.#failure ??= classify(thrown, this.#context());
      throw this.#failure;
    }
  };

  /** An error of this call with its host and request id. */
  fail(kind: ErrorKind, facts: ErrorFacts = {}): ChatError {
    return new ChatError(kind, { host: this.#base.host, requestId: this.#requestId, ...facts });
  }

  /** What something that was thrown or sent as an error means. A cancelled call is cancelled whatever it died of. */
  explain(thrown: unknown): ChatError {
    if (this.#user.aborted) return new ChatError('cancelled');
    if (thrown instanceof ChatError) return thrown;
    if (this.#failure) return this.#failure;
    const { kind, facts } = classify(thrown, this.#context());
    return this.fail(kind, { ...facts, requestId: facts.requestId ?? this.#requestId });
  }

  throwIfCancelled(): void {
    if (this.#user.aborted) throw new ChatError('cancelled');
  }

  /** Ends the call: lets go of the user's signal and aborts what is still under way. */
  close(): void {
    this.#user.removeEventListener('abort', this.#abort);
    this.#own.abort();
  }

  async #send(url: URL, init: RequestInit | undefined): Promise<Response> {
    this.#refuseForeign(url);
    const headers = this.#headers(init?.body ? { 'content-type': 'application/json' } : {});
    const { fetch, limits } = this.#deps;
    const { method = 'GET', body = null } = init ?? {};
    const request = { method, headers, body, redirect: 'manual', signal: this.#own.signal } as const;
    const response = await this.#within(limits.headersMs, () => fetch(url.href, request), this.#own);
    this.#requestId = response.headers.get('x-request-id') ?? response.headers.get('request-id') ?? undefined;
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
      // The redirect is what is told; how its unread body ends matters to nobody.
      void response.body?.cancel().catch(() => {});
      throw this.fail('redirect', { status: response.status, redirectedTo: targetOf(response, url) });
    }
    return response.ok && isEventStream(response) ? response : this.#whole(response);
  }

  #refuseForeign(url: URL): void {
    if (url.origin !== this.#base.origin) {
      throw this.fail('insecureAddress', {
        detail: `A request to ${url.host} was refused; the key is for ${this.#base.host}.`,
      });
    }
    const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
    if (isSafe || (url.protocol === 'http:' && this.#connection.plainHttp === 'agreed')) return;
    throw this.fail('insecureAddress', { detail: `${url.host} is not an https address, so nothing was sent there.` });
  }

  #headers(body: Readonly<Record<string, string>>): Headers {
    const { apiKey, headers, name } = this.#connection;
    const key = apiKey ? { authorization: `Bearer ${apiKey}` } : {};
    const accept = 'application/json, text/event-stream';
    try {
      const made = new Headers({ accept, 'user-agent': 'Parley', ...body, ...this.#wireHeaders, ...key });
      for (const [field, value] of Object.entries(headers)) made.set(field, value);
      return made;
    } catch {
      // The platform's message would repeat the key.
      throw this.fail('invalidSetting', {
        detail: `The key or a header for ${name} has a character that HTTP cannot carry.`,
      });
    }
  }

  /**
   * Reads a body that is not a stream, within a size and a time, so that the SDK need not wait for it without either. Of an error
   * whatever arrived is enough: its status is known.
   */
  async #whole(response: Response): Promise<Response> {
    const { ok, status, statusText, headers } = response;
    const most = ok ? mostBytes.list : mostBytes.error;
    const body = new BoundedBody(response, most, this.#own.signal);
    const reading = this.#within(this.#deps.limits.bodyMs, () => body.read(), ok ? this.#own : body);
    await (ok ? reading : reading.catch(() => {}));
    this.throwIfCancelled();
    const bytes = body.bytes();
    if (ok && body.isCut) throw this.fail('protocol', { status, detail: 'It is too large.' });
    if (ok && isWebPage(new TextDecoder().decode(bytes.subarray(0, 2_000)))) throw this.fail('notAnApi', { status });
    const bodyless = status === 204 || status === 205;
    return new Response(bodyless ? null : bytes, { status, statusText, headers });
  }

  /** Does `work`; if it takes longer than `ms`, `victim` is aborted and `timeout` thrown. */
  async #within<T>(ms: number, work: () => Promise<T>, victim: { abort(): void }): Promise<T> {
    let expired: ChatError | undefined;
    const timer = setTimeout(() => {
      expired = this.fail('timeout', { limitMs: ms });
      victim.abort();
    }, ms);
    try {
      const result = await work();
      if (expired) throw expired;
      return result;
    } catch (thrown) {
      throw expired ?? thrown;
    } finally {
      clearTimeout(timer);
    }
  }

  #context() {
    const { apiKey, headers } = this.#connection;
    const secrets = [apiKey ?? '', ...Object.values(headers)].filter((value) => value.length >= shortestSecret);
    return { host: this.#base.host, secrets, nowMs: Date.now() };
  }
}

function isEventStream(response: Response): boolean {
  return /^\s*text\/event-stream\s*(?:;|$)/i.test(response.headers.get('content-type') ?? '');
}

/** The beginning of a response's body, as far as it has come. */
class BoundedBody {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  readonly #signal: AbortSignal;
  readonly #most: number;
  readonly #pieces: Uint8Array[] = [];
  #length = 0;

  constructor(response: Response, most: number, signal: AbortSignal) {
    this.#reader = response.body?.getReader();
    this.#most = most;
    this.#signal = signal;
  }

  /** Whether the body was longer than allowed. */
  get isCut(): boolean {
    return this.#length > this.#most;
  }

  async read(): Promise<void> {
    if (!this.#reader) return;
    // Ends a read that waits, even where the platform's fetch does not pass the abort on to the body.
    this.#signal.addEventListener('abort', this.abort, { once: true });
    try {
      while (!this.isCut) {
        const { done, value } = await this.#reader.read();
        if (done) return;
        this.#pieces.push(value);
        this.#length += value.length;
      }
      this.abort();
    } finally {
      this.#signal.removeEventListener('abort', this.abort);
    }
  }

  /** A body that has failed already can't be cancelled any more; then its reading has told why. */
  readonly abort = (): void => void this.#reader?.cancel().catch(() => {});

  bytes(): Uint8Array<ArrayBuffer> {
    const whole = new Uint8Array(Math.min(this.#length, this.#most));
    let at = 0;
    for (const piece of this.#pieces) {
      whole.set(piece.subarray(0, whole.length - at), at);
      at = Math.min(whole.length, at + piece.length);
    }
    return whole;
  }
}

/** Where a redirect points, as host and port; the rest of the address may hold secrets of its own. */
function targetOf(response: Response, from: URL): string | undefined {
  const location = response.headers.get('location');
  return location && URL.canParse(location, from.href) ? new URL(location, from.href).host : undefined;
}

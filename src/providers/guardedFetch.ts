import type { SentEvent } from '../core/chat/events.ts';
import { classify } from '../core/classify.ts';
import { ChatError, type ErrorFacts, type ErrorKind } from '../core/errors.ts';
import type { Connection, KeyHeader } from '../core/models/connection.ts';
import { isLoopbackHost } from '../core/models/loopback.ts';
import type { TransportLimits } from '../core/run/limits.ts';
import { isWebPage } from '../core/text/plainSentence.ts';
import { redact } from '../core/text/redact.ts';
import { BoundedBody } from './boundedBody.ts';

/** What an adapter is given from outside, so that tests can replace it. */
export interface AdapterDeps {
  /** The platform's fetch (VS Code patches it for proxies and certificates). */
  readonly fetch: typeof globalThis.fetch;
  readonly limits: TransportLimits;
}

/** What a wire API's calls have of their own. */
export interface WireCall {
  /** Headers the wire API requires, such as a version. */
  readonly headers: Readonly<Record<string, string>>;
  /** How its streams are framed; a response of another type is read whole. */
  readonly framing: Framing;
}

export type Framing = 'sse' | 'ndjson';

/** The most of a body that is kept: a gateway's list of 500 models has 1 MB; of an error only the beginning is read. */
const mostBytes = { list: 16 * 1024 * 1024, error: 64 * 1024 } as const;

/** A request id longer than this is something else, in characters. */
const longestRequestId = 120;

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
  readonly #wire: WireCall;
  readonly #user: AbortSignal;
  readonly #own = new AbortController();
  readonly #abort = () => this.#own.abort();
  readonly #base: URL;
  #failure: ChatError | undefined;
  #requestId: string | undefined;
  #sent: SentEvent | undefined;
  #held: Response | undefined;
  #holds: 'responses' | 'nothing' = 'nothing';

  /** @throws ChatError `cancelled`, `invalidSetting` */
  constructor(connection: Connection, deps: AdapterDeps, wire: WireCall, signal: AbortSignal) {
    if (signal.aborted) throw new ChatError('cancelled');
    if (!URL.canParse(connection.baseUrl)) {
      throw new ChatError('invalidSetting', { detail: `The address of ${connection.name} is not a whole URL.` });
    }
    this.#connection = connection;
    this.#deps = deps;
    this.#wire = wire;
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
      const response = await this.#send(url, init);
      if (this.#holds === 'nothing') return response;
      this.#held = response;
      return new Response(null, { status: 200, headers: response.headers });
    } catch (thrown) {
      this.#failure ??= this.#classified(thrown);
      throw this.#failure;
    }
  };

  /** The last request with a body, once it was sent. */
  get sent(): SentEvent | undefined {
    return this.#sent;
  }

  get framing(): Framing {
    return this.#wire.framing;
  }

  /**
   * The response of a request that an SDK builds and sends but whose stream it would decode itself: `send` is given an empty body,
   * and what really came is returned. @throws what `send` throws if it sent nothing
   */
  async raw(send: () => Promise<unknown>): Promise<Response> {
    this.#holds = 'responses';
    try {
      await send();
    } catch (thrown) {
      if (!this.#held) throw thrown;
    } finally {
      this.#holds = 'nothing';
    }
    const held = this.#held;
    this.#held = undefined;
    if (!held) throw this.fail('protocol', { detail: 'The request was not sent.' });
    if (!held.ok) throw await this.#refused(held);
    return held;
  }

  /** An error of this call with its host and request id. A server may write the key into anything it sends: it is taken out of all. */
  fail(kind: ErrorKind, facts: ErrorFacts = {}): ChatError {
    const { host, secrets } = this.#context();
    return new ChatError(kind, redacted({ host, requestId: this.#requestId, ...facts }, secrets));
  }

  /** What something that was thrown or sent as an error means. A cancelled call is cancelled whatever it died of. */
  explain(thrown: unknown): ChatError {
    if (this.#user.aborted) return new ChatError('cancelled');
    if (thrown instanceof ChatError) return thrown;
    if (this.#failure) return this.#failure;
    const { kind, facts } = this.#classified(thrown);
    return this.fail(kind, { ...facts, requestId: facts.requestId ?? this.#requestId });
  }

  /** What looks like an abort that nobody asked for is a connection that failed. */
  #classified(thrown: unknown): ChatError {
    const error = classify(thrown, this.#context());
    return error.kind === 'cancelled' && !this.#own.signal.aborted ? this.fail('network', error.facts) : error;
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
    if (typeof body === 'string') this.#sent = { type: 'sent', url: `${url.origin}${url.pathname}`, body };
    const request = { method, headers, body, redirect: 'manual', signal: this.#own.signal } as const;
    const response = await this.#within(limits.headersMs, () => fetch(url.href, request), this.#own);
    const requestId = response.headers.get('x-request-id') ?? response.headers.get('request-id');
    this.#requestId = requestId?.slice(0, longestRequestId);
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
      // The redirect is what is told; how its unread body ends matters to nobody.
      void response.body?.cancel().catch(() => {});
      throw this.fail('redirect', { status: response.status, redirectedTo: targetOf(response, url) });
    }
    return response.ok && isStream(response, this.#wire.framing) ? response : this.#whole(response);
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

  /** What an error reply means; made to look like what an SDK throws, which one place reads. */
  async #refused(response: Response): Promise<ChatError> {
    const { status, headers } = response;
    const text = await response.text();
    let error: unknown;
    try {
      error = JSON.parse(text);
    } catch {
      error = undefined;
    }
    return this.explain({ status, headers, error, message: text });
  }

  #headers(body: Readonly<Record<string, string>>): Headers {
    const { apiKey, headers, name, keyHeader } = this.#connection;
    const key = apiKey ? keyHeaders(keyHeader, apiKey) : {};
    const accept = `application/json, ${streamType[this.#wire.framing]}`;
    try {
      const made = new Headers({ accept, 'user-agent': 'Parley', ...body, ...this.#wire.headers, ...key });
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
    return { host: this.#base.host, secrets: secretsOf(this.#connection), nowMs: Date.now() };
  }
}

const streamType: Readonly<Record<Framing, string>> = { sse: 'text/event-stream', ndjson: 'application/x-ndjson' };

const streamTypes: Readonly<Record<Framing, RegExp>> = {
  sse: /^\s*text\/event-stream\s*(?:;|$)/i,
  ndjson: /^\s*application\/(?:x-)?ndjson\s*(?:;|$)/i,
};

/** Whether a response is a stream of this framing, by its content type. */
export function isStream(response: Response, framing: Framing): boolean {
  return streamTypes[framing].test(response.headers.get('content-type') ?? '');
}

/** What must not appear in an error: the key, the values of the user's headers, and these without a scheme in front (`Basic`). */
function secretsOf({ apiKey = '', headers }: Connection): string[] {
  const values = Object.values(headers).flatMap((value) => [value, value.replace(/^\w+\s+/, '')]);
  return [apiKey, ...values].filter((value) => value.length >= shortestSecret);
}

function keyHeaders(header: KeyHeader, key: string): Readonly<Record<string, string>> {
  const bearer = { authorization: `Bearer ${key}` };
  switch (header) {
    case 'bearer':
      return bearer;
    case 'both':
      return { ...bearer, 'x-api-key': key };
    default:
      return { [header]: key };
  }
}

/** Where a redirect points, as host and port; the rest of the address may hold secrets of its own. */
function targetOf(response: Response, from: URL): string | undefined {
  const location = response.headers.get('location');
  return (location && URL.canParse(location, from.href) && new URL(location, from.href).host) || undefined;
}

/** Facts without secrets. In a host's name they stand in lower case. */
function redacted(facts: ErrorFacts, secrets: readonly string[]): ErrorFacts;
function redacted(facts: object, secrets: readonly string[]): object {
  const forms = [...secrets, ...secrets.map((secret) => secret.toLowerCase())];
  const clean = (value: unknown) => (typeof value === 'string' ? redact(value, forms) : value);
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, clean(value)]));
}

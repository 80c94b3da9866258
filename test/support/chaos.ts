// A server that sends exactly the bytes it is told to: a raw socket, so that framing, pauses and resets are the test's.
import { once } from 'node:events';
import net from 'node:net';

/** One thing to do to the connection. Strings are sent as UTF-8. */
export type Step =
  | { readonly send: string | Uint8Array }
  | { readonly wait: Promise<unknown> }
  /** Does something at exactly this point of the script, such as moving the test's clock, or waits for what is not known before. */
  | { readonly call: () => void | Promise<void> }
  /** `end` closes our half properly, `reset` the whole with RST. */
  | 'end'
  | 'reset';

/** Nothing more, with the connection open. */
export const hang: Step = { wait: new Promise(() => {}) };

/** What to do when a request has arrived. */
export type Script = (request: ChaosRequest) => readonly Step[];

/** A request as it came in, headers in lower case. */
export interface ChaosRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Resolves when the connection is gone, whoever closed it. */
  readonly closed: Promise<unknown>;
}

/** A server on a free loopback port. Requests are answered by the scripts in turn; the last one stays. */
export class ChaosServer implements AsyncDisposable {
  readonly #server = net.createServer({ noDelay: true }, (socket) => void this.#serve(socket));
  readonly #sockets = new Set<net.Socket>();
  readonly #waiting: ((request: ChaosRequest) => void)[] = [];
  #scripts: Script[] = [];
  readonly requests: ChaosRequest[] = [];

  static async start(...scripts: readonly Script[]): Promise<ChaosServer> {
    const server = new ChaosServer();
    server.play(...scripts);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the server is not listening');
    return address.port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  play(...scripts: readonly Script[]): void {
    this.#scripts = [...scripts];
  }

  /** The next request that arrives. */
  nextRequest(): Promise<ChaosRequest> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Nobody waits for a request any more. */
  forgetWaiting(): void {
    this.#waiting.length = 0;
  }

  /** How many connections have been made. */
  accepted = 0;

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(socket: net.Socket): Promise<void> {
    this.accepted += 1;
    this.#sockets.add(socket);
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    void closed.then(() => this.#sockets.delete(socket));
    socket.on('error', () => {});
    let received = Buffer.alloc(0);
    let answering = Promise.resolve();
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes]);
      for (let parsed = parseRequest(received); parsed; parsed = parseRequest(received)) {
        received = received.subarray(parsed.length);
        const request = { ...parsed.request, closed };
        this.requests.push(request);
        this.#waiting.shift()?.(request);
        const script = this.#scripts.length > 1 ? this.#scripts.shift() : this.#scripts[0];
        answering = answering.then(() => playOn(socket, script?.(request) ?? ['end']));
      }
    });
  }
}

async function playOn(socket: net.Socket, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if (socket.destroyed) return;
    if (step === 'end') socket.end();
    else if (step === 'reset') socket.resetAndDestroy();
    else if ('wait' in step) await step.wait;
    else if ('call' in step) await step.call();
    else await new Promise<void>((resolve) => socket.write(step.send, () => resolve()));
  }
}

function parseRequest(bytes: Buffer): { request: Omit<ChaosRequest, 'closed'>; length: number } | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const [method = '', path = ''] = first.split(' ');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  if ('transfer-encoding' in headers) throw new Error('the test server reads no chunked requests');
  const length = end + 4 + Number(headers['content-length'] ?? 0);
  if (bytes.length < length) return undefined;
  return { request: { method, path, headers, body: bytes.subarray(end + 4, length).toString('utf8') }, length };
}

/** A promise that the test resolves. */
export function gate(): { readonly passed: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { passed: promise, open: resolve };
}

/** The head of a response. */
export function head(status: number, headers: Readonly<Record<string, string>> = {}): Step {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return { send: `HTTP/1.1 ${status} Test\r\n${lines.join('')}\r\n` };
}

/** A whole response with its length. */
export function reply(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Step[] {
  const length = String(Buffer.byteLength(body));
  return [head(status, { 'content-type': 'application/json', ...headers, 'content-length': length }), { send: body }];
}

/** The head of an event stream in chunks; `chunk` and `lastChunk` follow. Each chunk arrives as a piece of its own. */
export function streamHead(headers: Readonly<Record<string, string>> = {}): Step {
  return head(200, { 'content-type': 'text/event-stream; charset=utf-8', 'transfer-encoding': 'chunked', ...headers });
}

/** `streamHead` and `stream` for another type of stream. */
export function streamsOf(contentType: string): { streamHead: typeof streamHead; stream: typeof stream } {
  const typedHead: typeof streamHead = (headers) => streamHead({ 'content-type': contentType, ...headers });
  return { streamHead: typedHead, stream: (...pieces) => [typedHead(), ...stream(...pieces).slice(1)] };
}

export function chunk(bytes: string | Uint8Array): Step {
  const body = Buffer.from(bytes as Uint8Array);
  return { send: Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n')]) };
}

export const lastChunk: Step = { send: '0\r\n\r\n' };

/** A whole event stream, one chunk per piece. */
export function stream(...pieces: readonly (string | Uint8Array)[]): Step[] {
  return [streamHead(), ...pieces.map(chunk), lastChunk];
}

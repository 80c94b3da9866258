import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** One chat completion a client asked for; the test writes the answer, piece by piece. */
export interface ChatCall {
  readonly headers: Readonly<http.IncomingHttpHeaders>;
  readonly body: {
    readonly model: string;
    readonly messages: readonly { readonly role: string; readonly content: unknown }[];
    readonly [name: string]: unknown;
  };
  /** Resolves when the client has gone away before the answer's end, or the answer has ended. */
  readonly closed: Promise<'left' | 'ended'>;
  /** Text of one of the choices, the first if it is not said. */
  send(text: string, choice?: number): void;
  think(text: string): void;
  /** Ends the answer as a provider does: finish reason for each of `choices` (one), usage, `[DONE]`. */
  finish(reason?: string, choices?: number): void;
  /** Closes the connection in the middle. */
  cut(): void;
  /** Answers with a status and an error body; only before anything was sent. */
  refuse(status: number, error: Readonly<Record<string, unknown>>, headers?: Readonly<Record<string, string>>): void;
}

/** A loopback server that speaks the OpenAI Chat Completions stream. */
export interface ChatServer {
  /** http://127.0.0.1:port/v1 */
  readonly baseUrl: string;
  /** Every path that was asked for, oldest first. */
  readonly paths: readonly string[];
  /** The next completion that nobody has taken yet. */
  nextCall(): Promise<ChatCall>;
  close(): Promise<void>;
}

function sse(response: http.ServerResponse, data: unknown): void {
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(`data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);
}

function chunk(delta: Readonly<Record<string, unknown>>, reason: string | null = null, index = 0): unknown {
  return {
    id: 'c1',
    object: 'chat.completion.chunk',
    model: 'mock-2026',
    choices: [{ index, delta, finish_reason: reason }],
  };
}

function callOf(request: http.IncomingMessage, response: http.ServerResponse, body: ChatCall['body']): ChatCall {
  return {
    headers: request.headers,
    body,
    closed: new Promise((resolve) =>
      response.once('close', () => resolve(response.writableFinished ? 'ended' : 'left')),
    ),
    send: (text, choice) => sse(response, chunk({ content: text }, null, choice)),
    think: (text) => sse(response, chunk({ reasoning_content: text })),
    finish(reason = 'stop', choices = 1) {
      for (let choice = 0; choice < choices; choice += 1) sse(response, chunk({}, reason, choice));
      sse(response, {
        ...(chunk({}) as object),
        choices: [],
        usage: { prompt_tokens: 1204, completion_tokens: 340, total_tokens: 1544 },
      });
      sse(response, '[DONE]');
      response.end();
    },
    cut: () => response.destroy(),
    refuse(status, error, headers = {}) {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify({ error }));
    },
  };
}

/** Starts it on a free port. `models` is what it lists. */
export async function startChatServer(models: readonly string[] = ['one', 'two']): Promise<ChatServer> {
  const paths: string[] = [];
  const waiting: ChatCall[] = [];
  const takers: ((call: ChatCall) => void)[] = [];
  const server = http.createServer(async (request, response) => {
    paths.push(request.url ?? '');
    if (request.url?.endsWith('/models')) {
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ object: 'list', data: models.map((id) => ({ id, object: 'model' })) }));
      return;
    }
    const chunks: Buffer[] = [];
    for await (const piece of request) chunks.push(piece as Buffer);
    const call = callOf(request, response, JSON.parse(Buffer.concat(chunks).toString('utf8')));
    const taker = takers.shift();
    if (taker) taker(call);
    else waiting.push(call);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    paths,
    nextCall() {
      const call = waiting.shift();
      return call ? Promise.resolve(call) : new Promise((resolve) => takers.push(resolve));
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

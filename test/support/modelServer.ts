import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a server answers the question for its models. */
export type ModelServerBehaviour =
  /** With the list for the right key, else 401. */
  | { readonly type: 'guarded' }
  /** With the list for anyone, whatever key is sent. */
  | { readonly type: 'open' }
  /** Never. */
  | { readonly type: 'hang' }
  /** With a web page and status 200. */
  | { readonly type: 'webPage' }
  | { readonly type: 'redirect'; readonly to: string }
  | { readonly type: 'status'; readonly status: number };

/** One request as it arrived. */
export interface SeenRequest {
  readonly path: string;
  readonly headers: Readonly<http.IncomingHttpHeaders>;
}

/** A loopback server with the model list of an OpenAI-compatible provider, or of Ollama. Other paths are 404. */
export interface ModelServer {
  /** http://127.0.0.1:port */
  readonly origin: string;
  /** What its API's paths are appended to: the origin, with `/v1` for OpenAI's. */
  readonly baseUrl: string;
  /** Every request since the start, oldest first. */
  readonly requests: readonly SeenRequest[];
  /** Resolves when this many requests have arrived. */
  seen(count: number): Promise<void>;
  behave(behaviour: ModelServerBehaviour): void;
  close(): Promise<void>;
}

export interface ModelServerOptions {
  /** The key that is right; undefined: none is asked for. */
  readonly key?: string;
  readonly models: readonly string[];
  /** Whose list it has; OpenAI's if it is not said. */
  readonly api?: 'openai' | 'ollama';
  /** Headers without which the answer is 401. */
  readonly headers?: Readonly<Record<string, string>>;
}

function isAllowed(request: http.IncomingMessage, { key, headers = {} }: ModelServerOptions): boolean {
  if (key !== undefined && request.headers.authorization !== `Bearer ${key}`) return false;
  return Object.entries(headers).every(([name, value]) => request.headers[name.toLowerCase()] === value);
}

function sendJson(response: http.ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function listModels(request: http.IncomingMessage, response: http.ServerResponse, options: ModelServerOptions): void {
  if (!isAllowed(request, options)) {
    sendJson(response, 401, { error: { message: 'Incorrect API key provided.', code: 'invalid_api_key' } });
    return;
  }
  const { models, api } = options;
  if (api === 'ollama') return sendJson(response, 200, { models: models.map((model) => ({ name: model, model })) });
  sendJson(response, 200, {
    object: 'list',
    data: models.map((id) => ({ id, object: 'model', created: 1, owned_by: 'test' })),
  });
}

function answer(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  options: ModelServerOptions,
  behaviour: ModelServerBehaviour,
): void {
  switch (behaviour.type) {
    case 'guarded':
      listModels(request, response, options);
      return;
    case 'open':
      listModels(request, response, { models: options.models, api: options.api ?? 'openai' });
      return;
    case 'hang':
      return;
    case 'webPage':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Log in</title>');
      return;
    case 'redirect':
      response.writeHead(302, { location: behaviour.to }).end();
      return;
    case 'status':
      sendJson(response, behaviour.status, { error: { message: 'It did not work out.' } });
  }
}

/** Listens on a free loopback port, or on the given one. */
export async function startModelServer(options: ModelServerOptions): Promise<ModelServer> {
  let behaviour: ModelServerBehaviour = { type: 'guarded' };
  const requests: SeenRequest[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  const listPath = options.api === 'ollama' ? '/api/tags' : '/v1/models';
  const server = http.createServer((request, response) => {
    requests.push({ path: request.url ?? '', headers: request.headers });
    for (const one of waiting) if (requests.length >= one.count) one.resolve();
    if (request.url === listPath) answer(request, response, options, behaviour);
    else sendJson(response, 404, { error: { message: `There is no ${request.url}.` } });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    baseUrl: options.api === 'ollama' ? origin : `${origin}/v1`,
    requests,
    seen: (count) =>
      new Promise((resolve) => {
        if (requests.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    behave: (next) => {
      behaviour = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

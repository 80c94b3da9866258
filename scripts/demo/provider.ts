import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { answer } from './answering.ts';
import { demoModels, findModel } from './models.ts';
import { Refusals } from './refusals.ts';
import { type ChatRequest, readRequest } from './request.ts';
import type { Pace } from './stream.ts';
import { sendError, sendJson } from './wire.ts';

/** A demo provider that listens. */
export interface DemoProvider {
  /** The API's base URL, without a trailing slash. */
  readonly baseUrl: string;
  close(): Promise<void>;
}

export interface DemoOptions {
  /** On loopback; 0 for a random free one. */
  readonly port: number;
  /** In place of each model's own pace. */
  readonly pace?: Pace;
  /** Told one line for each request, when it has ended. */
  readonly log: (line: string) => void;
}

/** Starts the provider. Rejects when the port is taken. */
export async function startDemoProvider(options: DemoOptions): Promise<DemoProvider> {
  const running: Running = { options, refusals: new Refusals() };
  const server = http.createServer((request, response) => {
    handle(request, response, running).catch((error: unknown) => {
      options.log(`failed: ${error instanceof Error ? error.message : String(error)}`);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { baseUrl: `http://127.0.0.1:${port}/v1`, close };
}

/** What the requests of one provider share. */
interface Running {
  readonly options: DemoOptions;
  readonly refusals: Refusals;
}

async function handle(request: IncomingMessage, response: ServerResponse, running: Running): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://demo');
  if (request.method === 'GET' && pathname === '/v1/models') return listModels(response, running.options.log);
  if (request.method === 'POST' && pathname === '/v1/chat/completions') return complete(request, response, running);
  const message = `Demo: there is nothing at ${request.method} ${pathname}.`;
  sendError(response, { status: 404, code: 'not_found', message });
}

function listModels(response: ServerResponse, log: DemoOptions['log']): void {
  const data = demoModels.map(({ id, purpose }) => ({
    id,
    name: `Demo: ${purpose}`,
    object: 'model',
    created: 0,
    owned_by: 'demo',
  }));
  sendJson(response, 200, { object: 'list', data });
  log(`listed ${data.length} models`);
}

async function complete(request: IncomingMessage, response: ServerResponse, { options, refusals }: Running) {
  let asked: ChatRequest;
  try {
    asked = readRequest(await readText(request));
  } catch (error) {
    const message = `Demo: ${error instanceof Error ? error.message : String(error)}.`;
    sendError(response, { status: 400, code: 'invalid_request', message });
    return;
  }
  const model = findModel(asked.model);
  if (!model) return refuseModel(response, asked.model, options.log);
  const now = performance.now();
  const refusal = refusals.refusalOf(model, asked, now);
  if (refusal) {
    sendError(response, refusal);
    options.log(`${model.id}: answered with status ${refusal.status}`);
    return;
  }
  const before = refusals.takeLast(model, now);
  options.log(await answer(asked, { model, before, pace: options.pace ?? model }, response));
}

function refuseModel(response: ServerResponse, id: string, log: DemoOptions['log']): void {
  const known = demoModels.map((model) => model.id).join(', ');
  const message = `Demo: there is no model ${id}. There are ${known}.`;
  sendError(response, { status: 404, code: 'model_not_found', message });
  log(`refused the unknown model ${JSON.stringify(id)}`);
}

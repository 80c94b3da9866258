import { randomUUID } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { answerTo } from './answers/answer.ts';
import { type DemoModel, demoModels } from './models.ts';
import { type ChatRequest, questionOf, readRequest } from './request.ts';
import { type Delivery, deliver, type Pace, type Token, tokensOf } from './stream.ts';
import { chunkWriter, type FinishReason, sendCompletion, sendError, sendJson, usageOf } from './wire.ts';

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
  const server = http.createServer((request, response) => {
    handle(request, response, options).catch((error: unknown) => {
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

async function handle(request: IncomingMessage, response: ServerResponse, options: DemoOptions): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://demo');
  if (request.method === 'GET' && pathname === '/v1/models') return listModels(response, options.log);
  if (request.method === 'POST' && pathname === '/v1/chat/completions') return complete(request, response, options);
  sendError(response, 404, 'not_found', `Demo: there is nothing at ${request.method} ${pathname}.`);
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

async function complete(request: IncomingMessage, response: ServerResponse, options: DemoOptions): Promise<void> {
  let asked: ChatRequest;
  try {
    asked = readRequest(await readText(request));
  } catch (error) {
    sendError(response, 400, 'invalid_request', `Demo: ${error instanceof Error ? error.message : String(error)}.`);
    return;
  }
  const model = demoModels.find(({ id }) => id === asked.model);
  if (!model) return refuseModel(response, asked.model, options.log);
  const { ending } = model;
  if (ending.type === 'error') {
    const message = `Demo: this model always answers with status ${ending.status}. No model was asked too often.`;
    sendError(response, ending.status, ending.code, message, { 'Retry-After': String(ending.retryAfter) });
    options.log(`${model.id}: answered with status ${ending.status}`);
    return;
  }
  await answer(asked, model, response, options);
}

function refuseModel(response: ServerResponse, id: string, log: DemoOptions['log']): void {
  const known = demoModels.map((model) => model.id).join(', ');
  sendError(response, 404, 'model_not_found', `Demo: there is no model ${id}. There are ${known}.`);
  log(`refused the unknown model ${JSON.stringify(id)}`);
}

async function answer(asked: ChatRequest, model: DemoModel, response: ServerResponse, options: DemoOptions) {
  const { thinking, text } = answerTo(questionOf(asked.messages), model);
  const all = [...tokensOf(thinking, 'thinking'), ...tokensOf(text, 'text')];
  const tokens = all.slice(0, Math.max(0, asked.maxTokens));
  const reason: FinishReason = tokens.length < all.length ? 'length' : 'stop';
  const promptTokens = Math.ceil(asked.messages.reduce((sum, message) => sum + message.text.length, 0) / 4);
  const usage = usageOf(promptTokens, tokens.length);
  const head = { id: `demo-${randomUUID()}`, created: Math.floor(Date.now() / 1000), model: `demo-${model.id}` };
  const start = performance.now();
  if (asked.delivery === 'whole') {
    sendCompletion(response, head, {
      text: joined(tokens, 'text'),
      thinking: joined(tokens, 'thinking'),
      reason,
      usage,
    });
    options.log(describe(model, { outcome: 'complete', characters: text.length, tokens: tokens.length }, start));
    return;
  }
  const chunks = chunkWriter(response, head);
  chunks.begin();
  const cut = model.ending.type === 'cut' ? Math.floor(tokens.length * model.ending.after) : tokens.length;
  const delivery = await deliver(response, tokens.slice(0, cut), options.pace ?? model, chunks.token);
  if (delivery.outcome === 'complete' && cut < tokens.length) {
    response.destroy();
    options.log(describe(model, { ...delivery, outcome: 'cut' }, start));
    return;
  }
  if (delivery.outcome === 'complete') {
    chunks.finish(reason);
    if (asked.usage === 'include') chunks.usage(usage);
    chunks.end();
  }
  options.log(describe(model, delivery, start));
}

function joined(tokens: readonly Token[], kind: Token['kind']): string {
  return tokens.flatMap((token) => (token.kind === kind ? [token.text] : [])).join('');
}

function describe(model: DemoModel, { outcome, characters }: Delivery, start: number): string {
  const seconds = `${((performance.now() - start) / 1000).toFixed(1)} s`;
  const amount = `${characters.toLocaleString('en-US')} character${characters === 1 ? '' : 's'}`;
  switch (outcome) {
    case 'complete':
      return `${model.id}: answered ${amount} in ${seconds}`;
    case 'cut':
      return `${model.id}: broke the connection after ${amount}, ${seconds}`;
    case 'stopped':
      return `${model.id}: stopped by the client after ${seconds} (${amount} sent)`;
  }
}

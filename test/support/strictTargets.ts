// The models of the strict server as the product sees them: their data, compiled for by the pipeline, asked by the real adapter.
import { randomUUID } from 'node:crypto';
import type { ProviderEvent } from '../../src/core/chat/events.ts';
import type { Message } from '../../src/core/chat/message.ts';
import type { ChatRequest } from '../../src/core/chat/request.ts';
import { ChatError } from '../../src/core/errors.ts';
import { catalogRow } from '../../src/core/models/catalog.ts';
import type { Connection } from '../../src/core/models/connection.ts';
import { modelFacts } from '../../src/core/models/modelFacts.ts';
import type { ModelInfo } from '../../src/core/models/modelInfo.ts';
import type { ProviderEntry } from '../../src/core/models/providerSettings.ts';
import type { WireApi } from '../../src/core/models/wireApi.ts';
import { type Compiled, type CompileTarget, compileRequest } from '../../src/core/run/compile.ts';
import { transportLimits } from '../../src/core/run/limits.ts';
import { loadProvider } from '../../src/providers/load.ts';
import { type Collected, collect } from './collect.ts';
import { type StrictModel, strictModels, type WireId } from './strict/models.ts';
import type { StrictProvider, StrictRequest } from './strictProvider.ts';

/** One model over one wire, with what is known of it. */
export interface StrictTarget extends CompileTarget {
  /** For the names of tests: "gpt-6-luna over chat". */
  readonly name: string;
  readonly strict: StrictModel;
  readonly wire: WireId;
  /** Whether the data itself chooses this wire for the model. */
  readonly chosen: 'byData' | 'byOverride';
  readonly connection: Connection;
}

const wireApis: Readonly<Record<WireId, WireApi>> = {
  chat: 'openai-chat',
  responses: 'openai-responses',
  messages: 'anthropic-messages',
  gemini: 'google-genai',
  ollama: 'ollama-chat',
};

const folders: Readonly<Record<WireId, string>> = {
  chat: '/v1',
  responses: '/v1',
  messages: '',
  gemini: '',
  ollama: '',
};

function connect(providerId: string, wire: WireId, origin: string): Connection {
  return {
    providerId,
    name: 'Test',
    wireApi: wireApis[wire],
    baseUrl: `${origin}${folders[wire]}`,
    apiKey: 'sk-strict-0123456789',
    headers: {},
    keyHeader: 'bearer',
    plainHttp: 'loopbackOnly',
  };
}

function entryOf(vendor: string): ProviderEntry {
  const row = catalogRow(vendor);
  if (!row) throw new Error(`the catalogue has no row ${vendor}`);
  return { row, baseUrl: row.baseUrl, headerNames: [], models: [], origin: 'catalogue' };
}

/** `listed`: what the provider's own list says; without it the product's own data alone decides. */
function targetOf(strict: StrictModel, wire: WireId, origin: string, listed: ModelInfo | undefined): StrictTarget {
  const entry = entryOf(strict.vendor);
  const question = { entry, model: strict.id, listed, today: '2026-11-21' };
  const own = modelFacts(question);
  const chosen = own.wireApi === wireApis[wire] ? 'byData' : 'byOverride';
  const facts =
    chosen === 'byData' ? own : modelFacts({ ...question, override: { wireApi: wireApis[wire], rules: {} } });
  return {
    name: `${strict.id} over ${wire}${listed ? ', listed' : ''}`,
    ref: `${strict.vendor}/${strict.id}`,
    model: strict.id,
    capabilities: facts.capabilities,
    maxOutput: facts.maxOutput,
    contextWindow: facts.contextWindow,
    strict,
    wire,
    chosen,
    connection: connect(strict.vendor, wire, origin),
  };
}

/** Every model over each of its wires: by the product's data, and by the provider's list where it has one that tells. */
export async function strictTargets({ origin }: StrictProvider): Promise<readonly StrictTarget[]> {
  const deps = { fetch: globalThis.fetch, limits: transportLimits };
  const listed = new Map<string, ModelInfo>();
  for (const [vendor, wire] of [
    ['anthropic', 'messages'],
    ['google', 'gemini'],
    ['ollama', 'ollama'],
  ] as const) {
    const provider = await loadProvider(connect(vendor, wire, origin), deps);
    for (const model of await provider.listModels(new AbortController().signal)) listed.set(model.id, model);
  }
  return strictModels.flatMap((strict) => {
    const info = listed.get(strict.id);
    // Of what runs on one's own machine, and of models in no snapshot, only the list knows.
    const needsList = strict.vendor === 'ollama' || strict.id.startsWith('gemma');
    const lists = info ? (needsList ? [info] : [undefined, info]) : [undefined];
    return strict.wires.flatMap((wire) => lists.map((one) => targetOf(strict, wire, origin, one)));
  });
}

export type Outcome =
  /** Nothing was sent, for the content is not taken. */
  | { readonly type: 'refused'; readonly error: ChatError }
  | { readonly type: 'sent'; readonly compiled: Compiled; readonly seen: StrictRequest; readonly answer: Collected };

/** A request on its whole way: compiled for the model, lowered by the adapter, judged by the server. */
export async function ask(server: StrictProvider, target: StrictTarget, request: ChatRequest): Promise<Outcome> {
  let compiled: Compiled;
  try {
    compiled = compileRequest(request, target);
  } catch (thrown) {
    if (thrown instanceof ChatError) return { type: 'refused', error: thrown };
    throw thrown;
  }
  const id = randomUUID();
  const connection = { ...target.connection, headers: { 'x-strict-request': id } };
  const provider = await loadProvider(connection, { fetch: globalThis.fetch, limits: transportLimits });
  const answer = await collect(provider.stream(compiled.request, new AbortController().signal));
  const seen = server.requests.findLast(({ headers }) => headers['x-strict-request'] === id);
  if (seen) return { type: 'sent', compiled, seen, answer };
  if (answer.error) return { type: 'refused', error: answer.error };
  throw new Error(`${target.name}: nothing arrived`);
}

/** All notices of a request: those of compiling, and the adapter's own. */
export function noticesOf({ compiled, answer }: Extract<Outcome, { type: 'sent' }>) {
  const isNotice = (event: ProviderEvent) => (event.type === 'notice' ? [event.notice] : []);
  return [...compiled.notices, ...answer.events.flatMap(isNotice)];
}

export function says(text: string): Message {
  return { role: 'user', parts: [{ type: 'text', text }] };
}

import { OpenAI } from 'openai';
import type { Connection } from '../core/models/connection.ts';
import type { ModelInfo } from '../core/models/modelInfo.ts';
import { type AdapterDeps, GuardedCall, type WireCall } from './guardedFetch.ts';
import { raiseModels } from './openaiModels.ts';

/** What the calls of OpenAI's wire APIs have in common: no header of their own, streams of server-sent events. */
export const openaiWire: WireCall = { headers: {}, framing: 'sse' };

/**
 * The one place where the SDK's client is made. What it is not told it takes from the environment, so it is told everything. The
 * key goes on in the guarded fetch, past any `OPENAI_CUSTOM_HEADERS`.
 */
export function openaiClient(connection: Connection, call: GuardedCall): OpenAI {
  return new OpenAI({
    apiKey: 'not-needed',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    baseURL: connection.baseUrl,
    maxRetries: 0,
    logLevel: 'off',
    timeout: 2_147_483_647, // the longest timer there is: the clocks are the guarded fetch's and the pipeline's
    fetch: call.fetch,
  });
}

/** The models of a server that speaks one of OpenAI's wire APIs. @throws ChatError */
export async function listOpenaiModels(
  connection: Connection,
  deps: AdapterDeps,
  signal: AbortSignal,
): Promise<readonly ModelInfo[]> {
  const call = new GuardedCall(connection, deps, openaiWire, signal);
  try {
    // The raw response: some servers answer with a bare array, which the SDK's page would lose.
    const response = await openaiClient(connection, call).models.list({ signal: call.signal }).asResponse();
    const models = raiseModels(await response.json(), response.headers.get('date'));
    if (!models) throw call.fail('protocol', { status: response.status, detail: 'It sent no list of models.' });
    return models;
  } catch (thrown) {
    throw call.explain(thrown);
  } finally {
    call.close();
  }
}

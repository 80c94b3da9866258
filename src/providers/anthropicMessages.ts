import { Anthropic } from '@anthropic-ai/sdk';
import type { Provider } from '../core/chat/provider.ts';
import type { ProviderRequest } from '../core/chat/request.ts';
import { asCount, asText, isRecord } from '../core/json.ts';
import type { Connection } from '../core/models/connection.ts';
import type { ModelInfo } from '../core/models/modelInfo.ts';
import { raiseModel } from './anthropicMessagesModels.ts';
import { lowerCount, lowerRequest } from './anthropicMessagesRequest.ts';
import { MessageSteps } from './anthropicMessagesStream.ts';
import { type AdapterDeps, GuardedCall, type WireCall } from './guardedFetch.ts';
import { streamEvents } from './sse.ts';

/** The newest version of the API, that of lists. Which one a model is asked by is a capability: older models keep sampling so. */
const newestVersion = '2026-10-21';
/** A list's pages and models are kept up to here. */
const most = { pages: 5, pageSize: 1_000, models: 2_000 } as const;

function wireOf(version = newestVersion): WireCall {
  return { headers: { 'anthropic-version': version }, framing: 'sse' };
}

/** Messages: Anthropic's wire API. */
export function anthropicMessages(connection: Connection, deps: AdapterDeps): Provider {
  return {
    id: connection.providerId,
    listModels: (signal) => listModels(connection, deps, signal),
    countTokens: (request, signal) => countTokens(connection, deps, request, signal),
    stream: (request, signal) =>
      streamEvents(() => {
        const { body, notices } = lowerRequest(request);
        const call = new GuardedCall(connection, deps, wireOf(request.capabilities.apiVersion), signal);
        // Not `messages.create`, which warns on the console about models that will be retired.
        const send = () =>
          clientOf(connection, call).post('/v1/messages', { body, stream: true, signal: call.signal }).asResponse();
        return { call, notices, send, steps: new MessageSteps(call) };
      }),
  };
}

/**
 * The one place where the SDK's client is made. What it is not told it takes from the environment or from credential files, so it is
 * told everything. The key goes on in the guarded fetch, past any `ANTHROPIC_CUSTOM_HEADERS`.
 */
function clientOf(connection: Connection, call: GuardedCall): Anthropic {
  return new Anthropic({
    apiKey: 'not-needed',
    webhookKey: null,
    baseURL: connection.baseUrl.replace(/\/v1$/, ''), // the SDK's paths begin with /v1
    maxRetries: 0,
    logLevel: 'off',
    openTelemetry: false,
    timeout: 2_147_483_647, // the longest timer there is: the clocks are the guarded fetch's and the pipeline's
    fetch: call.fetch,
  });
}

async function countTokens(
  connection: Connection,
  deps: AdapterDeps,
  request: ProviderRequest,
  signal: AbortSignal,
): Promise<number> {
  const body = lowerCount(request);
  const call = new GuardedCall(connection, deps, wireOf(request.capabilities.apiVersion), signal);
  try {
    const path = '/v1/messages/count_tokens';
    const response = await clientOf(connection, call).post(path, { body, signal: call.signal }).asResponse();
    const counted: unknown = await response.json();
    const tokens = isRecord(counted) ? asCount(counted.input_tokens) : undefined;
    if (tokens === undefined) throw call.fail('protocol', { status: response.status, detail: 'It sent no count.' });
    return tokens;
  } catch (thrown) {
    throw call.explain(thrown);
  } finally {
    call.close();
  }
}

async function listModels(
  connection: Connection,
  deps: AdapterDeps,
  signal: AbortSignal,
): Promise<readonly ModelInfo[]> {
  const call = new GuardedCall(connection, deps, wireOf(), signal);
  try {
    const client = clientOf(connection, call);
    const models: ModelInfo[] = [];
    let after: string | undefined;
    for (let page = 0; page < most.pages && models.length < most.models; page++) {
      const query = { limit: most.pageSize, ...(after === undefined ? {} : { after_id: after }) };
      const response = await client.get('/v1/models', { query, signal: call.signal }).asResponse();
      const body: unknown = await response.json();
      // The SDK's own pages would make an empty list of any other reply, and a wrong address look right.
      if (!isRecord(body) || !Array.isArray(body.data))
        throw call.fail('protocol', { detail: 'It sent no list of models.' });
      models.push(...body.data.flatMap(raiseModel));
      after = body.has_more === true ? asText(body.last_id) : undefined;
      if (after === undefined) break;
    }
    return models.slice(0, most.models);
  } catch (thrown) {
    throw call.explain(thrown);
  } finally {
    call.close();
  }
}

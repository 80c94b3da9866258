// The SDK's build for browsers: the one for Node reads the environment in its constructor, and warns about it on the console.
import { GoogleGenAI } from '@google/genai/web';
import type { Provider } from '../core/chat/provider.ts';
import type { ProviderRequest } from '../core/chat/request.ts';
import { asCount, isRecord } from '../core/json.ts';
import type { Connection } from '../core/models/connection.ts';
import type { ModelInfo } from '../core/models/modelInfo.ts';
import { raisePage } from './googleGenaiModels.ts';
import { lowerRequest } from './googleGenaiRequest.ts';
import { ContentSteps } from './googleGenaiStream.ts';
import { type AdapterDeps, GuardedCall, type WireCall } from './guardedFetch.ts';
import { streamEvents } from './sse.ts';

const wire: WireCall = { headers: {}, framing: 'sse' };
/** A list's pages and models are kept up to here. */
const most = { pages: 5, pageSize: 1_000, models: 2_000 } as const;

/** GenerateContent: Google's wire API for Gemini. */
export function googleGenai(connection: Connection, deps: AdapterDeps): Provider {
  return {
    id: connection.providerId,
    listModels: (signal) => listModels(connection, deps, signal),
    countTokens: (request, signal) => countTokens(connection, deps, request, signal),
    stream: (request, signal) =>
      streamEvents(() => {
        const { params, notices } = lowerRequest(request);
        const { model: _m, contents: _c, systemInstruction: _s, ...extra } = request.parameters.extra_body ?? {};
        const call = new GuardedCall(connection, deps, wire, signal);
        const change = Object.keys(extra).length > 0 ? (body: Body) => merged(body, extra) : undefined;
        const client = clientOf(connection, call, change);
        const send = () => call.raw(() => client.models.generateContentStream(params));
        return { call, notices, send, steps: new ContentSteps(call, request.parameters.n ?? 1) };
      }),
  };
}

type Body = Readonly<Record<string, unknown>>;

/**
 * The one place where the SDK's client is made. The key goes on in the guarded fetch. `change` is done to a body before it is sent:
 * the SDK's own `extraBody` writes to the console where types differ.
 */
function clientOf(connection: Connection, call: GuardedCall, change?: (body: Body) => Body): GoogleGenAI {
  const [, root = '', version = 'v1beta'] =
    /^(.*?)\/*(?:\/(v\d+(?:alpha|beta)?\d*)\/*)?$/.exec(connection.baseUrl) ?? [];
  const changing: typeof call.fetch = (input, init) => {
    const body = init?.body;
    if (!change || typeof body !== 'string') return call.fetch(input, init);
    return call.fetch(input, { ...init, body: JSON.stringify(change(JSON.parse(body))) });
  };
  return new GoogleGenAI({
    apiKey: 'not-needed',
    vertexai: false,
    httpOptions: { baseUrl: root, apiVersion: version, fetch: changing },
  });
}

/** `extra` over `body`, object by object: a field for `generationConfig` leaves its other fields as they are. */
function merged(body: Body, extra: Body): Body {
  const fields = Object.entries(extra).map(([name, value]) => {
    const under = Object.hasOwn(body, name) ? body[name] : undefined;
    return [name, isRecord(under) && isRecord(value) ? merged(under, value) : value];
  });
  return { ...body, ...Object.fromEntries(fields) };
}

async function listModels(
  connection: Connection,
  deps: AdapterDeps,
  signal: AbortSignal,
): Promise<readonly ModelInfo[]> {
  const call = new GuardedCall(connection, deps, wire, signal);
  try {
    const client = clientOf(connection, call);
    const models: ModelInfo[] = [];
    let pageToken: string | undefined;
    for (let page = 0; page < most.pages && models.length < most.models; page++) {
      const config = { pageSize: most.pageSize, ...(pageToken === undefined ? {} : { pageToken }) };
      const response = await call.raw(() => client.models.list({ config }));
      const raised = raisePage(await response.json(), page === 0 ? 'first' : 'later');
      if (!raised) throw call.fail('protocol', { detail: 'It sent no list of models.' });
      models.push(...raised.models);
      pageToken = raised.next;
      if (pageToken === undefined) break;
    }
    return models.slice(0, most.models);
  } catch (thrown) {
    throw call.explain(thrown);
  } finally {
    call.close();
  }
}

/** The SDK counts the messages alone; the API counts the system instruction and the tools too, in a request within the request. */
async function countTokens(
  connection: Connection,
  deps: AdapterDeps,
  request: ProviderRequest,
  signal: AbortSignal,
): Promise<number> {
  const call = new GuardedCall(connection, deps, wire, signal);
  try {
    const { params, system, tools } = lowerRequest(request);
    const { model, contents } = params;
    const more = { ...(system ? { systemInstruction: system } : {}), ...(tools.length > 0 ? { tools } : {}) };
    const name = /^(?:models|tunedModels)\//.test(model) ? model : `models/${model}`;
    const change = (body: Body) => ({ generateContentRequest: { model: name, ...body, ...more } });
    const client = clientOf(connection, call, change);
    const response = await call.raw(() => client.models.countTokens({ model, contents }));
    const body: unknown = await response.json();
    const count = isRecord(body) ? asCount(body.totalTokens) : undefined;
    if (count === undefined) throw call.fail('protocol', { detail: 'It sent no count of tokens.' });
    return count;
  } catch (thrown) {
    throw call.explain(thrown);
  } finally {
    call.close();
  }
}

import type { Provider } from '../core/chat/provider.ts';
import type { Connection } from '../core/models/connection.ts';
import { type AdapterDeps, GuardedCall } from './guardedFetch.ts';
import { listOpenaiModels, openaiClient, openaiWire } from './openaiClient.ts';
import { lowerRequest } from './openaiResponsesRequest.ts';
import { ResponseSteps } from './openaiResponsesStream.ts';
import { streamEvents } from './sse.ts';

/** Responses: OpenAI's wire API for models that reason, stateless: nothing is stored at the provider. */
export function openaiResponses(connection: Connection, deps: AdapterDeps): Provider {
  return {
    id: connection.providerId,
    listModels: (signal) => listOpenaiModels(connection, deps, signal),
    stream: (request, signal) =>
      streamEvents(() => {
        const origin = `${connection.providerId}/${request.model}`;
        const { body, notices } = lowerRequest(request, origin);
        const call = new GuardedCall(connection, deps, openaiWire, signal);
        const send = () => openaiClient(connection, call).responses.create(body, { signal: call.signal }).asResponse();
        return { call, notices, send, steps: new ResponseSteps(call, origin) };
      }),
  };
}

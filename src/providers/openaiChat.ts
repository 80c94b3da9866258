import type { Provider } from '../core/chat/provider.ts';
import type { Connection } from '../core/models/connection.ts';
import { type AdapterDeps, GuardedCall } from './guardedFetch.ts';
import { lowerRequest } from './openaiChatRequest.ts';
import { ChatSteps } from './openaiChatStream.ts';
import { listOpenaiModels, openaiClient, openaiWire } from './openaiClient.ts';
import { streamEvents } from './sse.ts';

/** Chat Completions: OpenAI's wire API, which everybody else speaks too. */
export function openaiChat(connection: Connection, deps: AdapterDeps): Provider {
  return {
    id: connection.providerId,
    listModels: (signal) => listOpenaiModels(connection, deps, signal),
    stream: (request, signal) =>
      streamEvents(() => {
        const origin = connection.providerId;
        const { body, notices } = lowerRequest(request, origin);
        const call = new GuardedCall(connection, deps, openaiWire, signal);
        const client = openaiClient(connection, call);
        // Not `chat.completions.create`: compatible servers take messages that its type does not know.
        const send = () => client.post('/chat/completions', { body, stream: true, signal: call.signal }).asResponse();
        return { call, notices, send, steps: new ChatSteps(call, request.parameters.n ?? 1, origin) };
      }),
  };
}

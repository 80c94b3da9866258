import { Ollama } from 'ollama/browser';
import type { Provider } from '../core/chat/provider.ts';
import { ChatError, type ErrorKind } from '../core/errors.ts';
import type { Connection } from '../core/models/connection.ts';
import type { ModelInfo } from '../core/models/modelInfo.ts';
import { type AdapterDeps, GuardedCall, type WireCall } from './guardedFetch.ts';
import { raiseModel, raiseTags } from './ollamaChatModels.ts';
import { lowerRequest } from './ollamaChatRequest.ts';
import { ChatSteps } from './ollamaChatStream.ts';
import { streamEvents } from './sse.ts';

const wire: WireCall = { headers: {}, framing: 'ndjson' };

/** A model's own facts need a request each. */
const most = { shown: 60, atOnce: 4 } as const;

/** Failures after which the next model may still be told of. */
const aboutOneModel: readonly ErrorKind[] = ['notFound', 'badRequest', 'server', 'protocol'];

/** Ollama's own API, on this machine or in its cloud. */
export function ollamaChat(connection: Connection, deps: AdapterDeps): Provider {
  return {
    id: connection.providerId,
    listModels: (signal) => listModels(connection, deps, signal),
    stream: (request, signal) =>
      streamEvents(() => {
        const { body, notices } = lowerRequest(request, servedBy(connection, request.model));
        const call = new GuardedCall(connection, deps, wire, signal);
        const send = () => call.raw(() => clientOf(connection, call).chat(body));
        return { call, notices, send, steps: new ChatSteps(call) };
      }),
  };
}

/** Who holds the context: the cloud gives every model its whole window, also where it is asked through a server on this machine. */
function servedBy({ baseUrl }: Connection, model: string): 'server' | 'cloud' {
  const isCloud = /^https:\/\/(?:[^/]*\.)?ollama\.com(?:[:/]|$)/i.test(baseUrl) || /[:-]cloud$/.test(model);
  return isCloud ? 'cloud' : 'server';
}

/**
 * The one place where the SDK's client is made, in its build without Node: the other one reads files. The SDK writes on the console
 * what it does not like about a response, so it is never shown one (`GuardedCall.raw`). `OLLAMA_API_KEY` becomes a header of its
 * own making, which the guarded fetch does not send.
 */
function clientOf({ baseUrl }: Connection, call: GuardedCall): Ollama {
  // An address from when this provider was asked over Chat Completions.
  return new Ollama({ host: baseUrl.replace(/\/v1\/?$/, ''), fetch: call.fetch });
}

/** The JSON that answers a request of its own. @throws ChatError */
async function ask(
  connection: Connection,
  deps: AdapterDeps,
  signal: AbortSignal,
  send: (client: Ollama) => Promise<unknown>,
): Promise<unknown> {
  const call = new GuardedCall(connection, deps, wire, signal);
  try {
    return await (await call.raw(() => send(clientOf(connection, call)))).json();
  } catch (thrown) {
    throw call.explain(thrown);
  } finally {
    call.close();
  }
}

/** The list says little more than names; what a model takes is asked for each. One that does not tell stays bare. */
async function listModels(
  connection: Connection,
  deps: AdapterDeps,
  signal: AbortSignal,
): Promise<readonly ModelInfo[]> {
  const tagged = raiseTags(await ask(connection, deps, signal, (client) => client.list()));
  if (!tagged) {
    throw new ChatError('protocol', {
      host: new URL(connection.baseUrl).host,
      detail: 'It sent no list of models.',
    });
  }
  const shown = new Map<string, unknown>();
  const waiting = tagged.slice(0, most.shown);
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { id } = next;
      try {
        shown.set(id, await ask(connection, deps, signal, (client) => client.show({ model: id })));
      } catch (thrown) {
        if (signal.aborted) throw thrown;
        // A server that does not answer any more would be waited for, and one that is asked too much annoyed, for each model.
        if (!(thrown instanceof ChatError && aboutOneModel.includes(thrown.kind))) waiting.length = 0;
      }
    }
  };
  await Promise.all(Array.from({ length: most.atOnce }, work));
  return tagged.map((model) => raiseModel(model, shown.get(model.id)));
}

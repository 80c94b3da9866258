import type { ModelInfo } from '../models/modelInfo.ts';
import type { ProviderEvent } from './events.ts';
import type { ProviderRequest } from './request.ts';

/**
 * What an adapter writes: one wire API, bound to one connection.
 *
 * The contract of `stream`, checked for every adapter by the conformance suite (`test/conformance`):
 *  1. `sent`, as soon as something was sent. Then any number of deltas, with one `response` as soon as the provider names the model and `usage` whenever it counts; deltas
 *     that arrive together may be one event. At the end the `toolCall`s, then exactly one `finish` per choice. Nothing follows the
 *     last `finish`. Empty deltas are not emitted. Of an answer that a limit or a filter ended, only tool calls with complete
 *     arguments are. The request is compiled for the model (`core/run/compile.ts`): an adapter translates and decides nothing;
 *     a `notice` comes first, and only where the wire API forces something no capability can say.
 *  2. Every failure is thrown as a `ChatError`, after the events that came before it; nothing else escapes. An adapter neither
 *     retries, logs, reads settings nor talks to the user.
 *  3. If the signal aborts, before, during or after the request, `ChatError` of kind `cancelled` is thrown, at once.
 *     If the consumer stops early (`break`), the HTTP request is aborted. Nothing is sent before the first `next()`.
 *  4. A stream that ends without its wire API's terminal signal throws `incomplete`; it is never success.
 *     (Both official SDKs end cut and aborted streams silently.)
 *  5. The SDK client is made in one place with explicit base URL, no retries, logging off and the guarded fetch, which adds the
 *     key; environment variables change nothing.
 */
export interface Provider {
  /** The provider's id in the catalogue or in the user's settings. */
  readonly id: string;
  /** The models this key may use, in the provider's order. @throws ChatError */
  listModels(signal: AbortSignal): Promise<readonly ModelInfo[]>;
  /** One completion. @throws ChatError while iterating */
  stream(request: ProviderRequest, signal: AbortSignal): AsyncIterable<ProviderEvent>;
  /** The tokens of the request's input as the provider itself counts them, where it has a counter. @throws ChatError */
  countTokens?(request: ProviderRequest, signal: AbortSignal): Promise<number>;
}

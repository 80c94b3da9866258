import type { ModelInfo } from '../models/modelInfo.ts';
import type { ProviderEvent } from './events.ts';
import type { ProviderRequest } from './request.ts';

/**
 * What an adapter writes: one wire API, bound to one connection.
 *
 * The contract of `stream`, checked for every adapter by the conformance suite (`test/conformance`):
 *  1. First any number of `notice` events (what lowering dropped or changed), then one `response` if the provider names the
 *     model, then any number of deltas, then `toolCall`s, then exactly one `finish` per choice. Nothing follows the last
 *     `finish` but `usage`. Empty deltas are not emitted.
 *  2. Every failure is thrown as a `ChatError`; nothing else escapes. An adapter neither retries, logs, reads settings
 *     nor talks to the user.
 *  3. If the signal aborts, before, during or after the request, `ChatError` of kind `cancelled` is thrown, at once.
 *     If the consumer stops early (`break`), the HTTP request is aborted.
 *  4. A stream that ends without its wire API's terminal signal throws `incomplete`; it is never success.
 *     (Both official SDKs end cut and aborted streams silently.)
 *  5. The SDK client is made in one place with explicit key and base URL, no retries, logging off and the guarded fetch;
 *     environment variables change nothing.
 */
export interface Provider {
  /** The provider's id in the catalogue or in the user's settings. */
  readonly id: string;
  /** The models this key may use, in the provider's order. @throws ChatError */
  listModels(signal: AbortSignal): Promise<readonly ModelInfo[]>;
  /** One completion. @throws ChatError while iterating */
  stream(request: ProviderRequest, signal: AbortSignal): AsyncIterable<ProviderEvent>;
}

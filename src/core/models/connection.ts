import type { WireApi } from './wireApi.ts';

/** Which header carries the key. `both`: hosts of the Messages API that read one or the other. */
export const keyHeaders = ['bearer', 'x-api-key', 'api-key', 'x-goog-api-key', 'both'] as const;

export type KeyHeader = (typeof keyHeaders)[number];

/**
 * Everything one call needs to reach a provider. It holds the key, so it is made at the moment of the call, handed to the
 * adapter and never stored, logged or sent to the webview.
 */
export interface Connection {
  readonly providerId: string;
  /** For people: "OpenAI". */
  readonly name: string;
  readonly wireApi: WireApi;
  readonly baseUrl: string;
  /** Absent for servers that need none. */
  readonly apiKey?: string | undefined;
  readonly keyHeader: KeyHeader;
  /** Further request headers (a custom server's); they are only ever sent to `baseUrl`'s origin. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether a plain http address may be called: on this machine always, elsewhere only if the user agreed to this origin. */
  readonly plainHttp: 'loopbackOnly' | 'agreed';
}

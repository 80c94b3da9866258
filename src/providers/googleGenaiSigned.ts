import type { ProviderData } from '../core/chat/message.ts';
import { asText, isRecord } from '../core/json.ts';
import type { WireApi } from '../core/models/wireApi.ts';

/** The key of what this adapter stores in `providerData`. */
const wireApi = 'google-genai' satisfies WireApi;

/** What a model signed: one part of its answer, as it came. */
export interface Signed {
  /** The text of the signed part alone; empty on a tool call, and where the signature came by itself. */
  readonly text: string;
  readonly thoughtSignature: string;
}

/**
 * What must go back so that the signature holds. A signed part may be the last piece of a longer text, and Google forbids joining a
 * signed part with an unsigned one ("thought signatures", 2026-11): so its own text is kept.
 */
export function signedData(text: string, thoughtSignature: string): ProviderData {
  return { [wireApi]: { text, thoughtSignature } };
}

/** What this adapter wrote; undefined for another wire API's. */
export function signedOf(data: ProviderData | undefined): Signed | undefined {
  const signed = data?.[wireApi];
  if (!isRecord(signed) || typeof signed.text !== 'string') return undefined;
  const thoughtSignature = asText(signed.thoughtSignature);
  return thoughtSignature === undefined ? undefined : { text: signed.text, thoughtSignature };
}

import type { TokenLogprob } from '../core/chat/events.ts';
import { isRecord } from '../core/json.ts';

/** What a choice's `logprobs` say, in OpenAI's form and in the older one that some servers still write (Together, 2026-11). */
export function raiseLogprobs(wire: unknown): TokenLogprob[] {
  if (!isRecord(wire)) return [];
  if (Array.isArray(wire.content)) return wire.content.flatMap(raiseToken);
  const { tokens, token_logprobs: logprobs, top_logprobs: tops } = wire;
  if (!Array.isArray(tokens) || !Array.isArray(logprobs)) return [];
  return tokens.flatMap((token, position) => {
    const top: unknown = Array.isArray(tops) ? tops[position] : undefined;
    const others = isRecord(top) ? Object.entries(top).map(([text, logprob]) => ({ token: text, logprob })) : [];
    return raiseToken({ token, logprob: logprobs[position], top_logprobs: others });
  });
}

function raiseToken(wire: unknown): TokenLogprob[] {
  if (!isRecord(wire)) return [];
  const likely = raisePair(wire);
  const top = Array.isArray(wire.top_logprobs) ? wire.top_logprobs.flatMap((one) => raisePair(one)) : [];
  return likely.map((pair) => ({ ...pair, top }));
}

/** A logarithm above 0 is a rounding error of the server. */
function raisePair(wire: unknown): { readonly token: string; readonly logprob: number }[] {
  if (!isRecord(wire)) return [];
  const { token, logprob } = wire;
  return typeof token === 'string' && typeof logprob === 'number' ? [{ token, logprob: Math.min(0, logprob) }] : [];
}

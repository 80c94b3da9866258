import type { ErrorKind } from '../errors.ts';
import { asText, isRecord } from '../json.ts';

/** A failure below HTTP, by the platform's own code. */
export interface SystemFailure {
  readonly kind: ErrorKind;
  readonly code: string | undefined;
  /** The platform's sentence where it says more than the code; never content of a reply. */
  readonly message: string | undefined;
}

const networkCodes = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'ETIMEDOUT'],
  ...['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL', 'EPIPE', 'EPROTO'],
  ...['UND_ERR_SOCKET', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_CLOSED', 'UND_ERR_DESTROYED'],
]);
const timeoutCodes = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);
const certificateCode =
  /^(?:CERT_|ERR_TLS_CERT|UNABLE_TO_(?:GET|VERIFY|DECRYPT)|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|ERR_CERT_)/;
const protocolCode = /^(?:HPE_|Z_|UND_ERR_RE[QS]_|ERR_INVALID_)/;

/**
 * What a chain of causes, outermost first, says about the network. The innermost code that is known counts: the outer ones are
 * `fetch failed` and the SDK's wrapping.
 */
export function systemFailure(chain: readonly unknown[]): SystemFailure | undefined {
  for (const cause of chain.toReversed()) {
    if (!isRecord(cause)) continue;
    const message = asText(cause.message) ?? '';
    // Electron's network stack puts its code into the message.
    const code = proxyCode(message) ?? asText(cause.code) ?? /net::(ERR_[A-Z_]+)/.exec(message)?.[1];
    const kind = code === undefined ? undefined : kindOfCode(code);
    if (kind) return { kind, code, message: kind === 'certificate' ? message : undefined };
  }
  return chain.some(isNamelessFailure) ? { kind: 'network', code: undefined, message: undefined } : undefined;
}

/** A proxy that opens no tunnel: Node's fetch calls that an abort, and tells the proxy's status in words only (Node 24, 2026-11). */
function proxyCode(message: string): string | undefined {
  const status = /^Proxy response \((\d{3})\) !== 200/.exec(message)?.[1];
  return status && `PROXY_${status}`;
}

function kindOfCode(code: string): ErrorKind | undefined {
  if (code.startsWith('PROXY_')) return 'network';
  if (timeoutCodes.has(code)) return 'timeout';
  if (certificateCode.test(code)) return 'certificate';
  if (networkCodes.has(code) || /^ERR_(?:SSL|TLS|PROXY|CONNECTION|NAME|INTERNET|NETWORK|TUNNEL|ADDRESS)_/.test(code))
    return 'network';
  return protocolCode.test(code) ? 'protocol' : undefined;
}

/** What fetch throws when it gives no code. */
function isNamelessFailure(cause: unknown): boolean {
  return (
    cause instanceof TypeError && /^(?:fetch failed|terminated|failed to fetch|network error)/i.test(cause.message)
  );
}

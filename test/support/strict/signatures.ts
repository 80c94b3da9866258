// What a model signs or encrypts and wants back as it was. Nothing is remembered: the seal proves itself.
import { createHash } from 'node:crypto';

function digest(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 24);
}

/** Base64 of a text and its digest, which only `who` can have made. */
export function seal(who: string, text: string): string {
  return Buffer.from(`${digest(who, text)}${text}`).toString('base64');
}

/** Whether `who` sealed this text, or any text where none is given. */
export function isSealed(who: string, sealed: unknown, text?: string): boolean {
  if (typeof sealed !== 'string') return false;
  const plain = Buffer.from(sealed, 'base64').toString();
  const inner = plain.slice(24);
  return plain.slice(0, 24) === digest(who, inner) && (text === undefined || text === inner);
}

/** Letters and digits that depend on the parts alone. */
export function idOf(length: number, ...parts: readonly string[]): string {
  return digest(...parts).slice(0, length);
}

import { redact } from '../../core/text/redact.ts';

/** Shorter ones are words that happen to begin like a key. */
const shortestRest = 16;
/** The longest text that is taken for one key. */
const longestKey = 4096;

/** Secrets that are no provider's, by their documented beginnings (2026-11): AWS, GitHub, GitLab, Slack, Stripe, npm; JSON web tokens. */
const otherShapes = [
  'A(?:KIA|SIA)[0-9A-Z]{16}',
  'gh[pousr]_[A-Za-z0-9]{30,}',
  'github_pat_[A-Za-z0-9_]{30,}',
  'glpat-[A-Za-z0-9_-]{18,}',
  'xox[abprs]-[A-Za-z0-9-]{16,}',
  '[sr]k_live_[A-Za-z0-9]{16,}',
  'npm_[A-Za-z0-9]{30,}',
  'eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}',
];

/** A private key as a file holds it, in JSON with its line ends escaped. */
const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;
/** What follows a name that says it is secret: in a header, in a URL, in JSON (quotes may be escaped there). */
const named =
  /(?:authorization|bearer|(?:api|access|auth|secret|client)[-_]?(?:key|token|secret)|[?&](?:key|token|sig|signature))(?:\\?["'])?\s*[:=\s]\s*(?:\\?["'])?(?:bearer\s+)?([A-Za-z0-9_.~+/=-]{16,4096})/gi;

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Letters alone are a word, however long; no provider issues such keys. */
function looksRandom(text: string): boolean {
  return /\d/.test(text) && /[a-z]/i.test(text);
}

/**
 * Replaces what looks like a key: what begins as one of `prefixes` (the catalogue's), as another well-known secret, or follows a name such
 * as `api_key`. Whatever else is found of the same value goes too, as `redact` does. `known`: secrets to be replaced in any case.
 */
export function withoutKeys(text: string, prefixes: readonly string[], known: readonly string[]): string {
  const beginnings = [...new Set(prefixes)].map(escaped).join('|');
  const shapes = [
    ...(beginnings ? [`(?:${beginnings})[A-Za-z0-9_-]{${shortestRest},${longestKey}}`] : []),
    ...otherShapes,
  ];
  const shaped = new RegExp(`(?<![A-Za-z0-9])(?:${shapes.join('|')})`, 'g');
  const bare = text.replace(privateKey, '[redacted]');
  const found = [
    ...[...bare.matchAll(shaped)].map(([value]) => value),
    ...[...bare.matchAll(named)].map(([, value]) => value ?? ''),
  ];
  return redact(bare, [...new Set([...known, ...found.filter(looksRandom)])]);
}

/** Cuts a text to at most so many bytes of UTF-8; a key that the cut would halve goes as a whole. */
export function cutTo(text: string, bytes: number): { readonly text: string; readonly cut: 'cut' | 'whole' } {
  if (text.length * 3 <= bytes || Buffer.byteLength(text) <= bytes) return { text, cut: 'whole' };
  // A character that was halved reads as U+FFFD.
  const head = Buffer.from(text)
    .subarray(0, bytes)
    .toString()
    .replace(/\ufffd$/, '');
  let end = head.length;
  while (end > 0 && head.length - end < longestKey && /[\w.~+/=%-]/.test(head.charAt(end - 1))) end--;
  return { text: head.slice(0, end), cut: 'cut' };
}

/** One key of a provider, with the only origin it may be sent to. */
export interface StoredKey {
  readonly id: string;
  /** For people: "Key 1", "work". */
  readonly name: string;
  /** Scheme, host and port, as `URL.origin` gives it. The provider's id where it has no address; then there is no key. */
  readonly origin: string;
  /** '' where none is needed: the entry records that the user chose to connect the provider. */
  readonly key: string;
  /** Further request headers; their values are secrets too. */
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly addedAt: number;
}

/** All keys of one provider, in the order they were added; never empty. `active` is the id of the one in use. */
export interface StoredKeys {
  readonly version: 1;
  readonly active: string;
  readonly keys: readonly StoredKey[];
}

/** What lies in the secret storage. A damaged entry is shown as such, never guessed at and never overwritten unasked. */
export type StoredReading =
  | { readonly type: 'none' }
  | { readonly type: 'keys'; readonly stored: StoredKeys }
  | { readonly type: 'damaged'; readonly reason: 'unreadable' | 'newer' };

const unreadable: StoredReading = { type: 'damaged', reason: 'unreadable' };

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Without an address there is nowhere to send a secret, so none may be kept for that. */
function isOrigin(origin: string, key: string): boolean {
  if (URL.canParse(origin)) return new URL(origin).origin === origin;
  return key === '' && /^[a-z0-9][a-z0-9._-]*$/i.test(origin);
}

function readKey(value: unknown): StoredKey | undefined {
  if (!isRecord(value)) return undefined;
  const { id, name, origin, key, headers, addedAt } = value;
  if (typeof id !== 'string' || id === '' || typeof name !== 'string' || typeof key !== 'string') return undefined;
  if (typeof origin !== 'string' || !isOrigin(origin, key)) return undefined;
  if (typeof addedAt !== 'number' || !Number.isFinite(addedAt)) return undefined;
  if (!isRecord(headers)) return undefined;
  const pairs = Object.entries(headers);
  if (!pairs.every((pair): pair is [string, string] => typeof pair[1] === 'string')) return undefined;
  return { id, name, origin, key, headers: Object.fromEntries(pairs), addedAt };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads an entry; anything may lie there. */
export function readStoredKeys(text: string | undefined): StoredReading {
  if (text === undefined) return { type: 'none' };
  const value = parseJson(text);
  if (!isRecord(value)) return unreadable;
  const { version, active, keys } = value;
  if (typeof version === 'number' && version > 1) return { type: 'damaged', reason: 'newer' };
  if (version !== 1 || typeof active !== 'string' || !Array.isArray(keys) || keys.length === 0) return unreadable;
  const read = keys.map(readKey).filter((key) => key !== undefined);
  const ids = new Set(read.map((key) => key.id));
  if (read.length !== keys.length || ids.size !== keys.length || !ids.has(active)) return unreadable;
  return { type: 'keys', stored: { version: 1, active, keys: read } };
}

/** With the key at the end and active. */
export function withKey(stored: StoredKeys | undefined, key: StoredKey): StoredKeys {
  return { version: 1, active: key.id, keys: [...(stored?.keys ?? []), key] };
}

/** Without the key; undefined if none is left. If it was active, the newest one for the same origin is, else the newest. */
export function withoutKey(stored: StoredKeys, keyId: string): StoredKeys | undefined {
  const removed = stored.keys.find((key) => key.id === keyId);
  const keys = stored.keys.filter((key) => key.id !== keyId);
  const next = keys.findLast((key) => key.origin === removed?.origin) ?? keys.at(-1);
  if (!next) return undefined;
  return { version: 1, active: stored.active === keyId ? next.id : stored.active, keys };
}

/** "Key 1", "Key 2", …: the first that no key has. */
export function freeKeyName(taken: readonly string[]): string {
  for (let count = taken.length + 1; ; count += 1) {
    const name = `Key ${count}`;
    if (!taken.includes(name)) return name;
  }
}

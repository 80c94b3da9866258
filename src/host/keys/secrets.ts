import type * as vscode from 'vscode';
import { ChatError } from '../../core/errors.ts';
import { type Disposable, Emitter } from '../../core/lifetime.ts';
import type { Credentials } from '../models/registry.ts';
import {
  readStoredKeys,
  type StoredKey,
  type StoredKeys,
  type StoredReading,
  withKey,
  withoutKey,
} from './storedKeys.ts';

/** The part of VS Code's secret storage that is used. */
export type SecretStore = Pick<vscode.SecretStorage, 'get' | 'store' | 'delete' | 'keys' | 'onDidChange'>;

/** What may be shown of a key: never any part of it. */
export interface KeyLabel {
  readonly id: string;
  readonly name: string;
  readonly origin: string;
  /** Milliseconds since 1970. */
  readonly addedAt: number;
  readonly use: 'active' | 'kept';
  /** `none`: the entry stands for a provider that was connected without a key. */
  readonly holds: 'key' | 'none';
}

export type NewKey = Pick<StoredKey, 'name' | 'origin' | 'key' | 'headers'>;

/** `known`: exactly this key was there already; it is active now. */
export interface AddedKey {
  readonly type: 'added' | 'known';
  readonly label: KeyLabel;
}

export interface RemovedKey {
  readonly label: KeyLabel;
  /** The key that took its place, undefined if none is left or the active one stayed. */
  readonly nowActive: KeyLabel | undefined;
  /** Puts it back as it was. @throws ChatError */
  readonly undo: () => Promise<void>;
}

const prefix = 'parley.keys.';
const removal = 'Remove it with "Parley: Remove API Key…", then add the key again.';

function labelOf(key: StoredKey, stored: StoredKeys): KeyLabel {
  const { id, name, origin, addedAt } = key;
  return {
    id,
    name,
    origin,
    addedAt,
    use: stored.active === id ? 'active' : 'kept',
    holds: key.key === '' ? 'none' : 'key',
  };
}

function damagedError(providerId: string, reason: 'unreadable' | 'newer'): ChatError {
  const why = reason === 'newer' ? 'were written by a newer version of Parley' : 'are damaged and can not be read';
  return new ChatError('notConnected', {
    code: 'keysDamaged',
    detail: `The stored keys of ${providerId} ${why}. ${removal}`,
  });
}

/** Whether the error says that a provider's stored keys can't be read. */
export function isDamage(error: ChatError): boolean {
  return error.facts.code === 'keysDamaged';
}

function sameSecret(a: NewKey, b: NewKey): boolean {
  const headers = (key: NewKey) => JSON.stringify(Object.entries(key.headers).sort());
  return a.key === b.key && a.origin === b.origin && headers(a) === headers(b);
}

/**
 * The keys, in VS Code's secret storage: the only user of it. Each key is kept with the origin it was entered for and is handed
 * out for that origin alone. Every method throws `ChatError` when the storage fails, hangs or holds a damaged entry.
 */
export class Secrets implements Disposable {
  readonly #store: SecretStore;
  readonly #limitMs: number;
  readonly #writes = new Map<string, Promise<unknown>>();
  readonly #changed = new Emitter<string>();
  readonly #subscription: Disposable;
  #connected: Promise<readonly string[]> | undefined;
  /** Fires with the provider's id when its keys may have changed, in this window or in another one. */
  readonly onDidChange = this.#changed.event;

  /** @param limitMs how long one call to the storage may take; a locked keyring can hang for ever */
  constructor(store: SecretStore, limitMs = 10_000) {
    this.#store = store;
    this.#limitMs = limitMs;
    this.#subscription = store.onDidChange(({ key }) => {
      if (!key.startsWith(prefix)) return;
      this.#connected = undefined;
      this.#changed.fire(key.slice(prefix.length));
    });
  }

  /** The provider's keys in the order they were added. */
  async labels(providerId: string): Promise<readonly KeyLabel[]> {
    const stored = await this.#read(providerId);
    return stored ? stored.keys.map((key) => labelOf(key, stored)) : [];
  }

  /**
   * The active key, if it was entered for exactly this origin. Undefined if the provider has none.
   * @throws ChatError `notConnected` naming both origins, if there are keys but the active one is for another origin
   */
  async credentials(providerId: string, origin: string): Promise<Credentials | undefined> {
    const stored = await this.#read(providerId);
    const active = stored?.keys.find((key) => key.id === stored.active);
    if (!stored || !active) return undefined;
    if (active.origin === origin)
      return { apiKey: active.key === '' ? undefined : active.key, headers: active.headers };
    const fitting = stored.keys.find((key) => key.origin === origin);
    const way = fitting ? `Switch to "${fitting.name}", which is for this address.` : 'Add a key for this address.';
    const detail = `The key of ${providerId} was entered for ${active.origin}; it is not sent to ${origin}. ${way}`;
    throw new ChatError('notConnected', { detail, host: URL.canParse(origin) ? new URL(origin).host : origin });
  }

  /** The ids of all providers that have an entry, in no certain order. */
  async connected(): Promise<readonly string[]> {
    this.#connected ??= this.#limited(this.#store.keys()).then((keys) =>
      keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)),
    );
    const asked = this.#connected;
    try {
      return await asked;
    } catch (failure) {
      if (this.#connected === asked) this.#connected = undefined;
      throw failure;
    }
  }

  /** Stores a key and makes it active. */
  add(providerId: string, key: NewKey, now: number): Promise<AddedKey> {
    return this.#change(providerId, async (stored) => {
      const known = stored?.keys.find((one) => sameSecret(one, key));
      const added = known ?? { ...key, id: crypto.randomUUID(), addedAt: now };
      const next = stored && known ? { ...stored, active: known.id } : withKey(stored, added);
      await this.#write(providerId, next);
      return { type: known ? 'known' : 'added', label: labelOf(added, next) };
    });
  }

  /** Makes a key the one in use. Does nothing if it is gone. */
  activate(providerId: string, keyId: string): Promise<void> {
    return this.#change(providerId, async (stored) => {
      if (stored?.keys.some((key) => key.id === keyId)) await this.#write(providerId, { ...stored, active: keyId });
    });
  }

  /** Removes a key; undefined if it was gone already. */
  remove(providerId: string, keyId: string): Promise<RemovedKey | undefined> {
    return this.#change(providerId, async (stored) => {
      const key = stored?.keys.find((one) => one.id === keyId);
      if (!stored || !key) return undefined;
      const next = withoutKey(stored, keyId);
      await this.#write(providerId, next);
      const heir = stored.active === keyId ? next?.keys.find((one) => one.id === next.active) : undefined;
      return {
        label: labelOf(key, stored),
        nowActive: heir && next ? labelOf(heir, next) : undefined,
        undo: () =>
          this.#putBack(providerId, key, stored.keys.indexOf(key), stored.active === keyId ? 'active' : 'kept'),
      };
    });
  }

  /** Deletes an entry that can't be read, at the user's wish. Does nothing if it can be read. */
  async discardDamaged(providerId: string): Promise<void> {
    await this.#serial(providerId, async () => {
      const reading = await this.#reading(providerId);
      if (reading.type === 'damaged') await this.#write(providerId, undefined);
    });
  }

  #putBack(providerId: string, key: StoredKey, at: number, use: KeyLabel['use']): Promise<void> {
    return this.#change(providerId, async (stored) => {
      const keys = (stored?.keys ?? []).filter((one) => one.id !== key.id);
      const active = stored && use === 'kept' ? stored.active : key.id;
      await this.#write(providerId, { version: 1, active, keys: keys.toSpliced(at, 0, key) });
    });
  }

  async #reading(providerId: string): Promise<StoredReading> {
    return readStoredKeys(await this.#limited(this.#store.get(prefix + providerId)));
  }

  async #read(providerId: string): Promise<StoredKeys | undefined> {
    const reading = await this.#reading(providerId);
    if (reading.type === 'damaged') throw damagedError(providerId, reading.reason);
    return reading.type === 'keys' ? reading.stored : undefined;
  }

  async #write(providerId: string, stored: StoredKeys | undefined): Promise<void> {
    const key = prefix + providerId;
    await this.#limited(stored ? this.#store.store(key, JSON.stringify(stored)) : this.#store.delete(key));
    this.#connected = undefined;
  }

  #change<T>(providerId: string, work: (stored: StoredKeys | undefined) => Promise<T>): Promise<T> {
    return this.#serial(providerId, async () => work(await this.#read(providerId)));
  }

  /** One change of a provider's entry at a time, or two would overwrite each other. */
  #serial<T>(providerId: string, work: () => Promise<T>): Promise<T> {
    const before = this.#writes.get(providerId) ?? Promise.resolve();
    const done = before.then(work, work);
    this.#writes.set(providerId, done);
    return done;
  }

  async #limited<T>(call: Thenable<T>): Promise<T> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const seconds = Math.round(this.#limitMs / 1000);
    const timer = setTimeout(
      () => reject(new ChatError('notConnected', { code: 'secretStorage', detail: slowStorage(seconds) })),
      this.#limitMs,
    );
    try {
      return await Promise.race([call, late]);
    } catch (failure) {
      if (failure instanceof ChatError) throw failure;
      throw new ChatError('notConnected', { code: 'secretStorage', detail: brokenStorage }, failure);
    } finally {
      clearTimeout(timer);
    }
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}

const keyringAdvice =
  "Unlock this machine's keyring (on Linux: GNOME Keyring or KWallet), reload the window, then try again.";
const brokenStorage = `VS Code's secret storage, where keys are kept, reported an error. ${keyringAdvice}`;

function slowStorage(seconds: number): string {
  return `VS Code's secret storage, where keys are kept, did not answer within ${seconds} s. ${keyringAdvice}`;
}

import { Emitter } from '../../src/core/lifetime.ts';
import type { SecretStore } from '../../src/host/keys/secrets.ts';

/** A secret storage in memory that can misbehave as the real one does. Two of them may share a map, like two windows. */
export class MemorySecrets implements SecretStore {
  readonly map: Map<string, string>;
  readonly #changed: Emitter<{ readonly key: string }>;
  readonly onDidChange: SecretStore['onDidChange'];
  #mood: 'well' | 'hanging' | 'broken' = 'well';

  constructor(shared?: MemorySecrets) {
    this.map = shared?.map ?? new Map();
    this.#changed = shared ? shared.#changed : new Emitter();
    this.onDidChange = (listener, thisArg) => this.#changed.event((change) => listener.call(thisArg, change));
  }

  become(mood: 'well' | 'hanging' | 'broken'): void {
    this.#mood = mood;
  }

  keys(): Promise<string[]> {
    return this.#answer(() => [...this.map.keys()]);
  }

  get(key: string): Promise<string | undefined> {
    return this.#answer(() => this.map.get(key));
  }

  store(key: string, value: string): Promise<void> {
    return this.#answer(() => {
      this.map.set(key, value);
      this.#changed.fire({ key });
    });
  }

  delete(key: string): Promise<void> {
    return this.#answer(() => {
      this.map.delete(key);
      this.#changed.fire({ key });
    });
  }

  async #answer<T>(work: () => T): Promise<T> {
    if (this.#mood === 'hanging') return new Promise(() => {});
    // Other calls may come in between, as they do in VS Code.
    await Promise.resolve();
    if (this.#mood === 'broken') throw new Error('the keyring is locked');
    return work();
  }
}

import type * as vscode from 'vscode';

/** The part of a VS Code memento that is used; `globalState` fits. */
export type ConsentStore = Pick<vscode.Memento, 'get' | 'update'>;

const key = 'parley.plainHttpOrigins';

/** The origins, other than this machine's, to which the user agreed to send keys and prompts unencrypted. Asked once per origin. */
export class PlainHttpConsents {
  readonly #store: ConsentStore;

  constructor(store: ConsentStore) {
    this.#store = store;
  }

  agreed(origin: string): boolean {
    return this.#origins().includes(origin);
  }

  async agree(origin: string): Promise<void> {
    if (!this.agreed(origin)) await this.#store.update(key, [...this.#origins(), origin]);
  }

  /** Takes it back, for a flow that was cancelled after the question. */
  async withdraw(origin: string): Promise<void> {
    await this.#store.update(
      key,
      this.#origins().filter((one) => one !== origin),
    );
  }

  #origins(): readonly string[] {
    const kept = this.#store.get<unknown>(key);
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : [];
  }
}

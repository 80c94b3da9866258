import type { Provider } from '../../core/chat/provider.ts';
import { ChatError } from '../../core/errors.ts';
import { Emitter } from '../../core/lifetime.ts';
import type { Connection } from '../../core/models/connection.ts';
import type { ModelInfo } from '../../core/models/modelInfo.ts';
import { parseModelRef } from '../../core/models/modelRef.ts';
import { nearest } from '../../core/models/nearest.ts';
import type { ProviderEntry, ProviderSettings } from '../../core/models/providerSettings.ts';
import type { Target } from '../../core/run/complete.ts';

/** The secrets of one call: never stored here, never logged. */
export interface Credentials {
  readonly apiKey: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** What the registry needs from the rest of the host. */
export interface RegistryDeps {
  readonly settings: () => ProviderSettings;
  /** The active key for this provider and origin. @throws ChatError if a key exists for another origin only. */
  readonly credentials: (providerId: string, origin: string) => Promise<Credentials | undefined>;
  /** Providers the user connected by a key or by choice. */
  readonly connected: () => Promise<readonly string[]>;
  readonly load: (connection: Connection) => Promise<Provider>;
  /** Whether the user agreed to plain http for this origin. */
  readonly plainHttpAgreed: (origin: string) => boolean;
}

/** Model ids to providers: the catalogue, the user's own providers, and the keys behind them. */
export class Registry {
  readonly #deps: RegistryDeps;
  #models = new Map<string, readonly ModelInfo[]>();
  readonly #changed = new Emitter<void>();
  /** Fires when providers, keys or model lists may have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(deps: RegistryDeps) {
    this.#deps = deps;
  }

  entries(): readonly ProviderEntry[] {
    return this.#deps.settings().entries;
  }

  entry(id: string): ProviderEntry | undefined {
    return this.entries().find((entry) => entry.row.id === id);
  }

  /** Tells that something of the settings changed, which leaves the model lists as they are. */
  settingsChanged(): void {
    this.#changed.fire();
  }

  /** Forgets the model lists; call it when keys or addresses change. */
  refresh(): void {
    // A new map: a list that is still under way was asked for with the key and address of before.
    this.#models = new Map();
    this.#changed.fire();
  }

  /** The providers that can be asked now: connected by the user, or a server of their own that needs no key. */
  async usable(): Promise<readonly ProviderEntry[]> {
    const connected = await this.#deps.connected();
    return this.entries().filter((entry) => {
      if (entry.baseUrl === '') return false;
      return connected.includes(entry.row.id) || (entry.origin !== 'catalogue' && entry.row.key === 'optional');
    });
  }

  /** The entry a model ref names. @throws ChatError `invalidSetting` with the nearest names. */
  resolve(ref: string): { readonly entry: ProviderEntry; readonly model: string } {
    const parsed = parseModelRef(ref);
    if (!parsed) {
      throw new ChatError('invalidSetting', {
        detail: `"${ref}" is not a model; write provider/model, for example ${this.#example()}.`,
      });
    }
    const entry = this.entries().find((one) => one.row.id === parsed.provider && one.baseUrl !== '');
    if (!entry) throw new ChatError('invalidSetting', { detail: this.#unknownProvider(parsed.provider) });
    return { entry, model: parsed.model };
  }

  #example(): string {
    const row = this.entries().find((entry) => entry.row.defaultModels.length > 0)?.row;
    return row ? `${row.id}/${row.defaultModels[0]}` : 'openai/gpt-6-luna';
  }

  #unknownProvider(id: string): string {
    const problem = this.#deps.settings().problems.find((one) => one.includes(JSON.stringify(id)));
    if (problem) return problem;
    const names = this.entries()
      .filter((entry) => entry.baseUrl !== '')
      .map((entry) => entry.row.id);
    const near = nearest(id, names, 3);
    return `There is no provider "${id}". ${near.length > 0 ? `Nearest: ${near.join(', ')}.` : `Known are ${names.join(', ')}.`}`;
  }

  /** Provider and model for one call. @throws ChatError */
  async connect(ref: string, signal: AbortSignal): Promise<Target> {
    const { entry, model } = this.resolve(ref);
    const provider = await this.#provider(entry, await this.#credentials(entry));
    if (signal.aborted) throw new ChatError('cancelled');
    const known = this.#models.get(entry.row.id)?.find((one) => one.id === model);
    return { provider, model, maxOutput: known?.maxOutput };
  }

  async #credentials(entry: ProviderEntry): Promise<Credentials> {
    const found = await this.#deps.credentials(entry.row.id, new URL(entry.baseUrl).origin);
    if (found) return found;
    if (entry.row.key === 'required')
      throw new ChatError('notConnected', { detail: `${entry.row.name} has no key yet.` });
    return { apiKey: undefined, headers: {} };
  }

  #provider(entry: ProviderEntry, credentials: Credentials): Promise<Provider> {
    const { row, baseUrl, compat } = entry;
    return this.#deps.load({
      providerId: row.id,
      name: row.name,
      wireApi: row.wireApi,
      baseUrl,
      apiKey: credentials.apiKey,
      headers: credentials.headers,
      compat,
      plainHttp: this.#deps.plainHttpAgreed(new URL(baseUrl).origin) ? 'agreed' : 'loopbackOnly',
    });
  }

  /** The provider's own list with credentials that need not be stored yet. @throws ChatError */
  async listModelsWith(
    entry: ProviderEntry,
    credentials: Credentials,
    signal: AbortSignal,
  ): Promise<readonly ModelInfo[]> {
    return (await this.#provider(entry, credentials)).listModels(signal);
  }

  /** The provider's models, asked once and then kept until `refresh`. The user's own names come first. @throws ChatError */
  async listModels(entry: ProviderEntry, signal: AbortSignal): Promise<readonly ModelInfo[]> {
    const lists = this.#models;
    const kept = lists.get(entry.row.id);
    if (kept) return kept;
    const own = entry.models.map((id): ModelInfo => ({ id }));
    const listed = await this.listModelsWith(entry, await this.#credentials(entry), signal);
    const models = [...own, ...listed.filter((model) => !entry.models.includes(model.id))];
    lists.set(entry.row.id, models);
    return models;
  }

  /** Up to three models of the provider whose ids come nearest; [] if its list can't be had. */
  async nearestModels(ref: string, signal: AbortSignal): Promise<readonly string[]> {
    try {
      const { entry, model } = this.resolve(ref);
      const models = await this.listModels(entry, signal);
      return nearest(
        model,
        models.map((one) => one.id),
        3,
      );
    } catch {
      // The list is a courtesy on the way to another message; its own failure is not worth a second one.
      return [];
    }
  }
}

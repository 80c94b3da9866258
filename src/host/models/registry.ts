import { createHash } from 'node:crypto';
import type { Provider } from '../../core/chat/provider.ts';
import { ChatError } from '../../core/errors.ts';
import { Emitter } from '../../core/lifetime.ts';
import { needsAddress } from '../../core/models/catalog.ts';
import type { Connection } from '../../core/models/connection.ts';
import type { ModelFacts } from '../../core/models/modelFacts.ts';
import type { ModelInfo } from '../../core/models/modelInfo.ts';
import { formatModelRef, parseModelRef } from '../../core/models/modelRef.ts';
import { nearest } from '../../core/models/nearest.ts';
import type { PriceList } from '../../core/models/prices.ts';
import { absentProvider, type ProviderEntry, type ProviderSettings } from '../../core/models/providerSettings.ts';
import type { Target } from '../../core/run/deps.ts';
import { limitsFor } from '../../core/run/limits.ts';
import type { Limits } from '../../core/run/timeouts.ts';

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
  /** What the user set of the content clocks. */
  readonly limits: () => Partial<Limits>;
  /** `parley.modelOverrides` as it stands there. */
  readonly modelOverrides: () => unknown;
  /** Today as an ISO date, for models that retire. */
  readonly today: () => string;
}

/** What runs on this machine costs nothing that a price list knows. */
const free: PriceList = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

/** Whether requests can be sent: the address is known, or none is needed. */
function isCallable({ baseUrl, row }: ProviderEntry): boolean {
  return baseUrl !== '' || !needsAddress(row);
}

/** Where requests go; VS Code's own models have no address and are called by their provider's id. */
function originOf({ baseUrl, row }: ProviderEntry): string {
  return baseUrl === '' ? row.id : new URL(baseUrl).origin;
}

/** Tells keys apart without holding them. */
function fingerprint({ apiKey }: Credentials): string {
  return apiKey === undefined ? 'none' : createHash('sha256').update(apiKey).digest('hex').slice(0, 12);
}

/** Model ids to providers: the catalogue, the user's own providers, and the keys behind them. */
export class Registry {
  readonly #deps: RegistryDeps;
  #models = new Map<string, readonly ModelInfo[]>();
  readonly #noted = new Set<string>();
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
      if (!isCallable(entry)) return false;
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
    const entry = this.entries().find((one) => one.row.id === parsed.provider && isCallable(one));
    if (!entry) throw new ChatError('invalidSetting', { detail: this.#unknownProvider(parsed.provider) });
    return { entry, model: parsed.model };
  }

  #example(): string {
    const row = this.entries().find((entry) => entry.row.defaultModels.length > 0)?.row;
    return row ? `${row.id}/${row.defaultModels[0]}` : 'openai/gpt-6-luna';
  }

  #unknownProvider(id: string): string {
    const problem =
      this.#deps.settings().problems.find((one) => one.includes(JSON.stringify(id))) ?? absentProvider(id);
    if (problem) return problem;
    const names = this.entries()
      .filter(isCallable)
      .map((entry) => entry.row.id);
    const near = nearest(id, names, 3);
    return `There is no provider "${id}". ${near.length > 0 ? `Nearest: ${near.join(', ')}.` : `Known are ${names.join(', ')}.`}`;
  }

  /** Provider, key and all that is known of the model, for one call. @throws ChatError */
  async connect(ref: string, signal: AbortSignal): Promise<Target> {
    const { entry, model } = this.resolve(ref);
    const credentials = await this.#credentials(entry);
    const facts = await this.#facts(entry, model);
    const provider = await this.#provider(entry, credentials, facts.wireApi);
    if (signal.aborted) throw new ChatError('cancelled');
    const { reach } = entry.row;
    const origin = originOf(entry);
    return {
      ref,
      provider,
      model,
      reach,
      origin,
      gate: `${origin} ${fingerprint(credentials)}`,
      capabilities: facts.capabilities,
      contextWindow: facts.contextWindow,
      maxInput: facts.maxInput,
      maxOutput: facts.maxOutput,
      prices: reach === 'local' ? free : facts.prices,
      limits: limitsFor(reach, this.#deps.limits()),
      note: this.#retirementNote(ref, facts),
    };
  }

  /** That a model will be retired is said with its first answer, not with every one. */
  #retirementNote(ref: string, { retired }: ModelFacts): string | undefined {
    if (retired?.type !== 'going' || this.#noted.has(ref)) return undefined;
    this.#noted.add(ref);
    return retired.sentence;
  }

  /** What is known of a model without asking anyone: the catalogue, the provider's list if it is here, the user's overrides. */
  async facts(ref: string): Promise<ModelFacts> {
    const { entry, model } = this.resolve(ref);
    return this.#factsOf(entry, model);
  }

  /** @throws ChatError `modelRetired` for a model that is gone, unless the provider still lists it */
  async #facts(entry: ProviderEntry, model: string): Promise<ModelFacts> {
    const facts = await this.#factsOf(entry, model);
    const listed = this.#models.get(entry.row.id)?.some((one) => one.id === model);
    if (facts.retired?.type === 'gone' && !listed) {
      throw new ChatError('modelRetired', { detail: facts.retired.sentence });
    }
    return facts;
  }

  async #factsOf(entry: ProviderEntry, model: string): Promise<ModelFacts> {
    const { modelFacts, readModelOverrides } = await import('../../core/models/modelFacts.ts');
    const listed = this.#models.get(entry.row.id)?.find((one) => one.id === model);
    const overrides = readModelOverrides(this.#deps.modelOverrides());
    const ref = formatModelRef({ provider: entry.row.id, model });
    return modelFacts({ entry, model, listed, override: overrides.models.get(ref), today: this.#deps.today() });
  }

  async #credentials(entry: ProviderEntry): Promise<Credentials> {
    const found = await this.#deps.credentials(entry.row.id, originOf(entry));
    if (found) return found;
    if (entry.row.key === 'required')
      throw new ChatError('notConnected', { detail: `${entry.row.name} has no key yet.` });
    return { apiKey: undefined, headers: {} };
  }

  #provider(entry: ProviderEntry, credentials: Credentials, wireApi = entry.row.wireApi): Promise<Provider> {
    const { row, baseUrl } = entry;
    return this.#deps.load({
      providerId: row.id,
      name: row.name,
      wireApi,
      baseUrl,
      apiKey: credentials.apiKey,
      headers: credentials.headers,
      keyHeader: row.keyHeader ?? 'bearer',
      plainHttp: this.#deps.plainHttpAgreed(originOf(entry)) ? 'agreed' : 'loopbackOnly',
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

  /** Whose servers a model ref would be asked at; undefined if it names no provider. */
  reach(ref: string): Target['reach'] | undefined {
    const id = parseModelRef(ref)?.provider;
    return id === undefined ? undefined : this.entry(id)?.row.reach;
  }

  /**
   * The refs of all models that are known of the connected providers: as they list them if they were asked, else the snapshot. Those of
   * whom nothing is known at all are asked now; one that can't be had has none.
   */
  async knownRefs(signal: AbortSignal): Promise<readonly string[]> {
    const { knownModelIds } = await import('../../core/models/snapshot.ts');
    const known = async (entry: ProviderEntry): Promise<readonly string[]> => {
      const { row, models } = entry;
      const ids = this.#models.get(row.id)?.map(({ id }) => id) ?? [...models, ...knownModelIds(row.id)];
      return ids.length > 0 ? ids : this.#listedIds(entry, signal);
    };
    const usable = await this.usable();
    const ids = await Promise.all(usable.map(known));
    return usable.flatMap(({ row }, at) => (ids[at] ?? []).map((model) => formatModelRef({ provider: row.id, model })));
  }

  async #listedIds(entry: ProviderEntry, signal: AbortSignal): Promise<readonly string[]> {
    try {
      return (await this.listModels(entry, signal)).map(({ id }) => id);
    } catch {
      return []; // Whoever asks chooses among the others.
    }
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

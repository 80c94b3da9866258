import { type CatalogRow, catalog, catalogRow, needsAddress } from './catalog.ts';
import { automaticProvider } from './modelRef.ts';
import { nearest } from './nearest.ts';
import { retiredProvider } from './retiredProviders.ts';
import { type WireApi, wireApis } from './wireApi.ts';

/** A provider as it is used: its catalogue row with the user's settings on top, or a row made of settings alone. */
export interface ProviderEntry {
  readonly row: CatalogRow;
  /**
   * Without a trailing slash; '' where there is none yet: `custom`, which stands for "a server of yours" and can't be called itself,
   * rows with an `addressHint` the user did not follow yet, and VS Code's own models, which have no address.
   */
  readonly baseUrl: string;
  /** Names of further headers; their values lie with the key. */
  readonly headerNames: readonly string[];
  /** Model ids the user named for it. */
  readonly models: readonly string[];
  readonly origin: 'catalogue' | 'settings' | 'catalogue with settings';
}

export interface ProviderSettings {
  readonly entries: readonly ProviderEntry[];
  /**
   * What is wrong in `parley.providers`, one sentence each. A provider with a wrong entry is left out, one of the catalogue too,
   * or it would be called at an address the user wanted to replace; the others count.
   */
  readonly problems: readonly string[];
}

interface RawEntry {
  readonly name?: string;
  readonly baseUrl?: string;
  readonly wireApi?: WireApi;
  readonly key?: 'required' | 'optional';
  readonly headers?: readonly string[];
  readonly models?: readonly string[];
}

const fields = ['name', 'baseUrl', 'wireApi', 'key', 'headers', 'models'] as const;
const idPattern = /^[a-z0-9][a-z0-9._-]{0,63}$/i;
const headerPattern = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

function textList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string' && one !== '');
}

/** What is wrong with one field, as the end of a sentence; undefined if nothing is. */
function fieldProblem(name: (typeof fields)[number], value: unknown): string | undefined {
  switch (name) {
    case 'name':
      return typeof value === 'string' && value !== '' ? undefined : 'must be a text that is not empty';
    case 'baseUrl':
      return typeof value === 'string' ? addressProblem(value) : 'must be an address such as https://host/v1';
    case 'wireApi':
      return (wireApis as readonly unknown[]).includes(value) ? undefined : `must be one of ${wireApis.join(', ')}`;
    case 'key':
      return value === 'required' || value === 'optional' ? undefined : 'must be "required" or "optional"';
    case 'headers':
      return textList(value) && value.every((one) => headerPattern.test(one))
        ? undefined
        : 'must be a list of header names';
    case 'models':
      return textList(value) ? undefined : 'must be a list of model ids';
  }
}

/** What is wrong with a base URL, as the end of a sentence; undefined if it can be called. */
export function addressProblem(address: string): string | undefined {
  if (!URL.canParse(address)) return 'must be a whole address such as https://host/v1';
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must begin with https:// or http://';
  if (url.username !== '' || url.password !== '') return 'must not contain a user name or password';
  if (url.search !== '' || url.hash !== '') return 'must not contain ? or #';
  return undefined;
}

/** Without trailing slashes, as base URLs are kept. */
export function trimAddress(address: string): string {
  return address.trim().replace(/\/+$/, '');
}

function entryProblems(id: string, value: unknown): string[] {
  const at = `parley.providers: ${JSON.stringify(id)}`;
  if (!idPattern.test(id))
    return [`${at} is not a provider id; use letters, digits, dots, dashes and underscores, without a slash.`];
  if (id === automaticProvider) return [`${at} is what models that Parley chooses begin with; name it otherwise.`];
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [`${at} must be an object with a baseUrl.`];
  const problems = Object.entries(value).flatMap(([name, given]) => {
    const field = fields.find((one) => one === name);
    if (!field) return [`${at} has an unknown field ${JSON.stringify(name)}; known are ${fields.join(', ')}.`];
    const problem = fieldProblem(field, given);
    return problem ? [`${at}: ${name} ${problem}.`] : [];
  });
  const problem = problems.length === 0 ? addressFieldProblem(id, 'baseUrl' in value) : undefined;
  return problem === undefined ? problems : [...problems, `${at} ${problem}`];
}

/** What is wrong with there being, or not being, a baseUrl, as the end of a sentence with its full stop. */
function addressFieldProblem(id: string, isGiven: boolean): string | undefined {
  const row = catalogRow(id);
  if (row?.wireApi === 'vscode-lm') return isGiven ? 'takes no baseUrl: these models have no address.' : undefined;
  if (isGiven || (row && !needsAddress(row))) return undefined;
  const gone = retiredProvider(id);
  if (gone) return `can not be used. ${gone.sentence}`;
  if (row?.addressHint) return `needs a baseUrl such as ${row.addressHint}.`;
  const near = nearest(
    id,
    catalog.map((one) => one.id),
    1,
  )[0];
  return `needs a baseUrl, for Parley does not know this provider.${near ? ` Did you mean ${near}?` : ''}`;
}

function entryOf(row: CatalogRow, raw: RawEntry | undefined): ProviderEntry {
  return {
    row,
    baseUrl: trimAddress(raw?.baseUrl ?? row.baseUrl),
    headerNames: raw?.headers ?? [],
    models: raw?.models ?? [],
    origin: raw ? 'catalogue with settings' : 'catalogue',
  };
}

/** A provider that stands only in the settings starts from the catalogue's `custom` row. */
function ownEntry(id: string, raw: RawEntry): ProviderEntry {
  const custom = catalogRow('custom');
  if (!custom) throw new Error('catalog.json has no custom row');
  const row: CatalogRow = {
    ...custom,
    id,
    name: raw.name ?? id,
    baseUrl: raw.baseUrl ?? '',
    wireApi: raw.wireApi ?? custom.wireApi,
    key: raw.key ?? custom.key,
  };
  return { ...entryOf(row, raw), origin: 'settings' };
}

/** The wire API that is spoken at the user's address: named, told by the address, or the provider's own. */
function wireApiAt(row: CatalogRow, raw: RawEntry): WireApi {
  const { compatible } = row;
  const isCompatible = compatible && trimAddress(raw.baseUrl ?? '').endsWith(compatible.path);
  return raw.wireApi ?? (isCompatible ? compatible.wireApi : row.wireApi);
}

/**
 * What is known of a provider is known of its own wire API and address. A user who names a wire API means it for every model, and at
 * another address nobody promises a second one.
 */
function overridden(row: CatalogRow, raw: RawEntry): CatalogRow {
  const own = { ...row, name: raw.name ?? row.name, key: raw.key ?? row.key };
  const wireApi = wireApiAt(row, raw);
  if (wireApi !== row.wireApi) {
    const { keyHeader: _, ...others } = own;
    return { ...others, wireApi, alsoSpeaks: [], rules: {} };
  }
  const isMoved = raw.baseUrl !== undefined && row.baseUrl !== '' && trimAddress(raw.baseUrl) !== row.baseUrl;
  return raw.wireApi !== undefined || isMoved ? { ...own, alsoSpeaks: [] } : own;
}

/** The catalogue with `parley.providers` on top. Anything may stand in a settings file; nothing here throws. */
export function readProviderSettings(value: unknown): ProviderSettings {
  const given = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  const isRight = value === undefined || value === null || given.length > 0 || JSON.stringify(value) === '{}';
  const problems = isRight ? [] : ['parley.providers must be an object of provider ids.'];
  const raws = new Map<string, RawEntry>();
  const wrongIds = new Set<string>();
  for (const [id, entry] of given) {
    const found = entryProblems(id, entry);
    problems.push(...found);
    if (found.length > 0) wrongIds.add(id);
    else raws.set(id, entry as RawEntry);
  }
  const builtIn = catalog
    .filter((row) => !wrongIds.has(row.id))
    .map((row) => {
      const raw = raws.get(row.id);
      return raw ? entryOf(overridden(row, raw), raw) : entryOf(row, undefined);
    });
  const others = [...raws]
    .filter(([id]) => !catalog.some((row) => row.id === id))
    .map(([id, raw]) => ownEntry(id, raw));
  return { entries: [...builtIn, ...others], problems };
}

/** Why a provider that stands in a model ref can't be asked although its name is known, as a sentence; undefined if it is not. */
export function absentProvider(id: string): string | undefined {
  const row = catalogRow(id);
  if (!row?.addressHint) return retiredProvider(id)?.sentence;
  return `${row.name} has another address for every customer. Set yours in parley.providers as ${id}.baseUrl, such as ${row.addressHint}.`;
}

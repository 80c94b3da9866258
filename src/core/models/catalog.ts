import type { CapabilityRules } from './capabilities.ts';
import rows from './catalog.json' with { type: 'json' };
import type { KeyHeader } from './connection.ts';
import { type WireApi, wireApis } from './wireApi.ts';

/** One provider Parley knows: a vendor, a gateway or a local server. */
export interface CatalogRow {
  readonly id: string;
  /** For people: "OpenAI". */
  readonly name: string;
  readonly wireApi: WireApi;
  /** Other wire APIs it speaks at the same address; some families of models need one of them. */
  readonly alsoSpeaks?: readonly WireApi[];
  /** Without a trailing slash; empty where the user gives the address, and for `vscode-lm`, which has none. */
  readonly baseUrl: string;
  /** How the address looks that the user has to give (Azure: every customer has an own one); parts in capitals are to be replaced. */
  readonly addressHint?: string;
  /** `local`: a server on this machine, found by asking loopback. `custom`: the user gives the address. */
  readonly reach: 'cloud' | 'local' | 'custom';
  readonly key: 'required' | 'optional';
  /** Where a person gets a key. */
  readonly keyUrl?: string;
  /** Where a person pays. */
  readonly billingUrl?: string;
  /** How this provider's keys begin, longest first. Used to recognise a pasted key. */
  readonly keyPrefixes: readonly string[];
  /** Environment variables that people keep this key in, most usual first. */
  readonly keyVariables: readonly string[];
  /** Model ids (or beginnings of ids) to start with, best first: the first one the provider lists becomes the default. */
  readonly defaultModels: readonly string[];
  /** Another wire API at an address that ends with this path. */
  readonly compatible?: { readonly path: string; readonly wireApi: WireApi };
  /** Which header carries the key; `bearer` where it is not said. */
  readonly keyHeader?: KeyHeader;
  /**
   * What differs from the standard of `wireApi` as its maker documents it (2026-11); missing fields mean the standard. They say nothing
   * about a model that is asked by another wire API of `alsoSpeaks`.
   */
  readonly rules: CapabilityRules;
}

function isWireApi(text: string): text is WireApi {
  return (wireApis as readonly string[]).includes(text);
}

function readRow(row: (typeof rows)[number]): CatalogRow {
  if (!isWireApi(row.wireApi)) throw new Error(`catalog.json: ${row.id} names an unknown wire API "${row.wireApi}"`);
  return row as unknown as CatalogRow;
}

/** Every provider Parley knows, in the order people see them. */
export const catalog: readonly CatalogRow[] = rows.map(readRow);

/** Whether nothing of this provider can be called before the user gives its address. */
export function needsAddress(row: CatalogRow): boolean {
  return row.baseUrl === '' && row.wireApi !== 'vscode-lm';
}

export function catalogRow(id: string): CatalogRow | undefined {
  return catalog.find((row) => row.id === id);
}

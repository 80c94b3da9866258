import type { ParameterName } from '../chat/params.ts';
import rows from './catalog.json' with { type: 'json' };
import { type WireApi, wireApis } from './wireApi.ts';

/** How an endpoint departs from its wire API as its maker documents it. A vendor's quirk is data here, never an `if`. */
export interface Compat {
  /** Which field carries `max_tokens`. */
  readonly maxTokensField: 'max_tokens' | 'max_completion_tokens';
  /** Which field carries `seed`. */
  readonly seedField: 'seed' | 'random_seed';
  /** Whether `stream_options.include_usage` may be sent. */
  readonly streamUsage: 'ask' | 'omit';
  /** Parameters the endpoint answers with an error or ignores; they are left out with a notice. */
  readonly rejects: readonly ParameterName[];
}

/** One provider Parley knows: a vendor, a gateway or a local server. */
export interface CatalogRow {
  readonly id: string;
  /** For people: "OpenAI". */
  readonly name: string;
  readonly wireApi: WireApi;
  /** Without a trailing slash; empty for `custom`, whose address the user gives. */
  readonly baseUrl: string;
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
  /** What differs from the wire API's standard; missing fields mean the standard. */
  readonly compat: Partial<Compat>;
}

/** The standard each wire API starts from. */
export const standardCompat: Compat = {
  maxTokensField: 'max_tokens',
  seedField: 'seed',
  streamUsage: 'ask',
  rejects: [],
};

function isWireApi(text: string): text is WireApi {
  return (wireApis as readonly string[]).includes(text);
}

function readRow(row: (typeof rows)[number]): CatalogRow {
  if (!isWireApi(row.wireApi)) throw new Error(`catalog.json: ${row.id} names an unknown wire API "${row.wireApi}"`);
  return row as CatalogRow;
}

/** Every provider Parley knows, in the order people see them. */
export const catalog: readonly CatalogRow[] = rows.map(readRow);

export function catalogRow(id: string): CatalogRow | undefined {
  return catalog.find((row) => row.id === id);
}

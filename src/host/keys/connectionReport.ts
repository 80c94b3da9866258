import type { ErrorKind } from '../../core/errors.ts';
import type { Listing } from './listing.ts';

/** The parts of a connection, in the order they are needed. */
export const connectionParts = ['address', 'tls', 'key', 'models'] as const;

export type ConnectionPart = (typeof connectionParts)[number];

/** `unknown`: an earlier or later part failed in a way that says nothing about this one. `notUsed`: the connection has no such part. */
export type PartState = 'passed' | 'failed' | 'unknown' | 'notUsed';

export type ConnectionReport = Readonly<Record<ConnectionPart, PartState>>;

/** The part at which each kind of error shows; a request that got further than a part has proven it. */
const failsAt: Readonly<Record<ErrorKind, ConnectionPart>> = {
  network: 'address',
  redirect: 'address',
  certificate: 'tls',
  insecureAddress: 'tls',
  auth: 'key',
  permission: 'key',
  notConnected: 'key',
  quota: 'models',
  rateLimit: 'models',
  overloaded: 'models',
  notFound: 'models',
  notAnApi: 'models',
  incomplete: 'models',
  stalled: 'models',
  timeout: 'models',
  server: 'models',
  protocol: 'models',
  tooLarge: 'models',
  contextTooLong: 'models',
  unsupportedParameter: 'models',
  filtered: 'models',
  refusal: 'models',
  badRequest: 'models',
  cancelled: 'models',
  invalidSetting: 'address',
  contentNotTaken: 'models',
  modelRetired: 'models',
  budget: 'models',
  declined: 'models',
};

/** Errors before anything was sent: they say nothing about the parts before the one that failed. */
const nothingSent: readonly ErrorKind[] = ['notConnected', 'insecureAddress', 'invalidSetting', 'cancelled'];
/** Errors after which it is unknown whether anything behind the address answered. */
const maybeSilent: readonly ErrorKind[] = ['timeout', 'stalled'];
/** Errors that a provider only gives to a key it knows. */
const keyKnown: readonly ErrorKind[] = ['quota'];

/** `none`: the provider has no address; its models are in this editor. */
export type Scheme = 'http' | 'https' | 'none';

/** Without an address and a key there is only the list. An empty one is a failure: nothing can be asked. */
function editorReport(listing: Listing): ConnectionReport {
  const hasModels = listing.type === 'listed' && listing.models.length > 0;
  return { address: 'notUsed', tls: 'notUsed', key: 'notUsed', models: hasModels ? 'passed' : 'failed' };
}

/** Which parts a listing has proven, and which one failed. */
export function connectionReport(listing: Listing, scheme: Scheme, hasKey: 'key' | 'none'): ConnectionReport {
  if (scheme === 'none') return editorReport(listing);
  const secure = (state: PartState): PartState => (scheme === 'https' ? state : 'notUsed');
  const keyed = (state: PartState): PartState => (hasKey === 'key' ? state : 'notUsed');
  if (listing.type === 'listed') {
    return {
      address: 'passed',
      tls: secure('passed'),
      key: keyed(listing.key === 'unproven' ? 'unknown' : 'passed'),
      models: 'passed',
    };
  }
  const { kind } = listing.error;
  const failed = failsAt[kind];
  const at = connectionParts.indexOf(failed);
  const before: PartState = nothingSent.includes(kind) || maybeSilent.includes(kind) ? 'unknown' : 'passed';
  const state = (part: ConnectionPart): PartState => {
    const place = connectionParts.indexOf(part);
    if (place === at) return 'failed';
    return place < at ? before : 'unknown';
  };
  const key: PartState = failed === 'models' && !keyKnown.includes(kind) ? 'unknown' : state('key');
  return {
    address: state('address'),
    tls: failed === 'tls' ? 'failed' : secure(state('tls')),
    key: failed === 'key' ? 'failed' : keyed(key),
    models: state('models'),
  };
}

import type { ChatError, ErrorKind } from '../errors.ts';

/** What a failure before the first visible token allows. */
export interface FailureRule {
  /** How often the same model may be asked again. */
  readonly again: 'never' | 'once' | 'retries';
  /** Whether another model may be asked. `contentFilter`, `auth`: only if the user chose so. `larger`: one with a larger window. */
  readonly others: 'yes' | 'no' | 'contentFilter' | 'auth' | 'larger';
  /** Whether the provider rests as a candidate. */
  readonly rests?: 'rests';
}

const final: FailureRule = { again: 'never', others: 'no' };
const elsewhere: FailureRule = { again: 'never', others: 'yes' };

/** The one table of what is tried again. A vendor's own word (`x-should-retry`) beats `again`. */
const rules: Readonly<Record<ErrorKind, FailureRule>> = {
  network: { again: 'retries', others: 'yes' },
  server: { again: 'retries', others: 'yes' },
  overloaded: { again: 'retries', others: 'yes', rests: 'rests' },
  rateLimit: { again: 'retries', others: 'yes', rests: 'rests' },
  timeout: { again: 'once', others: 'yes' },
  stalled: { again: 'once', others: 'yes' },
  protocol: { again: 'once', others: 'yes' },
  incomplete: { again: 'once', others: 'yes' },
  quota: elsewhere,
  notFound: elsewhere,
  modelRetired: elsewhere,
  notConnected: final,
  permission: elsewhere,
  auth: { again: 'never', others: 'auth' },
  contextTooLong: { again: 'never', others: 'larger' },
  filtered: { again: 'never', others: 'contentFilter' },
  refusal: { again: 'never', others: 'contentFilter' },
  // A parameter that can be left out is handled before this table is asked.
  unsupportedParameter: final,
  contentNotTaken: final,
  badRequest: final,
  tooLarge: final,
  redirect: final,
  notAnApi: final,
  certificate: final,
  cancelled: final,
  insecureAddress: final,
  invalidSetting: final,
  budget: final,
  declined: final,
};

/** The rule for a failure. */
export function failureRule(error: ChatError): FailureRule {
  const rule = rules[error.kind];
  // A key that lacks a permission is a bad key: an answer from elsewhere would hide it.
  if (error.kind === 'permission' && error.facts.reason === 'keyPermissions') return { ...rule, others: 'auth' };
  switch (error.facts.shouldRetry) {
    case true:
      return rule.again === 'never' ? { ...rule, again: 'retries' } : rule;
    case false:
      return { ...rule, again: 'never' };
    default:
      return rule;
  }
}

import { formatModelRef } from './modelRef.ts';
import retired from './retired.json' with { type: 'json' };

// The days are the providers' announcements (read 2026-11-21); a model without one is known to be gone, no more. A successor that the
// provider does not name is the newest model of the same tier. `mistral/mistral-large` never was an id, but guides still write it.

/** The end of a model: what is known beforehand, or was written down afterwards. */
export interface Retirement {
  /** The day it ends, as an ISO date; undefined: it is gone, nobody knows since when. */
  readonly on?: string | undefined;
  /** The model of the same provider that takes its place. */
  readonly successor?: string | undefined;
  /** What happens to requests that name it all the same, as a sentence. */
  readonly note?: string | undefined;
}

/** `gone`: a request that names it fails. `going`: it will on `retirement.on`. */
export interface RetirementState {
  readonly type: 'gone' | 'going';
  readonly retirement: Retirement;
  /** What to tell the user. */
  readonly sentence: string;
}

const models: Readonly<Record<string, Readonly<Record<string, Retirement>>>> = retired;

/** A model's id without the day it was made: `-20250929`, `-2024-11-20`, `@20250929`. */
export function undatedId(model: string): string {
  return model.replace(/[-@]\d{4}-?\d{2}-?\d{2}$/, '');
}

function own<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record && Object.hasOwn(record, key) ? record[key] : undefined;
}

/**
 * What is known of a model's end, by its provider: of the id itself, else of the one it is a dated version of. `listed` is the day the
 * provider's own list gives, which wins.
 */
export function knownRetirement(provider: string, model: string, listed?: string): Retirement | undefined {
  const ofProvider = own(models, provider);
  const known = own(ofProvider, model) ?? own(ofProvider, undatedId(model));
  return listed === undefined ? known : { ...known, on: listed };
}

/**
 * Whether a model is gone or going, on a day given as an ISO date. The successor stands in the sentence, as a model ref.
 */
export function retirement(
  provider: string,
  model: string,
  today: string,
  listed?: string,
): RetirementState | undefined {
  const known = knownRetirement(provider, model, listed);
  if (!known) return undefined;
  const ref = formatModelRef({ provider, model });
  const instead =
    known.successor === undefined ? '' : ` Use ${formatModelRef({ provider, model: known.successor })} instead.`;
  const note = known.note === undefined ? '' : ` ${known.note}`;
  if (known.on !== undefined && today < known.on) {
    return {
      type: 'going',
      retirement: known,
      sentence: `${ref} will be retired on ${known.on}.${note}${instead}`,
    };
  }
  const since = known.on === undefined ? '' : ` on ${known.on}`;
  return { type: 'gone', retirement: known, sentence: `${ref} was retired${since}.${note}${instead}` };
}

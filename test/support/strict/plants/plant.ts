import type { Fields } from '../shape.ts';

/** A request with one fault, and what must be said to it. */
export interface Plant {
  /** The rule that is broken. */
  readonly rule: string;
  readonly model: string;
  /** The fields that are laid over the smallest good request. */
  readonly body: Fields;
  /** What is named in the refusal. */
  readonly at: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A plant of one wire and model: rule, what is named, the fields. */
export type Row = readonly [
  rule: string,
  model: string,
  at: string,
  body: Fields,
  headers?: Readonly<Record<string, string>>,
];

export function plant([rule, model, at, body, headers]: Row): Plant {
  return { rule, model, at, body, ...(headers ? { headers } : {}) };
}

export const hello = 'Hello';
export const openSchema = { type: 'object', properties: { a: { type: 'string' } } };
export const closedSchema = { ...openSchema, required: ['a'], additionalProperties: false };
/** One pixel. */
export const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
export const gif = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

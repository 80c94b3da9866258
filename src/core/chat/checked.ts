import { plainSentence } from '../text/plainSentence.ts';

/** A value from outside that was looked at: taken, as it is used from now on, or wrong. */
export type Checked<T> = { readonly type: 'taken'; readonly value: T } | Wrong;

/** `at`: where inside the value, such as `.json_schema.name`, '' for all of it. `must`: what belongs there, after "it must be". */
export interface Wrong {
  readonly type: 'wrong';
  readonly at: string;
  readonly value: unknown;
  readonly must: string;
}

export function taken<T>(value: T): Checked<T> {
  return { type: 'taken', value };
}

export function wrong(value: unknown, must: string, at = ''): Wrong {
  return { type: 'wrong', at, value, must };
}

/** A plain value in a sentence, at most 60 characters. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(plainSentence(value, 50));
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 59).toWellFormed()}…` : text;
}

/** A field's name in a sentence, as a person can see it. */
export function showName(name: string): string {
  return plainSentence(name, 60) || '""';
}

/** "temperature is 3; it must be a number from 0 to 2." */
export function sentenceOf(name: string, { at, value, must }: Wrong): string {
  const place = plainSentence(`${name}${at}`, 120);
  return value === undefined || value === null
    ? `${place} is missing; it must be ${must}.`
    : `${place} is ${show(value)}; it must be ${must}.`;
}

/** The first field that is not among the known ones, as what is wrong with it. */
export function unknownField(
  fields: Readonly<Record<string, unknown>>,
  known: readonly string[],
  at = '',
): Wrong | undefined {
  const name = Object.keys(fields).find((one) => !known.includes(one) && fields[one] !== null);
  if (name === undefined) return undefined;
  return wrong(fields[name], `left out: only ${known.join(', ')} can stand there`, `${at}.${name}`);
}

/** What a value must be, and the look at it. The value given to `read` is plain data, never `undefined` or `null`. */
export interface Rule<T> {
  /** After "it must be": "a number from 0 to 2". */
  readonly must: string;
  readonly read: (value: unknown) => Checked<T>;
}

function ruleOf<T>(must: string, fits: (value: unknown) => value is T): Rule<T> {
  return { must, read: (value) => (fits(value) ? taken(value) : wrong(value, must)) };
}

/** Digits in groups of three, so that limits can be read. */
function figure(limit: number): string {
  return String(limit).replace(/\B(?=(\d{3})+$)/g, ',');
}

export function numberFrom(min: number, max: number): Rule<number> {
  const fits = (value: unknown): value is number => typeof value === 'number' && value >= min && value <= max;
  return ruleOf(`a number from ${figure(min)} to ${figure(max)}`, fits);
}

export function wholeFrom(min: number, max: number): Rule<number> {
  const fits = (value: unknown): value is number =>
    Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
  return ruleOf(`a whole number from ${figure(min)} to ${figure(max)}`, fits);
}

export function oneOf<const T extends string>(choices: readonly T[]): Rule<T> {
  const fits = (value: unknown): value is T => choices.some((one) => one === value);
  return ruleOf(`one of ${choices.join(', ')}`, fits);
}

export const yesOrNo: Rule<boolean> = ruleOf('true or false', (value) => typeof value === 'boolean');

export const anyText: Rule<string> = ruleOf(
  'a text that is not empty',
  (value): value is string => typeof value === 'string' && value.trim() !== '',
);

/** What a function or a format may be called: OpenAI's rule (2026-11), the strictest of the big providers. */
export const plainName: Rule<string> = ruleOf(
  '1 to 64 letters, digits, dashes or underscores',
  (value): value is string => typeof value === 'string' && /^[a-zA-Z0-9_-]{1,64}$/.test(value),
);

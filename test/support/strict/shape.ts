// The form of a request's body: which fields there are, of which types, in which ranges. Everything else is refused.

export type Fields = Readonly<Record<string, unknown>>;

/** What is wrong with a request, and where: `messages[0].content`. */
export interface Problem {
  readonly at: string;
  readonly message: string;
}

/** Looks at a value; undefined where it is right. */
export type Shape = (value: unknown, at: string) => Problem | undefined;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as fields; none where it is something else. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** The fields in a list; none where it is something else. */
export function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function wrong(at: string, must: string): Problem {
  return { at, message: `must be ${must}` };
}

function first<T>(items: Iterable<T>, look: (item: T) => Problem | undefined): Problem | undefined {
  for (const item of items) {
    const problem = look(item);
    if (problem) return problem;
  }
  return undefined;
}

/** The shape of an object, with those of its fields. */
export interface ObjectShape extends Shape {
  readonly fields: Readonly<Record<string, Shape>>;
}

/** An object with these fields and no others. */
export function object(known: Readonly<Record<string, Shape>>, required: readonly string[] = []): ObjectShape {
  const shape: Shape = (value, at) => {
    if (!isFields(value)) return wrong(at, 'an object');
    const below = (name: string) => (at === '' ? name : `${at}.${name}`);
    const missing = required.find((name) => value[name] === undefined);
    if (missing !== undefined) return { at: below(missing), message: 'is required' };
    return first(Object.entries(value), ([name, inner]) => {
      const field = Object.hasOwn(known, name) ? known[name] : undefined;
      return field ? field(inner, below(name)) : { at: below(name), message: 'is an unknown field' };
    });
  };
  return Object.assign(shape, { fields: known });
}

export function list(item: Shape, least = 0, most = Number.POSITIVE_INFINITY): Shape {
  return (value, at) => {
    if (!Array.isArray(value)) return wrong(at, 'a list');
    if (value.length < least || value.length > most) return wrong(at, `a list of ${least} to ${most}`);
    return first(value.entries(), ([index, inner]) => item(inner, `${at}[${index}]`));
  };
}

export function number(least: number, most: number): Shape {
  const fits = (value: unknown) => typeof value === 'number' && value >= least && value <= most;
  return (value, at) => (fits(value) ? undefined : wrong(at, `a number from ${least} to ${most}`));
}

export function whole(least: number, most: number): Shape {
  const fits = (value: unknown) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
  return (value, at) => (fits(value) ? undefined : wrong(at, `a whole number from ${least} to ${most}`));
}

export function text(pattern?: RegExp): Shape {
  return (value, at) => {
    if (typeof value !== 'string') return wrong(at, 'a string');
    return pattern && !pattern.test(value) ? wrong(at, `a string like ${pattern.source}`) : undefined;
  };
}

export const flag: Shape = (value, at) => (typeof value === 'boolean' ? undefined : wrong(at, 'true or false'));
export const always: Shape = (value, at) => (value === true ? undefined : wrong(at, 'true'));
export const anyObject: Shape = (value, at) => (isFields(value) ? undefined : wrong(at, 'an object'));

export function oneOf(...known: readonly string[]): Shape {
  const fits = (value: unknown) => typeof value === 'string' && known.includes(value);
  return (value, at) => (fits(value) ? undefined : wrong(at, `one of ${known.join(', ')}`));
}

/** One form for each type of value that may stand there: a text, or a list. */
export function either(forms: { string?: Shape; list?: Shape; object?: Shape; null?: 'null'; flag?: Shape }): Shape {
  return (value, at) => {
    if (value === null && forms.null) return undefined;
    const type = Array.isArray(value) ? 'list' : typeof value;
    const shape =
      type === 'string' || type === 'list' || type === 'object' ? forms[type] : type === 'boolean' && forms.flag;
    return shape ? shape(value, at) : wrong(at, Object.keys(forms).join(' or '));
  };
}

/** An object whose form depends on one of its fields. */
export function tagged(tag: string, forms: Readonly<Record<string, Shape>>): Shape {
  return (value, at) => {
    if (!isFields(value)) return wrong(at, 'an object');
    const name = textOf(value[tag]);
    const shape = Object.hasOwn(forms, name) ? forms[name] : undefined;
    return shape ? shape(value, at) : wrong(`${at}.${tag}`, `one of ${Object.keys(forms).join(', ')}`);
  };
}

/** An object of any names. */
export function map(name: RegExp, item: Shape): Shape {
  return (value, at) => {
    if (!isFields(value)) return wrong(at, 'an object');
    return first(Object.entries(value), ([key, inner]) =>
      name.test(key) ? item(inner, `${at}.${key}`) : { at: `${at}.${key}`, message: 'is an unknown field' },
    );
  };
}

export const base64: Shape = text(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/);
/** Not empty. */
export const filled: Shape = text(/^.+$/s);
export const named: Shape = text(/^[a-zA-Z0-9_-]{1,64}$/);

/**
 * Values from outside are copied before they are read, so that nothing behind them can throw, change or run for ever: getters,
 * proxies, loops. What comes out is what JSON can carry.
 */
export type PlainData =
  | { readonly type: 'data'; readonly value: unknown }
  /** `why` follows a name in a sentence: "is a function", "holds a loop". */
  | { readonly type: 'other'; readonly why: string };

const most = { depth: 100, values: 500_000 } as const;

class NotData extends Error {}

interface Count {
  values: number;
}

function kindOf(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'object') return Object.prototype.toString.call(value).slice(8, -1);
  return `a ${typeof value}`;
}

function copy(value: unknown, depth: number, count: Count): unknown {
  const verb = depth === 0 ? 'is' : 'holds';
  count.values += 1;
  if (count.values > most.values) throw new NotData(`holds more than ${most.values} values`);
  if (depth > most.depth) throw new NotData(`is nested more than ${most.depth} levels deep`);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value)) {
    if (value.length > most.values) throw new NotData(`holds more than ${most.values} values`);
    return Array.from(value, (one) => copy(one, depth + 1, count));
  }
  if (typeof value !== 'object' || Object.prototype.toString.call(value) !== '[object Object]') {
    throw new NotData(`${verb} ${kindOf(value)}`);
  }
  const fields = Object.entries(value).filter(([, one]) => one !== undefined);
  // Not assigned one by one: a field called __proto__ stays a field.
  return Object.fromEntries(fields.map(([name, one]) => [name, copy(one, depth + 1, count)]));
}

/** A copy of `value` if it is what JSON can carry: no functions, loops or dates, within caps. Fields without a value are left out. */
export function readPlainData(value: unknown): PlainData {
  try {
    return { type: 'data', value: copy(value, 0, { values: 0 }) };
  } catch (error) {
    return { type: 'other', why: error instanceof NotData ? error.message : 'can not be read' };
  }
}

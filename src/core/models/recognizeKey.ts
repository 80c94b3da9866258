import type { CatalogRow } from './catalog.ts';

/**
 * The providers a pasted key may belong to, by how it begins: those with the longest matching beginning, in the order of `rows`.
 * Several share "sk-"; then the person is asked. Empty if the shape says nothing.
 */
export function recognizeKey(pasted: string, rows: readonly CatalogRow[]): CatalogRow[] {
  const key = pasted.trim();
  const matches = rows.map((row) => ({ row, length: longestMatch(key, row.keyPrefixes) }));
  const longest = Math.max(0, ...matches.map(({ length }) => length));
  return longest === 0 ? [] : matches.filter(({ length }) => length === longest).map(({ row }) => row);
}

function longestMatch(key: string, prefixes: readonly string[]): number {
  return Math.max(
    0,
    ...prefixes.map((prefix) => (key.length > prefix.length && key.startsWith(prefix) ? prefix.length : 0)),
  );
}

/** Whole keys that begin with nothing of their own, by the id of the provider's row (2026-11). */
const shapes: Readonly<Record<string, RegExp>> = {
  azure: /^(?:[0-9a-f]{32}|[0-9A-Za-z]{84})$/,
};

/**
 * The providers whose keys look like this one although nothing in it names them, in the order of `rows`. Others may make such keys
 * too, so it is a guess: the person is asked also where there is only one.
 */
export function guessKey(pasted: string, rows: readonly CatalogRow[]): CatalogRow[] {
  const key = pasted.trim();
  return rows.filter(({ id }) => Object.hasOwn(shapes, id) && shapes[id]?.test(key));
}

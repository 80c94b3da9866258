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

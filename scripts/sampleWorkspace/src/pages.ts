/** How many pages a list of `total` entries fills. */
export function pageCount(total: number, perPage: number): number {
  return Math.floor(total / perPage) + 1;
}

/** The entries of one page; pages are counted from 1. */
export function pageOf<Entry>(entries: readonly Entry[], page: number, perPage: number): readonly Entry[] {
  const start = (page - 1) * perPage;
  return entries.slice(start, start + perPage);
}

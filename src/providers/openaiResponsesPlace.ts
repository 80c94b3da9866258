/**
 * Where an event belongs. The index counts; the id stands in where there is none: GitHub Copilot writes a new id into every event of
 * an item, while other servers number every item of a kind 0 (both 2026).
 */
export interface Place {
  readonly index: number | undefined;
  readonly id: string | undefined;
}

/** An output item that is or was written. */
export interface PlacedItem extends Place {
  closed: boolean;
}

/** The latest item at a place. */
export function itemAt<T extends PlacedItem>(items: readonly T[], { index, id }: Place): T | undefined {
  if (index !== undefined) return items.findLast((item) => item.index === index);
  return items.findLast((item) => id !== undefined && item.id === id) ?? items.at(-1);
}

/** Whether an event that opens or closes an item at the same place as another is about the same one. */
export function isSame(item: PlacedItem, { id }: Place): boolean {
  return item.id === undefined || id === undefined || item.id === id;
}

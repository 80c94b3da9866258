/** The most edits between two names that are still taken for the same intent: a third of the longer one, at most 5. */
function tolerance(name: string, known: string): number {
  return Math.min(5, Math.ceil(Math.max(name.length, known.length) / 3));
}

/** Edits (insert, delete, replace, swap of neighbours) from `a` to `b`, or `most + 1` if they are more. */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const now = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const replaced = at(last, column - 1) + (same ? 0 : 1);
      let best = Math.min(replaced, at(last, column) + 1, at(now, column - 1) + 1);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) best = Math.min(best, at(beforeLast, column - 2) + 1);
      now.push(best);
    }
    if (Math.min(...now) > most) return most + 1;
    beforeLast = last;
    last = now;
  }
  return Math.min(at(last, b.length), most + 1);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

/** Letters and digits alone: people forget dashes and dots, not the letters around them. */
function bare(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** How far a known name is from what was typed; lower is nearer, undefined is not alike. */
function rank(name: string, known: string): number | undefined {
  const [typed, one] = [bare(name), bare(known)];
  if (typed === '') return undefined;
  if (typed === one) return 0;
  const distance = editDistance(typed, one, tolerance(typed, one));
  if (distance <= tolerance(typed, one)) return distance;
  // "sonnet" finds "claude-sonnet-5-5", after everything that is spelled alike.
  return typed.length >= 3 && one.includes(typed) ? 10 + one.length - typed.length : undefined;
}

/** The known names nearest to `name`, best first, at most `most`; none if nothing is alike. Case and punctuation do not count. */
export function nearest(name: string, known: readonly string[], most = 3): string[] {
  return known
    .flatMap((one) => {
      const distance = rank(name, one);
      return distance === undefined ? [] : [{ one, distance }];
    })
    .sort((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ one }) => one);
}
